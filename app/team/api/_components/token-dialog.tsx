'use client'
import { useState } from 'react'
import { Field, Input } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { API_SCOPE_WORDS, API_SCOPES, type ApiScope, type NewApiToken, TOKEN_NAME_LENGTH_MAX } from '@/lib/domain/api-token'
import { ok, type Result } from '@/lib/domain/errors'
import { Choices } from './choices'
import { MakeDialog } from './make-dialog'

const EXPIRIES = [
  { value: '30', label: 'In 30 days', days: 30 },
  { value: '90', label: 'In 90 days', days: 90 },
  { value: '365', label: 'In a year', days: 365 },
  { value: 'never', label: 'Never', days: null },
] as const
type Expiry = (typeof EXPIRIES)[number]['value']

export type TokenDialogProps = {
  teamId: string
  onOpenChange: (open: boolean) => void
  create: (teamId: string, token: NewApiToken) => Promise<Result<{ id: string; token: string }>>
}

/** Makes a token, then shows it once. */
export function TokenDialog({ teamId, onOpenChange, create }: TokenDialogProps) {
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<ApiScope[]>(['scenes:read', 'generate', 'generations:read', 'outputs:read'])
  const [expiry, setExpiry] = useState<Expiry>('90')
  const make = async (): Promise<Result<string>> => {
    const expiresInDays = EXPIRIES.find(({ value }) => value === expiry)?.days ?? null
    const result = await create(teamId, { name, scopes, expiresInDays })
    return result.ok ? ok(result.value.token) : result
  }
  return (
    <MakeDialog
      title="Make a token"
      description="It acts as you, in this team alone, and stops when you leave the team."
      submitLabel="Make token"
      onOpenChange={onOpenChange}
      make={make}
      shown={{
        title: 'Copy your token',
        label: 'Token',
        words: 'Keep it where your program finds it and nobody else does. It is not shown again; a lost one is revoked and replaced.',
      }}
    >
      {(errors) => (
        <>
          <Field label="Name" hint="What will use it, such as “Nightly renders”." error={errors.name}>
            <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={TOKEN_NAME_LENGTH_MAX} autoComplete="off" required />
          </Field>
          <Choices
            legend="It may"
            options={API_SCOPES.map((value) => ({ value, ...API_SCOPE_WORDS[value] }))}
            chosen={scopes}
            onChange={setScopes}
            error={errors.scopes}
          />
          <Field label="Expires" className="w-44">
            <Select value={expiry} onValueChange={setExpiry} options={EXPIRIES} />
          </Field>
        </>
      )}
    </MakeDialog>
  )
}
