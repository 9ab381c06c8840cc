import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { SettingsSection } from '@/app/_components/settings-section'
import { orNotFound, requireAdmin } from '@/app/_server/require-admin'
import { Pill } from '@/components/ui/pill'
import { TimeAgo } from '@/components/ui/time-ago'
import { readUser } from '@/lib/data/instance/users'
import { ROLE_WORDS } from '@/lib/domain/team'
import { Figure, Figures, SuspensionNotice } from '../../_components/facts'
import { Press, Suspend } from '../../_components/suspend'
import { eraseUserAction, restoreUserAction, setInstanceAdminAction, suspendUserAction } from '../actions'
import { Erase } from './erase'

export const metadata: Metadata = { title: 'User, administration' }

/** One person: where they are signed in, which teams they are in, what they may. */
export default async function AdminUserPage({ params }: PageProps<'/admin/users/[userId]'>) {
  const actor = await requireAdmin()
  const { userId } = await params
  const user = await orNotFound(readUser(actor, userId))
  const now = new Date()
  return (
    <div className="max-w-220">
      <h2 className="flex flex-wrap items-center gap-3 font-semibold text-xl">
        {user.name}
        {user.isInstanceAdmin ? <Pill>Instance admin</Pill> : null}
        {user.suspension ? <Pill dot="bad">Suspended</Pill> : null}
      </h2>
      <p className="mt-1 mb-6 break-words text-md text-text-2">
        {user.email}
        {user.isEmailVerified ? '' : ', not verified'}. Account opened <TimeAgo time={user.createdAt} now={now} />.
      </p>
      {user.suspension ? <SuspensionNotice {...user.suspension} now={now} /> : null}
      <div className="mb-8">
        <Figures>
          <Figure label="Open sessions">{user.sessions}</Figure>
          <Figure label="Last seen">{user.lastSeenAt ? <TimeAgo time={user.lastSeenAt} now={now} /> : 'Never'}</Figure>
          <Figure label="Second step">{user.hasSecondFactor ? 'On' : 'Off'}</Figure>
        </Figures>
      </div>
      <SettingsSection title="Teams" note="Where this person works, and as what.">
        <ul>
          {user.teams.map((team) => (
            <li key={team.id} className="flex items-center gap-3 border-line border-b py-2 first:pt-0 last:border-b-0 last:pb-0">
              <Link href={`/admin/teams/${team.id}` as Route} className="min-w-0 flex-1 truncate rounded-sm font-medium hover:underline phone:py-2">
                {team.kind === 'personal' ? 'Personal team' : team.name}
              </Link>
              {team.isSuspended ? <Pill dot="bad">Suspended</Pill> : null}
              <span className="text-md text-text-2">{ROLE_WORDS[team.role].label}</span>
            </li>
          ))}
        </ul>
      </SettingsSection>
      <SettingsSection title="Instance admin" note="Instance admins see these pages, every account and every team's figures. They see no team's images.">
        {user.isInstanceAdmin ? (
          <Press label="Take the role away" done="This person is no instance admin any more." act={setInstanceAdminAction.bind(null, user.id, false)} />
        ) : (
          <Press label="Make instance admin" done="This person is an instance admin now." act={setInstanceAdminAction.bind(null, user.id, true)} />
        )}
      </SettingsSection>
      {user.suspension ? (
        <SettingsSection title="Restore" note="They can sign in again. Everything of theirs is where it was.">
          <Press label="Restore" done="This person can sign in again." act={restoreUserAction.bind(null, user.id)} />
        </SettingsSection>
      ) : (
        <SettingsSection title="Suspend" note="Nothing of theirs is lost, and it can be undone.">
          {user.isSelf ? (
            <p className="text-md text-text-2">This is your own account. Another instance admin can suspend it.</p>
          ) : (
            <Suspend
              id={user.id}
              name={user.name}
              note="Their sessions and API tokens end at once. Signing in says that the account is suspended. Their teams go on without them."
              reasonNote="Instance admins read it, and it is kept in the audit log."
              action={suspendUserAction}
            />
          )}
        </SettingsSection>
      )}
      {user.isSelf ? null : (
        <SettingsSection
          title="Erase"
          note="For somebody who asks to be forgotten. What they made in shared teams stays there without their name; the audit log keeps an id that leads to nobody."
        >
          <Erase id={user.id} name={user.name} email={user.email} action={eraseUserAction} />
        </SettingsSection>
      )}
    </div>
  )
}
