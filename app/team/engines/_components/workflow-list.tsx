'use client'
import { type ReactNode, useState } from 'react'
import { ConfirmDialog } from '@/app/team/_components/confirm-dialog'
import { Button } from '@/components/ui/button'
import type { Result } from '@/lib/domain/errors'
import { WorkflowDialog } from './workflow-dialog'

export type WorkflowRow = { id: string; name: string; about: ReactNode }
export type WorkflowListProps = {
  teamId: string
  rows: readonly WorkflowRow[]
  actions: {
    create: (teamId: string, name: string, sent: unknown) => Promise<Result<{ id: string }>>
    remove: (workflowId: string) => Promise<Result<void>>
  }
}

/** The ComfyUI workflows that a team brought: add one, take one away. */
export function WorkflowList({ teamId, rows, actions }: WorkflowListProps) {
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<WorkflowRow | null>(null)
  return (
    <>
      {rows.length > 0 ? (
        <ul className="mb-4 flex flex-col rounded-md border border-line bg-panel">
          {rows.map((row) => (
            <li key={row.id} className="flex items-start gap-4 border-line border-t px-4 py-3 first:border-t-0 phone:flex-col">
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium">{row.name}</p>
                <p className="text-md text-text-2">{row.about}</p>
              </div>
              <Button variant="quiet" onClick={() => setRemoving(row)} aria-label={`Remove: ${row.name}`}>
                Remove
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <Button onClick={() => setAdding(true)}>Add workflow</Button>
      {adding ? <WorkflowDialog onOpenChange={setAdding} create={(name, sent) => actions.create(teamId, name, sent)} /> : null}
      {removing ? (
        <ConfirmDialog
          open
          onOpenChange={() => setRemoving(null)}
          title={`Remove ${removing.name}?`}
          description="It leaves the engine menu, and images that wait for it are not made. Those that it made stay."
          verb="Remove workflow"
          confirm={() => actions.remove(removing.id)}
        />
      ) : null}
    </>
  )
}
