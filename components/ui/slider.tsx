'use client'
import { Slider as Radix } from 'radix-ui'
import { cx } from './cx'

export type SliderProps = {
  /** Its accessible name. */
  label: string
  value: number
  min?: number
  max?: number
  step?: number
  /** While it moves. */
  onValueChange: (value: number) => void
  /** Once, when the pointer is released or a key was pressed: the moment to store one undo step. */
  onValueCommit?: (value: number) => void
  /** How the value is spoken, for example `60 percent`. */
  valueText?: string
  disabled?: boolean
  className?: string
}

/** A hairline with a thumb. Arrow keys step, Page Up and Down take ten, Home and End go to the ends. */
export function Slider({ label, value, min = 0, max = 1, step = 0.01, onValueChange, onValueCommit, valueText, disabled, className }: SliderProps) {
  return (
    <Radix.Root
      value={[value]}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      onValueChange={([next]) => next !== undefined && onValueChange(next)}
      onValueCommit={([next]) => next !== undefined && onValueCommit?.(next)}
      className={cx('relative flex h-4 min-w-0 flex-1 touch-none select-none items-center data-[disabled]:opacity-45 phone:h-11', className)}
    >
      <Radix.Track className="relative h-0.5 flex-1 rounded-full bg-line-2">
        <Radix.Range className="absolute h-full rounded-full bg-text" />
      </Radix.Track>
      <Radix.Thumb aria-label={label} aria-valuetext={valueText} className="block size-3 rounded-full border-2 border-panel bg-text ring-1 ring-text" />
    </Radix.Root>
  )
}
