'use client'
import { RadioGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx'

export type SegmentedOption<T extends string> = {
  value: T
  label: ReactNode
  /** Cannot be chosen; `reason` says why and shows as a title. */
  disabled?: boolean
  reason?: string
}

export type SegmentedProps<T extends string> = {
  /** Its accessible name. */
  label: string
  value: T
  onValueChange: (value: T) => void
  options: readonly SegmentedOption<T>[]
  disabled?: boolean
  className?: string
}

/** One of a few, all in sight: a radio group; the arrow keys move the choice. For more than five use Select. */
export function Segmented<T extends string>({ label, value, onValueChange, options, disabled, className }: SegmentedProps<T>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next)
        if (option) onValueChange(option.value)
      }}
      disabled={disabled}
      orientation="horizontal"
      className={cx('flex gap-0.5 rounded-md border border-line bg-raised p-0.5', className)}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          title={option.reason}
          className="flex h-[26px] min-w-0 flex-auto items-center justify-center gap-1.5 whitespace-nowrap rounded-sm border border-transparent px-1.5 font-medium text-sm text-text-2 transition-colors enabled:hover:text-text disabled:opacity-45 data-[state=checked]:border-line-2 data-[state=checked]:bg-seg-on data-[state=checked]:text-text phone:h-10"
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
