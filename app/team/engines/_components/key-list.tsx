'use client'
import { type ReactNode, useState, useTransition } from 'react'
import type { FormAction } from '@/app/_components/form'
import { ConfirmDialog } from '@/app/team/_components/confirm-dialog'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import { type EngineKeyView, KEY_TEST_WORDS, type KeyFamily, type KeyTestResult } from '@/lib/domain/engine-keys'
import type { Result } from '@/lib/domain/errors'
import { KeyDialog } from './key-dialog'

export type KeyRow = {
  family: KeyFamily
  label: string
  note: string
  /** Where one gets a key. */
  site: string
  source: EngineKeyView['source']
  /** Whether the team has a key of its own. */
  own: boolean
  about: ReactNode
}

export type KeyListProps = {
  teamId: string
  rows: readonly KeyRow[]
  /** Whether this installation can keep keys. */
  canSeal: boolean
  actions: {
    set: FormAction<null>
    remove: (teamId: string, family: KeyFamily) => Promise<Result<void>>
    test: (teamId: string, family: KeyFamily) => Promise<Result<KeyTestResult>>
  }
}

type Asking = { what: 'set' | 'remove'; row: KeyRow } | null

/** The providers that take a key: set, replace, test and remove the team's own. */
export function KeyList({ teamId, rows, canSeal, actions }: KeyListProps) {
  const [asking, setAsking] = useState<Asking>(null)
  const close = (open: boolean): void => {
    if (!open) setAsking(null)
  }
  return (
    <>
      <ul className="flex flex-col rounded-md border border-line bg-panel">
        {rows.map((row) => (
          <Row key={row.family} row={row} canSeal={canSeal} onAsk={(what) => setAsking({ what, row })} test={() => actions.test(teamId, row.family)} />
        ))}
      </ul>
      {asking?.what === 'set' ? <KeyDialog key={asking.row.family} teamId={teamId} row={asking.row} onOpenChange={close} set={actions.set} /> : null}
      {asking?.what === 'remove' ? (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={`Remove the ${asking.row.label} key?`}
          description="The team's images are then made with the installation's key, if it has one. The key stays valid at the provider: revoke it there too if somebody else may know it."
          verb="Remove key"
          confirm={() => actions.remove(teamId, asking.row.family)}
        />
      ) : null}
    </>
  )
}

type RowProps = { row: KeyRow; canSeal: boolean; onAsk: (what: 'set' | 'remove') => void; test: () => Promise<Result<KeyTestResult>> }

function Row({ row, canSeal, onAsk, test }: RowProps) {
  const { label, note, source, own, about } = row
  const toast = useToast()
  const [testing, start] = useTransition()
  const press = () =>
    start(async () => {
      const result = await test()
      const words = result.ok ? KEY_TEST_WORDS[result.value] : result.error.message
      toast({ message: `${label}: ${words}`, tone: result.ok && result.value === 'works' ? undefined : 'error' })
    })
  return (
    <li className="flex items-start gap-4 border-line border-t px-4 py-3 first:border-t-0 phone:flex-col">
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {label} <span className="font-normal text-text-3">{note}</span>
        </p>
        <p className="text-md text-text-2">
          {source === 'unreadable' ? 'The key can no longer be read, because the secret of this installation changed. Enter it again.' : about}
        </p>
      </div>
      <div className="flex shrink-0 gap-2 phone:w-full phone:[&>*]:flex-1">
        {source === 'team' || source === 'installation' ? (
          <Button variant="quiet" pending={testing} onClick={press} aria-label={`Test: ${label}`}>
            Test
          </Button>
        ) : null}
        {canSeal ? (
          <Button onClick={() => onAsk('set')} aria-label={`${own ? 'Replace' : 'Add key'}: ${label}`}>
            {own ? 'Replace' : 'Add key'}
          </Button>
        ) : null}
        {own ? (
          <Button variant="quiet" onClick={() => onAsk('remove')} aria-label={`Remove: ${label}`}>
            Remove
          </Button>
        ) : null}
      </div>
    </li>
  )
}
