import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { orNotFound, requireAdmin } from '@/app/_server/require-admin'
import { LinkButton } from '@/components/ui/link-button'
import { Pill } from '@/components/ui/pill'
import { TimeAgo } from '@/components/ui/time-ago'
import { listAllTeams } from '@/lib/data/instance/teams'
import { storageWords } from '@/lib/domain/instance/quotas'
import { SearchForm, textOf } from '../_components/search-form'

export const metadata: Metadata = { title: 'Teams, administration' }

/** Every team of the installation, newest first. */
export default async function AdminTeamsPage({ searchParams }: PageProps<'/admin/teams'>) {
  const actor = await requireAdmin()
  const query = await searchParams
  const [q, cursor] = [textOf(query.q), textOf(query.cursor)]
  const { teams, nextCursor } = await orNotFound(listAllTeams(actor, { q, cursor: cursor || null }))
  const now = new Date()
  return (
    <div className="max-w-240">
      <h2 className="sr-only">Teams</h2>
      <SearchForm action="/admin/teams" label="Search teams and their people" q={q} />
      {teams.length === 0 ? <p className="text-text-2">{q ? `No team has “${q}” in its name or among its people.` : 'There are no more teams.'}</p> : null}
      <ul>
        {teams.map((team) => (
          <li key={team.id} className="relative flex items-center gap-4 border-line border-b py-3 hover:bg-raised">
            <div className="min-w-0 flex-1">
              <Link href={`/admin/teams/${team.id}` as Route} className="block truncate rounded-sm font-medium after:absolute after:inset-0">
                {team.kind === 'personal' ? (team.ownerName ?? 'Nobody') : team.name}
              </Link>
              <p className="truncate text-md text-text-2">
                {team.kind === 'personal'
                  ? 'Personal team'
                  : `${team.members} ${team.members === 1 ? 'person' : 'people'}, owned by ${team.ownerName ?? 'nobody'}`}
              </p>
            </div>
            {team.isSuspended ? <Pill dot="bad">Suspended</Pill> : null}
            <span className="w-20 text-right text-md text-text-2 tabular-nums">{storageWords(team.storageBytes)}</span>
            <span className="w-28 text-right text-md text-text-3 phone:hidden">
              <TimeAgo time={team.createdAt} now={now} />
            </span>
          </li>
        ))}
      </ul>
      {nextCursor ? (
        <div className="mt-8 flex justify-center">
          <LinkButton href={{ pathname: '/admin/teams', query: { ...(q ? { q } : {}), cursor: nextCursor } }}>Older teams</LinkButton>
        </div>
      ) : null}
    </div>
  )
}
