'use client'
import { Link2, Mail } from 'lucide-react'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'
import { mayGrant, type Role } from '@/lib/domain/roles'
import { ROLE_WORDS } from '@/lib/domain/team'
import { type ShownInvitation, ShownLink } from './shown-invitation'

export type OpenInvitation = { id: string; email: string | null; role: Role; note: string; mailed: boolean; expired: boolean }

export type InvitationListProps = {
  invitations: readonly OpenInvitation[]
  own: Role
  renew: (invitationId: string) => Promise<Result<ShownInvitation>>
  revoke: (invitationId: string) => Promise<Result<void>>
  mailGoesToTerminal: boolean
}

/** Who was invited and has not come yet. A link is never shown twice, so renewing makes a new one. */
export function InvitationList({ invitations, own, renew, revoke, mailGoesToTerminal }: InvitationListProps) {
  return (
    <section aria-labelledby="invited">
      <h2 id="invited" className="mb-3 font-semibold text-lg">
        Invited
      </h2>
      <ul className="flex flex-col rounded-md border border-line bg-panel">
        {invitations.map((invitation) => (
          <Row key={invitation.id} invitation={invitation} mayRenew={mayGrant(own, invitation.role)} {...{ renew, revoke, mailGoesToTerminal }} />
        ))}
      </ul>
    </section>
  )
}

type RowProps = Omit<InvitationListProps, 'invitations' | 'own'> & { invitation: OpenInvitation; mayRenew: boolean }

function Row({ invitation, mayRenew, renew, revoke, mailGoesToTerminal }: RowProps) {
  const { id, email, role, note, mailed } = invitation
  const [shown, setShown] = useState<ShownInvitation | null>(null)
  const [pending, start] = useTransition()
  const toast = useToast()
  const name = email ?? 'Anybody with the link'
  const makeNew = () =>
    start(async () => {
      const result = await renew(id)
      if (result.ok) setShown(result.value)
      else toast({ message: result.error.message, tone: 'error' })
    })
  const withdraw = () =>
    start(async () => {
      const result = await revoke(id)
      toast(result.ok ? { message: 'The invitation no longer works' } : { message: result.error.message, tone: 'error' })
    })
  return (
    <li className="flex flex-col gap-3 border-line border-t px-4 py-3 first:border-t-0">
      <div className="flex items-center gap-3 phone:flex-wrap">
        <Icon icon={email ? Mail : Link2} className="text-text-3" />
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium">{name}</p>
          <p className="text-md text-text-2">
            {ROLE_WORDS[role].label}. {note}
            {email && !mailed && !invitation.expired ? '. Not mailed' : ''}
          </p>
        </div>
        <div className="flex gap-2 phone:w-full phone:[&>*]:flex-1">
          {mayRenew ? (
            <Button pending={pending} onClick={makeNew} aria-label={`${email && !mailGoesToTerminal ? 'Resend' : 'New link'}: ${name}`}>
              {email && !mailGoesToTerminal ? 'Resend' : 'New link'}
            </Button>
          ) : null}
          <Button variant="quiet" pending={pending} onClick={withdraw} aria-label={`Revoke: ${name}`}>
            Revoke
          </Button>
        </div>
      </div>
      {shown ? <ShownLink invitation={shown} /> : null}
    </li>
  )
}
