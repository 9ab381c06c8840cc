import { Plus } from 'lucide-react'
import type { Metadata, Route } from 'next'
import { AppShell, PageHead } from '@/app/_components/app-shell'
import { TeamButton } from '@/app/_components/team-button'
import { TeamMark } from '@/app/_components/team-mark'
import { currentTeam, requireUser } from '@/app/_server/actor'
import { switchTeamAction } from '@/app/_server/team-actions'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { Pill } from '@/components/ui/pill'
import { TimeAgo } from '@/components/ui/time-ago'
import { listDeletedTeams, listTeams } from '@/lib/data/teams/queries'
import { ROLE_WORDS } from '@/lib/domain/team'
import { bringBackTeamAction } from './actions'

export const metadata: Metadata = { title: 'Teams' }

const DAY_MS = 86_400_000

/** The actor's teams, and those that they deleted lately and can bring back. */
export default async function TeamsPage() {
  const actor = await requireUser()
  const [teams, deleted, current] = await Promise.all([listTeams(actor), listDeletedTeams(actor), currentTeam(actor)])
  const now = new Date()
  return (
    <AppShell>
      <PageHead title="Teams">
        <LinkButton variant="primary" href={'/teams/new' as Route} icon={<Icon icon={Plus} />}>
          New team
        </LinkButton>
      </PageHead>
      <ul className="flex max-w-180 flex-col rounded-md border border-line bg-panel">
        {teams.map((team) => (
          <li key={team.id} className="flex min-h-16 items-center gap-3 border-line border-t px-4 py-3 first:border-t-0">
            <TeamMark name={team.name} pictureAssetId={team.pictureAssetId} size="lg" />
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{team.name}</p>
              <p className="text-md text-text-2">{team.kind === 'personal' ? 'Yours alone' : ROLE_WORDS[team.role].label}</p>
            </div>
            {team.id === current.id ? (
              <Pill dot="good">You work here</Pill>
            ) : (
              <TeamButton teamId={team.id} label="Switch" about={team.name} act={switchTeamAction} />
            )}
          </li>
        ))}
      </ul>
      {deleted.length > 0 ? (
        <section aria-labelledby="deleted-teams" className="mt-10 max-w-180">
          <h2 id="deleted-teams" className="mb-1 font-semibold text-lg">
            Deleted teams
          </h2>
          <p className="mb-3 text-md text-text-2">
            Nobody can open them. Bring one back with everything and everybody in it, or leave it: it is removed for good in the end.
          </p>
          <ul className="flex flex-col rounded-md border border-line bg-panel">
            {deleted.map((team) => (
              <li key={team.id} className="flex min-h-16 items-center gap-3 border-line border-t px-4 py-3 first:border-t-0">
                <div className="min-w-0 flex-1">
                  <p className="truncate font-medium">{team.name}</p>
                  <p className="text-md text-text-2">
                    Deleted <TimeAgo time={team.deletedAt} now={now} />, {daysLeft(team.goneAt, now)} left
                  </p>
                </div>
                <TeamButton teamId={team.id} label="Bring back" about={team.name} act={bringBackTeamAction} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </AppShell>
  )
}

function daysLeft(goneAt: Date, now: Date): string {
  const days = Math.max(1, Math.ceil((goneAt.getTime() - now.getTime()) / DAY_MS))
  return days === 1 ? '1 day' : `${days} days`
}
