import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { orNotFound, requireAdmin } from '@/app/_server/require-admin'
import { LinkButton } from '@/components/ui/link-button'
import { Pill } from '@/components/ui/pill'
import { TimeAgo } from '@/components/ui/time-ago'
import { signUpPolicy } from '@/lib/data/instance/settings'
import { listAllUsers } from '@/lib/data/instance/users'
import { Part } from '../_components/facts'
import { SearchForm, textOf } from '../_components/search-form'
import { setSignUpPolicyAction } from './actions'
import { SignUpPicker } from './sign-up-picker'

export const metadata: Metadata = { title: 'Users, administration' }

/** Every account of the installation, newest first, and who may open one. */
export default async function AdminUsersPage({ searchParams }: PageProps<'/admin/users'>) {
  const actor = await requireAdmin()
  const query = await searchParams
  const [q, cursor] = [textOf(query.q), textOf(query.cursor)]
  const [{ users, nextCursor }, policy] = await Promise.all([orNotFound(listAllUsers(actor, { q, cursor: cursor || null })), signUpPolicy()])
  const now = new Date()
  return (
    <div className="flex max-w-240 flex-col gap-10">
      {q || cursor ? null : (
        <Part title="Who may open an account">
          <SignUpPicker value={policy} save={setSignUpPolicyAction} />
        </Part>
      )}
      <Part title="Accounts">
        <SearchForm action="/admin/users" label="Search names and addresses" q={q} />
        {users.length === 0 ? <p className="text-text-2">{q ? `Nobody has “${q}” in their name or address.` : 'There are no more accounts.'}</p> : null}
        <ul>
          {users.map((user) => (
            <li key={user.id} className="relative flex items-center gap-4 border-line border-b py-3 hover:bg-raised">
              <div className="min-w-0 flex-1">
                <Link href={`/admin/users/${user.id}` as Route} className="block truncate rounded-sm font-medium after:absolute after:inset-0">
                  {user.name}
                </Link>
                <p className="truncate text-md text-text-2">{user.email}</p>
              </div>
              {user.isInstanceAdmin ? <Pill>Instance admin</Pill> : null}
              {user.isSuspended ? <Pill dot="bad">Suspended</Pill> : null}
              <span className="w-32 text-right text-md text-text-3 phone:hidden">
                {user.lastSeenAt ? (
                  <>
                    Seen <TimeAgo time={user.lastSeenAt} now={now} />
                  </>
                ) : (
                  'Never signed in'
                )}
              </span>
            </li>
          ))}
        </ul>
        {nextCursor ? (
          <div className="mt-8 flex justify-center">
            <LinkButton href={{ pathname: '/admin/users', query: { ...(q ? { q } : {}), cursor: nextCursor } }}>Older accounts</LinkButton>
          </div>
        ) : null}
      </Part>
    </div>
  )
}
