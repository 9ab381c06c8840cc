'use client'
import { type ReactNode, useState } from 'react'
import { ConfirmDialog } from '@/app/team/_components/confirm-dialog'
import { Button } from '@/components/ui/button'
import { Pill } from '@/components/ui/pill'
import type { ApiTokenState, NewApiToken } from '@/lib/domain/api-token'
import type { Result } from '@/lib/domain/errors'
import { TokenDialog } from './token-dialog'

export type TokenRow = { id: string; name: string; lastFour: string; scopes: string; state: ApiTokenState; about: ReactNode }

export type TokenListProps = {
  teamId: string
  rows: readonly TokenRow[]
  actions: {
    create: (teamId: string, token: NewApiToken) => Promise<Result<{ id: string; token: string }>>
    revoke: (tokenId: string) => Promise<Result<void>>
  }
}

const STATE: Record<ApiTokenState, { words: string; dot: 'good' | 'neutral' }> = {
  active: { words: 'Active', dot: 'good' },
  expired: { words: 'Expired', dot: 'neutral' },
  revoked: { words: 'Revoked', dot: 'neutral' },
}

/** The tokens of a team: make and revoke them. */
export function TokenList({ teamId, rows, actions }: TokenListProps) {
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<TokenRow | null>(null)
  return (
    <section aria-labelledby="tokens">
      <div className="mb-4 flex items-start justify-between gap-4 phone:flex-col">
        <div>
          <h2 id="tokens" className="mb-1 font-semibold text-lg">
            Tokens
          </h2>
          <p className="max-w-140 text-md text-text-2">A token lets a program of yours read scenes, generate and download images. Only a hash of it is kept.</p>
        </div>
        <Button variant="primary" onClick={() => setMaking(true)} className="shrink-0 phone:w-full">
          Make a token
        </Button>
      </div>
      {rows.length === 0 ? (
        <p className="rounded-md border border-line bg-panel px-4 py-6 text-center text-text-2">
          No tokens yet. Make one, then follow the first example for developers.
        </p>
      ) : (
        <ul className="flex flex-col rounded-md border border-line bg-panel">
          {rows.map((row) => (
            <li key={row.id} className="flex items-start gap-4 border-line border-t px-4 py-3 first:border-t-0 phone:flex-col">
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
                  <span className="break-words">{row.name}</span>
                  <span className="font-mono font-normal text-sm text-text-3">mqt_…{row.lastFour}</span>
                  <Pill dot={STATE[row.state].dot}>{STATE[row.state].words}</Pill>
                </p>
                <p className="text-md text-text-2">{row.scopes}</p>
                <p className="text-sm text-text-3">{row.about}</p>
              </div>
              {row.state === 'active' ? (
                <Button variant="quiet" onClick={() => setRevoking(row)} aria-label={`Revoke: ${row.name}`} className="phone:w-full phone:border-line-2">
                  Revoke
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {making ? <TokenDialog teamId={teamId} onOpenChange={setMaking} create={actions.create} /> : null}
      {revoking ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setRevoking(null)}
          title={`Revoke ${revoking.name}?`}
          description="Whatever uses it is refused from now on. That cannot be undone."
          verb="Revoke token"
          confirm={() => actions.revoke(revoking.id)}
        />
      ) : null}
    </section>
  )
}
