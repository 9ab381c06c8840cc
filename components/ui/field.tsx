'use client'
import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, createContext, type ReactNode, useContext, useId, useState } from 'react'
import { cx } from './cx'
import { Icon } from './icon'

type FieldContextValue = { id: string; describedBy: string | undefined; invalid: boolean }
const FieldContext = createContext<FieldContextValue | null>(null)

/** For controls inside a Field: the id its label points to, and its error and hint. Explicit props of the control win. */
export function useFieldProps(): { id?: string; 'aria-describedby'?: string; 'aria-invalid'?: true } {
  const field = useContext(FieldContext)
  if (!field) return {}
  return { id: field.id, 'aria-describedby': field.describedBy, 'aria-invalid': field.invalid || undefined }
}

export type FieldProps = {
  label: ReactNode
  /** Beside the label on the right, for example a count. */
  aux?: ReactNode
  /** One short sentence under the control. An error takes its place. */
  hint?: ReactNode
  /** What is wrong and what to do. Announced to screen readers when it appears. */
  error?: string
  /** One Input, Textarea, Select or PasswordInput. */
  children: ReactNode
  className?: string
}

/** A label, a control, and below it a hint or an error. */
export function Field({ label, aux, hint, error, children, className }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  return (
    <FieldContext value={{ id, describedBy: error || hint ? noteId : undefined, invalid: Boolean(error) }}>
      <div className={cx('flex flex-col gap-2', className)}>
        <div className="flex items-baseline justify-between gap-2 text-sm">
          <label htmlFor={id} className="font-medium text-text-2">
            {label}
          </label>
          {aux ? <span className="text-text-3">{aux}</span> : null}
        </div>
        {children}
        <p id={noteId} aria-live="polite" className={cx('text-sm empty:hidden', error ? 'text-bad' : 'text-text-3')}>
          {error ?? hint}
        </p>
      </div>
    </FieldContext>
  )
}

const BOX =
  'w-full border border-line-2 bg-panel text-text transition-[color,background-color,border-color] hover:border-text-3 focus-visible:outline-2 focus-visible:outline-accent-text focus-visible:outline-offset-1 disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-bad phone:text-xl'

const HEIGHT = {
  sm: 'h-7 rounded-sm px-2 text-md phone:h-11',
  md: 'h-8 rounded-md px-2.5 text-md phone:h-11',
  lg: 'h-10 rounded-md px-3 text-lg phone:h-11',
} as const

export type InputProps = Omit<ComponentProps<'input'>, 'size'> & {
  /** 28, 32 (the default) or 40 px high; 44 on phones. */
  size?: keyof typeof HEIGHT
  /** Inside the box on the left, for example `<Icon icon={Search} size="sm" />`. */
  icon?: ReactNode
}

/** A text input. Inside a Field it takes the label, hint and error from there; elsewhere give it an `aria-label`. */
export function Input({ size = 'md', icon, className, ...rest }: InputProps) {
  const field = useFieldProps()
  const input = <input {...field} {...rest} className={cx(BOX, HEIGHT[size], icon ? 'pl-8' : null, className)} />
  if (!icon) return input
  return (
    <span className="relative block">
      <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-text-3">{icon}</span>
      {input}
    </span>
  )
}

/** Several lines of text; it grows with what is typed. Inside a Field it takes the label, hint and error from there. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  const field = useFieldProps()
  return <textarea {...field} {...rest} rows={rows} className={cx(BOX, 'field-sizing-content min-h-20 resize-y rounded-md px-2.5 py-1.5 text-md', className)} />
}

/** A password with a button that shows what was typed. */
export function PasswordInput({ size = 'md', className, ...rest }: Omit<InputProps, 'type' | 'icon'>) {
  const [shown, setShown] = useState(false)
  const field = useFieldProps()
  return (
    <span className="relative block">
      <input
        {...field}
        {...rest}
        type={shown ? 'text' : 'password'}
        autoCapitalize="none"
        spellCheck={false}
        className={cx(BOX, HEIGHT[size], 'pr-10 phone:pr-12', className)}
      />
      <button
        type="button"
        aria-label="Show password"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0 grid w-10 place-items-center rounded-md text-text-3 hover:text-text focus-visible:-outline-offset-2 phone:w-12"
      >
        <Icon icon={shown ? EyeOff : Eye} />
      </button>
    </span>
  )
}
