import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { SettingsSection } from '@/app/_components/settings-section'
import { orNotFound, requireAdmin } from '@/app/_server/require-admin'
import { Pill } from '@/components/ui/pill'
import { TimeAgo } from '@/components/ui/time-ago'
import { listEngineChoices } from '@/lib/data/instance/engines'
import { readTeam } from '@/lib/data/instance/teams'
import { exactDollars } from '@/lib/domain/budget'
import { quotasFormOf, storageWords } from '@/lib/domain/instance/quotas'
import { ROLE_WORDS } from '@/lib/domain/team'
import { Figure, Figures, SuspensionNotice } from '../../_components/facts'
import { Press, Suspend } from '../../_components/suspend'
import { restoreTeamAction, setTeamEnginesAction, setTeamQuotasAction, suspendTeamAction } from '../actions'
import { EngineChoice } from './engine-choice'
import { QuotasForm } from './quotas-form'

export const metadata: Metadata = { title: 'Team, administration' }

const of = (used: string, max: string | null): string => (max === null ? used : `${used} of ${max}`)

/** One team: who is in it, what it uses, what it may. */
export default async function AdminTeamPage({ params }: PageProps<'/admin/teams/[teamId]'>) {
  const actor = await requireAdmin()
  const { teamId } = await params
  const [team, choices] = await orNotFound(Promise.all([readTeam(actor, teamId), listEngineChoices(actor)]))
  const { quotas, month } = team
  // As it stands in a sentence; the title of the page begins with a capital.
  const name = team.kind === 'personal' ? `the personal team of ${team.ownerName ?? 'nobody'}` : team.name
  const now = new Date()
  return (
    <div className="max-w-220">
      <h2 className="flex flex-wrap items-center gap-3 font-semibold text-xl">
        {team.kind === 'personal' ? `T${name.slice(1)}` : name}
        {team.suspension ? <Pill dot="bad">Suspended</Pill> : null}
      </h2>
      <p className="mt-1 mb-6 text-md text-text-2">
        Made <TimeAgo time={team.createdAt} now={now} />
      </p>
      {team.suspension ? <SuspensionNotice {...team.suspension} now={now} /> : null}
      <div className="mb-8">
        <Figures>
          <Figure label="Images this month">{of(month.images.toLocaleString('en'), quotas.imagesMonthMax?.toLocaleString('en') ?? null)}</Figure>
          <Figure label="Money this month">
            {of(exactDollars(month.moneyMicroUsd), quotas.moneyMonthMicroUsdMax === null ? null : exactDollars(quotas.moneyMonthMicroUsdMax))}
          </Figure>
          <Figure label="Storage">{of(storageWords(team.storageBytes), quotas.storageBytesMax === null ? null : storageWords(quotas.storageBytesMax))}</Figure>
          <Figure label="Queued and running">{of(String(team.openGenerations), quotas.openGenerationsMax?.toLocaleString('en') ?? null)}</Figure>
        </Figures>
        <p className="mt-3 text-sm text-text-3">Months are calendar months in UTC. What is reserved for work that has not ended is counted.</p>
      </div>
      <SettingsSection title="Quotas" note="What this installation allows the team. Empty is no limit, 0 blocks. The team's own budgets count as well.">
        <QuotasForm teamId={team.id} initial={quotasFormOf(quotas)} action={setTeamQuotasAction} />
      </SettingsSection>
      <SettingsSection title="Engines" note="Which engines the team may choose. Those it may not stay in its menu and say why.">
        <EngineChoice key={JSON.stringify(team.engines)} teamId={team.id} engines={team.engines} choices={choices} save={setTeamEnginesAction} />
      </SettingsSection>
      <SettingsSection
        title="People"
        note={`${team.members} in this team${team.members > team.people.length ? `, of which the first ${team.people.length} stand here` : ''}.`}
      >
        <ul>
          {team.people.map((person) => (
            <li key={person.userId} className="flex items-center gap-3 border-line border-b py-2 first:pt-0 last:border-b-0 last:pb-0">
              <span className="min-w-0 flex-1">
                <Link href={`/admin/users/${person.userId}` as Route} className="block truncate rounded-sm font-medium hover:underline phone:py-2">
                  {person.name}
                </Link>
                <span className="block truncate text-md text-text-2">{person.email}</span>
              </span>
              {person.isSuspended ? <Pill dot="bad">Suspended</Pill> : null}
              <span className="text-md text-text-2">{ROLE_WORDS[person.role].label}</span>
            </li>
          ))}
        </ul>
      </SettingsSection>
      {team.suspension ? (
        <SettingsSection title="Restore" note="The team works again as before. What was canceled stays canceled.">
          <Press label="Restore" done="The team is restored." act={restoreTeamAction.bind(null, team.id)} />
        </SettingsSection>
      ) : (
        <SettingsSection title="Suspend" note="Nothing is lost, and it can be undone.">
          <Suspend
            id={team.id}
            name={name}
            note="Its people can look and download, and change nothing. Its share links close. What waits in the queue is canceled; what runs goes on to its end."
            reasonNote="The people of the team read it, and it is kept in the audit log."
            action={suspendTeamAction}
          />
        </SettingsSection>
      )}
    </div>
  )
}
