import type { Metadata, Route } from 'next'
import { AppShell } from '@/app/_components/app-shell'
import { requireUser } from '@/app/_server/actor'
import { mailGoesToTerminal } from '@/app/_server/links'
import { shownTeam } from '@/app/_server/shown-team'
import { LinkButton } from '@/components/ui/link-button'
import { TimeAgo } from '@/components/ui/time-ago'
import { listInvitations } from '@/lib/data/invitations/queries'
import { listMembers } from '@/lib/data/teams/queries'
import { can } from '@/lib/domain/roles'
import { ReadOnly } from '../_components/read-only'
import { TeamHead } from '../_components/team-head'
import { changeRoleAction, removeMemberAction } from '../actions'
import { InvitationList } from './_components/invitation-list'
import { InvitePeople } from './_components/invite-people'
import { MemberList } from './_components/member-list'
import { RoleTable } from './_components/role-table'
import { inviteAction, inviteByLinkAction, renewInvitationAction, revokeInvitationAction } from './actions'

export const metadata: Metadata = { title: 'People' }

/** Who is in the team and what each may do; who is invited; and the way to invite more. */
export default async function MembersPage({ searchParams }: PageProps<'/team/members'>) {
  const actor = await requireUser()
  const team = await shownTeam(actor, (await searchParams).team)
  const mayInvite = can(team.role, 'member.invite') && team.kind === 'shared'
  const [members, invitations] = await Promise.all([listMembers(actor, team.id), mayInvite ? listInvitations(actor, team.id) : []])
  const now = new Date()
  return (
    <AppShell>
      <TeamHead team={team} current="members" />
      <div className="flex max-w-220 flex-col gap-10">
        <ReadOnly when={team.isSuspended}>
          {mayInvite ? (
            <InvitePeople teamId={team.id} own={team.role} invite={inviteAction} inviteByLink={inviteByLinkAction} mailGoesToTerminal={mailGoesToTerminal()} />
          ) : null}
          {team.kind === 'personal' ? (
            <div className="flex flex-col items-start gap-3 rounded-md border border-line bg-panel p-4">
              <p className="text-text-2">This is your personal team: you are the only one in it. To work with others, create a team and invite them.</p>
              <LinkButton variant="primary" href={'/teams/new' as Route}>
                New team
              </LinkButton>
            </div>
          ) : null}
          {invitations.length > 0 ? (
            <InvitationList
              mailGoesToTerminal={mailGoesToTerminal()}
              own={team.role}
              renew={renewInvitationAction}
              revoke={revokeInvitationAction}
              invitations={invitations.map(({ id, email, role, invitedBy, sentAt, expiresAt, expired }) => ({
                id,
                email,
                role,
                note: expired ? 'Expired' : `${invitedBy ?? 'Somebody who left'}, ${daysLeft(expiresAt, now)}`,
                mailed: sentAt !== null,
                expired,
              }))}
            />
          ) : null}
          <MemberList
            teamId={team.id}
            own={team.role}
            mayManage={can(team.role, 'member.update') && team.kind === 'shared'}
            changeRole={changeRoleAction}
            remove={removeMemberAction}
            members={members.map(({ userId, name, email, role, isSelf, joinedAt }) => ({
              userId,
              name,
              email,
              role,
              isSelf,
              joined: <TimeAgo time={joinedAt} now={now} />,
            }))}
          />
        </ReadOnly>
        {team.kind === 'shared' ? <RoleTable /> : null}
      </div>
    </AppShell>
  )
}

function daysLeft(expiresAt: Date, now: Date): string {
  const days = Math.max(1, Math.ceil((expiresAt.getTime() - now.getTime()) / 86_400_000))
  return days === 1 ? '1 day left' : `${days} days left`
}
