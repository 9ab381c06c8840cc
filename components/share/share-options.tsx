'use client'
import { useId } from 'react'
import { Field, Input, PasswordInput } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { SHARE_PASSWORD_LENGTH_MAX, SHARE_TITLE_LENGTH_MAX } from '@/lib/domain/share-link'

/** What a person chooses for a link. `keep` leaves an expiry as it is. */
export type ShareChoices = {
  title: string
  expires: Expiry
  hasPassword: boolean
  password: string
  allowDownload: boolean
  showDetails: boolean
  allowComments: boolean
}
export type Expiry = 'keep' | '1' | '7' | '30' | '90' | '365' | 'never'

const TERMS: readonly { value: Expiry; label: string }[] = [
  { value: '1', label: 'In 1 day' },
  { value: '7', label: 'In 7 days' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'never', label: 'Never' },
]

/** Days from now, null for never, undefined where it stays. */
export const daysOf = (expires: Expiry): number | null | undefined => (expires === 'keep' ? undefined : expires === 'never' ? null : Number(expires))

export function ExpirySelect({ value, onChange, keep }: { value: Expiry; onChange: (value: Expiry) => void; keep?: string }) {
  const options = keep === undefined ? TERMS : [{ value: 'keep' as const, label: keep }, ...TERMS]
  return <Select<Expiry> value={value} onValueChange={onChange} options={options} />
}

export type ShareOptionsProps = {
  choices: ShareChoices
  onChange: (change: Partial<ShareChoices>) => void
  errors: Record<string, string>
  /** The present expiry in words, for a link that exists. */
  keepExpiry?: string
  /** Whether the link has a password that stays when none is typed. */
  keepsPassword?: boolean
}

/** The fields of a link, the same for a new one and for one that is changed. */
export function ShareOptions({ choices, onChange, errors, keepExpiry, keepsPassword = false }: ShareOptionsProps) {
  return (
    <div className="mt-3 flex flex-col gap-4">
      <Field label="Title" hint="Whoever opens the link sees it." error={errors.title}>
        <Input value={choices.title} maxLength={SHARE_TITLE_LENGTH_MAX} onChange={(event) => onChange({ title: event.target.value })} />
      </Field>
      <Field label="Expires" error={errors.expiresInDays}>
        <ExpirySelect value={choices.expires} onChange={(expires) => onChange({ expires })} keep={keepExpiry} />
      </Field>
      <div className="flex flex-col gap-3 border-line border-t pt-4">
        <Choice label="Ask for a password" checked={choices.hasPassword} onChange={(hasPassword) => onChange({ hasPassword })} />
        {choices.hasPassword ? (
          <Field
            label="Password"
            error={errors.password}
            hint={keepsPassword ? 'Leave it empty to keep the present one.' : 'Send it another way than the link.'}
          >
            <PasswordInput
              value={choices.password}
              maxLength={SHARE_PASSWORD_LENGTH_MAX}
              autoComplete="new-password"
              onChange={(event) => onChange({ password: event.target.value })}
            />
          </Field>
        ) : null}
        <Choice label="Allow downloads" checked={choices.allowDownload} onChange={(allowDownload) => onChange({ allowDownload })} />
        <Choice
          label="Show prompt and settings"
          note="Downloads then carry them too."
          checked={choices.showDetails}
          onChange={(showDetails) => onChange({ showDetails })}
        />
        <Choice
          label="Allow comments"
          note="With a name, without an account."
          checked={choices.allowComments}
          onChange={(allowComments) => onChange({ allowComments })}
        />
      </div>
    </div>
  )
}

type ChoiceProps = { label: string; note?: string; checked: boolean; onChange: (checked: boolean) => void }

function Choice({ label, note, checked, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <div className="flex items-start justify-between gap-4 phone:py-1">
      <label htmlFor={id} className="min-w-0">
        <span className="block text-text">{label}</span>
        {note ? <span className="block text-sm text-text-3">{note}</span> : null}
      </label>
      <Switch id={id} checked={checked} onCheckedChange={onChange} className="mt-0.5" />
    </div>
  )
}
