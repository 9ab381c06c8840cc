'use client'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { API_SCOPE_WORDS, API_SCOPES, type ApiScope, type NewApiToken, TOKEN_NAME_LENGTH_MAX } from '@/lib/domain/api-token'
import type { ErrorInfo, Result } from '@/lib/domain/errors'
import { Choices } from './choices'
import { ShownSecret } from './shown-secret'

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
  const [error, setError] = useState<ErrorInfo | null>(null)
  const [token, setToken] = useState<string | null>(null)
  const [pending, start] = useTransition()
  const press = () =>
    start(async () => {
      const expiresInDays = EXPIRIES.find(({ value }) => value === expiry)?.days ?? null
      const result = await create(teamId, { name, scopes, expiresInDays })
      if (result.ok) setToken(result.value.token)
      setError(result.ok ? null : result.error)
    })
  if (token !== null) {
    return (
      <Dialog open onOpenChange={onOpenChange} title="Copy your token" footer={<Button onClick={() => onOpenChange(false)}>Done</Button>} width="md">
        <ShownSecret label="Token" value={token}>
          Keep it where your program finds it and nobody else does. It is not shown again; a lost one is revoked and replaced.
        </ShownSecret>
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Make a token"
      description="It acts as you, in this team alone, and stops when you leave the team."
      width="md"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" pending={pending} onClick={press}>
            Make token
          </Button>
        </>
      }
    >
      <div className="mt-4 flex flex-col gap-4">
        <Field label="Name" hint="What will use it, such as “Nightly renders”." error={error?.fields?.name}>
          <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={TOKEN_NAME_LENGTH_MAX} autoComplete="off" required />
        </Field>
        <Choices
          legend="It may"
          options={API_SCOPES.map((value) => ({ value, ...API_SCOPE_WORDS[value] }))}
          chosen={scopes}
          onChange={setScopes}
          error={error?.fields?.scopes}
        />
        <Field label="Expires" className="w-44">
          <Select value={expiry} onValueChange={setExpiry} options={EXPIRIES} />
        </Field>
        {error && !error.fields ? <Notice tone="bad">{error.message}</Notice> : null}
      </div>
    </Dialog>
  )
}
