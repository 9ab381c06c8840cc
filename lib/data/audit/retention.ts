import 'server-only'
import { and, eq } from 'drizzle-orm'
import { instanceSettings, teams } from '@/db/schema'
import { retentionDaysSchema, retentionWords, type TeamRetention } from '@/lib/domain/audit-retention'
import { AppError, notFound } from '@/lib/domain/errors'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { byInstanceAdmin, holdInstanceAdmin } from '../instance/admin'
import { lockTeam } from '../teams/lock-team'
import { recordAudit } from './record'

const FOR_EVER = 0

/** @throws AppError `invalid`. */
function daysOf(days: number | null): number | null {
  const parsed = retentionDaysSchema.safeParse(days)
  if (parsed.success) return parsed.data
  const message = parsed.error.issues[0]?.message ?? 'Give a number of days.'
  throw new AppError('invalid', message, { fields: { days: message } })
}

const toStored = (retention: TeamRetention): number | null =>
  retention.kind === 'installation' ? null : retention.kind === 'for_ever' ? FOR_EVER : daysOf(retention.days)
const fromStored = (days: number | null): TeamRetention =>
  days === null ? { kind: 'installation' } : days === FOR_EVER ? { kind: 'for_ever' } : { kind: 'days', days }
const wordsOf = (retention: TeamRetention): string =>
  retention.kind === 'installation' ? 'as the installation says' : retentionWords(retention.kind === 'days' ? retention.days : null)

async function instanceDays(): Promise<number | null> {
  const [row] = await db().select({ days: instanceSettings.auditRetentionDays }).from(instanceSettings)
  return row?.days ?? null
}

/** How long a team's log is kept, and how long the installation keeps one where its team says nothing. @throws AppError `not_found`. */
export async function readTeamRetention(actor: Actor, teamId: string): Promise<{ retention: TeamRetention; installationDays: number | null }> {
  const [row] = await db()
    .select({ days: teams.auditRetentionDays })
    .from(teams)
    .where(and(eq(teams.id, teamId), inTeamsOf(actor, teams.id, 'audit.read')))
  if (!row) throw notFound('This team')
  return { retention: fromStored(row.days), installationDays: await instanceDays() }
}

/** Says how long a team's log is kept. Rows that are older by then go in the next night. @throws AppError `not_found`, `invalid`. */
export async function setTeamRetention(actor: Actor, teamId: string, retention: TeamRetention): Promise<void> {
  const days = toStored(retention)
  await db().transaction(async (tx) => {
    const team = await lockTeam(tx, actor, teamId, 'team.update')
    if (team.auditRetentionDays === days) return
    await tx.update(teams).set({ auditRetentionDays: days }).where(eq(teams.id, teamId))
    const [before, after] = [{ kept: wordsOf(fromStored(team.auditRetentionDays)) }, { kept: wordsOf(retention) }]
    await recordAudit(tx, actor, { action: 'audit.retention-changed', teamId, targetKind: 'audit_log', targetId: teamId, before, after })
  })
}

/** @throws AppError `not_found` for everybody but instance admins. */
export async function readInstanceRetention(actor: Actor): Promise<number | null> {
  const [row] = await db().select({ days: instanceSettings.auditRetentionDays }).from(instanceSettings).where(byInstanceAdmin(actor))
  return row?.days ?? null
}

/** Says how long the log is kept where a team says nothing, and that of the installation itself. @throws AppError `not_found`, `invalid`. */
export async function setInstanceRetention(actor: Actor, wanted: number | null): Promise<void> {
  const days = daysOf(wanted)
  await db().transaction(async (tx) => {
    const admin = await holdInstanceAdmin(tx, actor)
    await tx.insert(instanceSettings).values({ id: 1 }).onConflictDoNothing()
    const [held] = await tx.select({ days: instanceSettings.auditRetentionDays }).from(instanceSettings).for('update')
    if (held?.days === days) return
    await tx.update(instanceSettings).set({ auditRetentionDays: days, updatedBy: admin.userId, updatedAt: new Date() })
    const [before, after] = [{ kept: retentionWords(held?.days ?? null) }, { kept: retentionWords(days) }]
    await recordAudit(tx, actor, { action: 'audit.retention-changed', teamId: null, targetKind: 'audit_log', targetId: null, before, after })
  })
}
