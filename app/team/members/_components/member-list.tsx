'use client'
import { type ReactNode, useState, useTransition } from 'react'
import { ConfirmDialog } from '@/app/team/_components/confirm-dialog'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'
import { mayGrant, ROLES, type Role } from '@/lib/domain/roles'
import { ROLE_WORDS } from '@/lib/domain/team'

export type ShownMember = { userId: string; name: string; email: string; role: Role; isSelf: boolean; joined: ReactNode }

export type MemberListProps = {
  teamId: string
  members: readonly ShownMember[]
  /** What the reader is; nobody manages somebody above it. */
  own: Role
  mayManage: boolean
  changeRole: (teamId: string, userId: string, role: Role) => Promise<Result<void>>
  remove: (teamId: string, userId: string) => Promise<Result<void>>
}

export function MemberList({ members, ...rest }: MemberListProps) {
  const owners = members.filter(({ role }) => role === 'owner').length
  return (
    <section aria-labelledby="members">
      <h2 id="members" className="mb-3 font-semibold text-lg">
        In the team <span className="font-normal text-text-3 tabular-nums">{members.length}</span>
      </h2>
      <ul className="flex flex-col rounded-md border border-line bg-panel">
        {members.map((member) => (
          <Row key={member.userId} member={member} isLastOwner={member.role === 'owner' && owners === 1} {...rest} />
        ))}
      </ul>
    </section>
  )
}

type RowProps = Omit<MemberListProps, 'members'> & { member: ShownMember; isLastOwner: boolean }

function Row({ member, isLastOwner, teamId, own, mayManage, changeRole, remove }: RowProps) {
  const { userId, name, email, role, isSelf, joined } = member
  const [asking, setAsking] = useState(false)
  const [pending, start] = useTransition()
  const toast = useToast()
  const manages = mayManage && mayGrant(own, role) && !isLastOwner
  const choose = (next: Role) =>
    start(async () => {
      const result = await changeRole(teamId, userId, next)
      toast(result.ok ? { message: `${name} is now ${ROLE_WORDS[next].label.toLowerCase()}` } : { message: result.error.message, tone: 'error' })
    })
  return (
    <li className="flex min-h-16 items-center gap-3 border-line border-t px-4 py-3 first:border-t-0 phone:flex-wrap">
      <Avatar name={name} size="lg" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          {name}
          {isSelf ? <span className="font-normal text-text-3"> (you)</span> : null}
        </p>
        <p className="truncate text-md text-text-2">
          {email} · joined {joined}
        </p>
      </div>
      <div className="flex items-center gap-2 phone:w-full">
        {manages ? (
          <Select
            className="w-32! phone:w-full! phone:flex-1"
            label={`Role of ${name}`}
            value={role}
            disabled={pending}
            onValueChange={choose}
            options={ROLES.filter((option) => mayGrant(own, option)).map((option) => ({
              value: option,
              label: ROLE_WORDS[option].label,
              note: ROLE_WORDS[option].note,
            }))}
          />
        ) : (
          <span className="px-2.5 text-md text-text-2 phone:px-11" title={isLastOwner ? 'A team needs an owner. Make somebody else one first.' : undefined}>
            {ROLE_WORDS[role].label}
          </span>
        )}
        {manages && !isSelf ? (
          <Button variant="quiet" onClick={() => setAsking(true)} aria-label={`Remove: ${name}`}>
            Remove
          </Button>
        ) : null}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Remove ${name} from the team?`}
        description="They lose access at once. What they made stays. Links they had before no longer let them in."
        verb="Remove"
        confirm={() => remove(teamId, userId)}
      />
    </li>
  )
}
