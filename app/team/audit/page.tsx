import type { Metadata, Route } from 'next'
import { notFound } from 'next/navigation'
import { AppShell } from '@/app/_components/app-shell'
import { AuditRetentionForm } from '@/app/_components/audit-retention-form'
import { SettingsSection } from '@/app/_components/settings-section'
import { currentTeam, requireUser } from '@/app/_server/actor'
import { readTimeZone } from '@/app/_server/time-zone'
import { AuditLog } from '@/components/audit/audit-log'
import { TellTimeZone } from '@/components/usage/tell-time-zone'
import { listAudit } from '@/lib/data/audit/list'
import { readTeamRetention } from '@/lib/data/audit/retention'
import { readAuditFilter } from '@/lib/domain/audit-filter'
import type { TeamRetention } from '@/lib/domain/audit-retention'
import { can } from '@/lib/domain/roles'
import { ReadOnly } from '../_components/read-only'
import { TeamHead } from '../_components/team-head'
import { setTeamRetentionAction } from './actions'

export const metadata: Metadata = { title: 'Audit log' }

/** Who did what in the present team, for its owners and admins. */
export default async function TeamAuditPage({ searchParams }: PageProps<'/team/audit'>) {
  const actor = await requireUser()
  const [team, asked, timeZone] = await Promise.all([currentTeam(actor), searchParams, readTimeZone()])
  if (!can(team.role, 'audit.read')) notFound()
  const filter = readAuditFilter(asked)
  const cursor = typeof asked.cursor === 'string' && asked.cursor !== '' ? asked.cursor : null
  const [page, { retention, installationDays }] = await Promise.all([
    listAudit(actor, { scope: { teamId: team.id }, filter, timeZone, cursor }),
    readTeamRetention(actor, team.id),
  ])
  return (
    <AppShell>
      <TeamHead team={team} current="audit" />
      <TellTimeZone known={timeZone} />
      <AuditLog
        path={'/team/audit' as Route}
        exportPath={`/api/teams/${team.id}/audit`}
        filter={filter}
        isLater={cursor !== null}
        timeZone={timeZone}
        opens
        retention={
          <SettingsSection
            title="How long it is kept"
            note="Nobody can change or remove a row, not even whoever runs the installation from these pages. Rows that are older than this go by themselves, and that is written down here too."
          >
            <ReadOnly when={team.isSuspended}>
              <AuditRetentionForm action={setTeamRetentionAction} teamId={team.id} value={valueIn(retention)} installationDays={installationDays} />
            </ReadOnly>
          </SettingsSection>
        }
        {...page}
      />
    </AppShell>
  )
}

const valueIn = (retention: TeamRetention): string => (retention.kind === 'days' ? String(retention.days) : retention.kind)
