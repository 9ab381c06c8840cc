'use client'
import { Switch as Radix } from 'radix-ui'
import { cx } from './cx'
import { useFieldProps } from './field'

export type SwitchProps = {
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  /** Its accessible name, unless a Field or a label gives one. */
  label?: string
  disabled?: boolean
  id?: string
  className?: string
}

/** On or off, at once. 28 by 16 px with a larger area to press. */
export function Switch({ label, className, ...rest }: SwitchProps) {
  const field = useFieldProps()
  return (
    <Radix.Root
      {...field}
      {...rest}
      aria-label={label}
      className={cx(
        'relative h-4 w-7 shrink-0 rounded-full bg-line-2 transition-colors after:absolute after:-inset-x-2 after:-inset-y-1.5 disabled:opacity-50 data-[state=checked]:bg-invert',
        className,
      )}
    >
      <Radix.Thumb className="block size-3 translate-x-0.5 rounded-full bg-panel transition-transform data-[state=checked]:translate-x-3.5 data-[state=checked]:bg-on-invert" />
    </Radix.Root>
  )
}
