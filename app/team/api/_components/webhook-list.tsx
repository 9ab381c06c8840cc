'use client'
import { type ReactNode, useState, useTransition } from 'react'
import { ConfirmDialog } from '@/app/team/_components/confirm-dialog'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Pill } from '@/components/ui/pill'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'
import type { NewWebhook } from '@/lib/domain/webhook'
import { WebhookDialog } from './webhook-dialog'

export type WebhookRow = {
  id: string
  url: string
  events: string
  state: { words: string; dot: 'good' | 'warn' | 'neutral' }
  enabled: boolean
  about: ReactNode
}

export type WebhookListProps = {
  teamId: string
  rows: readonly WebhookRow[]
  /** Whether this installation can keep secrets. */
  canSeal: boolean
  actions: {
    create: (teamId: string, webhook: NewWebhook) => Promise<Result<{ id: string; secret: string }>>
    setEnabled: (webhookId: string, enabled: boolean) => Promise<Result<void>>
    remove: (webhookId: string) => Promise<Result<void>>
    test: (webhookId: string) => Promise<Result<void>>
  }
}

/** The webhooks of a team: add, test, switch and delete them. */
export function WebhookList({ teamId, rows, canSeal, actions }: WebhookListProps) {
  const [adding, setAdding] = useState(false)
  const [deleting, setDeleting] = useState<WebhookRow | null>(null)
  return (
    <section aria-labelledby="webhooks">
      <div className="mb-4 flex items-start justify-between gap-4 phone:flex-col">
        <div>
          <h2 id="webhooks" className="mb-1 font-semibold text-lg">
            Webhooks
          </h2>
          <p className="max-w-140 text-md text-text-2">
            Tell a server of yours when images are ready or approved, so that it need not ask. Messages hold ids and states only.
          </p>
        </div>
        {canSeal ? (
          <Button onClick={() => setAdding(true)} className="shrink-0 phone:w-full">
            Add a webhook
          </Button>
        ) : null}
      </div>
      {canSeal ? null : (
        <Notice tone="bad" className="mb-4">
          This installation has no secret to keep secrets with. Whoever runs it sets ENCRYPTION_KEY and starts it again.
        </Notice>
      )}
      {rows.length === 0 ? (
        <p className="rounded-md border border-line bg-panel px-4 py-6 text-center text-text-2">
          No webhooks yet. Add the address of a server that should be told.
        </p>
      ) : (
        <ul className="flex flex-col rounded-md border border-line bg-panel">
          {rows.map((row) => (
            <Row key={row.id} row={row} actions={actions} onDelete={() => setDeleting(row)} />
          ))}
        </ul>
      )}
      {adding ? <WebhookDialog teamId={teamId} onOpenChange={setAdding} create={actions.create} /> : null}
      {deleting ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setDeleting(null)}
          title="Delete this webhook?"
          description={`Nothing more is sent to ${deleting.url}, and its list of messages goes with it.`}
          verb="Delete webhook"
          confirm={() => actions.remove(deleting.id)}
        />
      ) : null}
    </section>
  )
}

function Row({ row, actions, onDelete }: { row: WebhookRow; actions: WebhookListProps['actions']; onDelete: () => void }) {
  const toast = useToast()
  const [pending, start] = useTransition()
  const run = (work: () => Promise<Result<void>>, done: string) =>
    start(async () => {
      const result = await work()
      toast(result.ok ? { message: done } : { message: result.error.message, tone: 'error' })
    })
  return (
    <li className="flex items-start gap-4 border-line border-t px-4 py-3 first:border-t-0 phone:flex-col">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          <span className="break-all">{row.url}</span>
          <Pill dot={row.state.dot}>{row.state.words}</Pill>
        </p>
        <p className="text-md text-text-2">{row.events}</p>
        <p className="text-sm text-text-3">{row.about}</p>
      </div>
      <div className="flex shrink-0 gap-2 phone:w-full phone:[&>*]:flex-1 phone:[&>*]:border-line-2">
        {row.enabled ? (
          <Button
            pending={pending}
            onClick={() => run(() => actions.test(row.id), 'A test is on its way. Its answer appears below.')}
            aria-label={`Send a test: ${row.url}`}
          >
            Send a test
          </Button>
        ) : null}
        <Button
          variant="quiet"
          pending={pending}
          onClick={() => run(() => actions.setEnabled(row.id, !row.enabled), row.enabled ? 'Switched off' : 'Switched on')}
          aria-label={`${row.enabled ? 'Switch off' : 'Switch on'}: ${row.url}`}
        >
          {row.enabled ? 'Switch off' : 'Switch on'}
        </Button>
        <Button variant="quiet" onClick={onDelete} aria-label={`Delete: ${row.url}`}>
          Delete
        </Button>
      </div>
    </li>
  )
}
