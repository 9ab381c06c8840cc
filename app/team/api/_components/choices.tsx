'use client'

export type Choice<T extends string> = { value: T; label: string; note?: string }

export type ChoicesProps<T extends string> = {
  legend: string
  options: readonly Choice<T>[]
  chosen: readonly T[]
  onChange: (chosen: T[]) => void
  error?: string
}

/** Several of some, each with a word on what it means. */
export function Choices<T extends string>({ legend, options, chosen, onChange, error }: ChoicesProps<T>) {
  return (
    <fieldset className="flex flex-col gap-1" aria-invalid={error ? true : undefined}>
      <legend className="mb-1 font-medium text-sm text-text-2">{legend}</legend>
      {options.map(({ value, label, note }) => (
        <label key={value} className="flex cursor-pointer items-start gap-2.5 rounded-sm py-1 phone:py-2">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) => onChange(event.target.checked ? [...chosen, value] : chosen.filter((each) => each !== value))}
            className="mt-0.5 size-4 shrink-0 accent-invert"
          />
          <span>
            {label}
            {note ? <span className="block text-sm text-text-3">{note}</span> : null}
          </span>
        </label>
      ))}
      <p aria-live="polite" className="text-bad text-sm empty:hidden">
        {error}
      </p>
    </fieldset>
  )
}
