'use client'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import type { ErrorInfo, Result } from '@/lib/domain/errors'
import { type NewWebhook, WEBHOOK_EVENT_WORDS, WEBHOOK_EVENTS, WEBHOOK_URL_LENGTH_MAX, type WebhookEvent } from '@/lib/domain/webhook'
import { Choices } from './choices'
import { ShownSecret } from './shown-secret'

export type WebhookDialogProps = {
  teamId: string
  onOpenChange: (open: boolean) => void
  create: (teamId: string, webhook: NewWebhook) => Promise<Result<{ id: string; secret: string }>>
}

/** Adds a webhook, then shows its secret once. */
export function WebhookDialog({ teamId, onOpenChange, create }: WebhookDialogProps) {
  const [url, setUrl] = useState('')
  const [events, setEvents] = useState<WebhookEvent[]>(['generation.succeeded', 'generation.failed'])
  const [error, setError] = useState<ErrorInfo | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const [pending, start] = useTransition()
  const press = () =>
    start(async () => {
      const result = await create(teamId, { url, events })
      if (result.ok) setSecret(result.value.secret)
      setError(result.ok ? null : result.error)
    })
  if (secret !== null) {
    return (
      <Dialog open onOpenChange={onOpenChange} title="Copy the secret" footer={<Button onClick={() => onOpenChange(false)}>Done</Button>} width="md">
        <ShownSecret label="Secret" value={secret}>
          Your server checks with it that a message comes from here and was not changed. It is kept encrypted and not shown again.
        </ShownSecret>
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Add a webhook"
      description="Your server is told by a signed POST, and told again for some hours until it answers."
      width="md"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" pending={pending} onClick={press}>
            Add webhook
          </Button>
        </>
      }
    >
      <div className="mt-4 flex flex-col gap-4">
        <Field label="Address" hint="A public https address of your server." error={error?.fields?.url}>
          <Input
            value={url}
            onChange={(event) => setUrl(event.target.value)}
            type="url"
            maxLength={WEBHOOK_URL_LENGTH_MAX}
            placeholder="https://example.com/maquette"
            autoComplete="off"
            required
          />
        </Field>
        <Choices
          legend="Tell it when"
          options={WEBHOOK_EVENTS.map((value) => ({ value, label: WEBHOOK_EVENT_WORDS[value], note: value }))}
          chosen={events}
          onChange={setEvents}
          error={error?.fields?.events}
        />
        {error && !error.fields ? <Notice tone="bad">{error.message}</Notice> : null}
      </div>
    </Dialog>
  )
}
