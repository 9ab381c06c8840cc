import type { Metadata, Route } from 'next'
import { AuditRetentionForm } from '@/app/_components/audit-retention-form'
import { SettingsSection } from '@/app/_components/settings-section'
import { requireAdmin } from '@/app/_server/require-admin'
import { readTimeZone } from '@/app/_server/time-zone'
import { AuditLog } from '@/components/audit/audit-log'
import { TellTimeZone } from '@/components/usage/tell-time-zone'
import { listAudit } from '@/lib/data/audit/list'
import { readInstanceRetention } from '@/lib/data/audit/retention'
import { readAuditFilter } from '@/lib/domain/audit-filter'
import { setInstanceRetentionAction } from './actions'

export const metadata: Metadata = { title: 'Audit log' }

/** Who did what in the whole installation: in every team, and to accounts and to the installation itself. */
export default async function AdminAuditPage({ searchParams }: PageProps<'/admin/audit'>) {
  const actor = await requireAdmin()
  const [asked, timeZone] = await Promise.all([searchParams, readTimeZone()])
  const filter = readAuditFilter(asked)
  const cursor = typeof asked.cursor === 'string' && asked.cursor !== '' ? asked.cursor : null
  const [page, days] = await Promise.all([listAudit(actor, { scope: 'instance', filter, timeZone, cursor }), readInstanceRetention(actor)])
  return (
    <>
      <TellTimeZone known={timeZone} />
      <AuditLog
        path={'/admin/audit' as Route}
        exportPath="/api/admin/audit"
        filter={filter}
        isLater={cursor !== null}
        timeZone={timeZone}
        showsTeams
        retention={
          <SettingsSection
            title="How long it is kept"
            note="For teams that say nothing else, and for what belongs to no team: sign-ins, accounts and the installation itself. Nothing goes before 30 days."
          >
            <AuditRetentionForm action={setInstanceRetentionAction} value={days === null ? 'for_ever' : String(days)} />
          </SettingsSection>
        }
        {...page}
      />
    </>
  )
}
