'use client'
import { useState } from 'react'
import { Field, Input } from '@/components/ui/field'
import { ok, type Result } from '@/lib/domain/errors'
import { type NewWebhook, WEBHOOK_EVENT_WORDS, WEBHOOK_EVENTS, WEBHOOK_URL_LENGTH_MAX, type WebhookEvent } from '@/lib/domain/webhook'
import { Choices } from './choices'
import { MakeDialog } from './make-dialog'

export type WebhookDialogProps = {
  teamId: string
  onOpenChange: (open: boolean) => void
  create: (teamId: string, webhook: NewWebhook) => Promise<Result<{ id: string; secret: string }>>
}

/** Adds a webhook, then shows its secret once. */
export function WebhookDialog({ teamId, onOpenChange, create }: WebhookDialogProps) {
  const [url, setUrl] = useState('')
  const [events, setEvents] = useState<WebhookEvent[]>(['generation.succeeded', 'generation.failed'])
  const make = async (): Promise<Result<string>> => {
    const result = await create(teamId, { url, events })
    return result.ok ? ok(result.value.secret) : result
  }
  return (
    <MakeDialog
      title="Add a webhook"
      description="Your server is told by a signed POST, and told again for some hours until it answers."
      submitLabel="Add webhook"
      onOpenChange={onOpenChange}
      make={make}
      shown={{
        title: 'Copy the secret',
        label: 'Secret',
        words: 'Your server checks with it that a message comes from here and was not changed. It is kept encrypted and not shown again.',
      }}
    >
      {(errors) => (
        <>
          <Field label="Address" hint="A public https address of your server." error={errors.url}>
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
            error={errors.events}
          />
        </>
      )}
    </MakeDialog>
  )
}
