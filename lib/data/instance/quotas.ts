import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { teamQuotas, teams } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { enginesSchema, NO_QUOTAS, quotasSchema, storageFullWords, type TeamQuotas } from '@/lib/domain/instance/quotas'
import { type Actor, system } from '../actor'
import { recordAudit } from '../audit/record'
import { inTeamsOf } from '../authorize'
import { db, type Executor } from '../db'
import { storedBytes } from '../usage/storage'
import { holdInstanceAdmin } from './admin'

/** Everything that may be limited, by its column. */
export const quotaColumns = {
  imagesMonthMax: teamQuotas.imagesMonthMax,
  moneyMonthMicroUsdMax: teamQuotas.moneyMonthMicroUsdMax,
  storageBytesMax: teamQuotas.storageBytesMax,
  openGenerationsMax: teamQuotas.openGenerationsMax,
}

async function holdTeam(tx: Transaction, teamId: string): Promise<void> {
  const [team] = await tx
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.id, teamId), isNull(teams.deletedAt)))
    .for('no key update')
  if (!team) throw notFound('This team')
  await tx.insert(teamQuotas).values({ teamId }).onConflictDoNothing()
}

/** Decides how much a team may make, spend and keep. @throws AppError `not_found`, `invalid`. */
export async function setTeamQuotas(actor: Actor, teamId: string, wanted: TeamQuotas): Promise<void> {
  const parsed = quotasSchema.safeParse(wanted)
  await db().transaction(async (tx) => {
    const admin = await holdInstanceAdmin(tx, actor)
    if (!parsed.success) throw new AppError('invalid', 'A quota is a whole number, 0 to block, or nothing for no limit.')
    await holdTeam(tx, teamId)
    const [before] = await tx.select(quotaColumns).from(teamQuotas).where(eq(teamQuotas.teamId, teamId)).for('update')
    const changed = changes(before ?? NO_QUOTAS, parsed.data)
    if (!changed) return
    await tx
      .update(teamQuotas)
      .set({ ...parsed.data, updatedBy: admin.userId, updatedAt: new Date() })
      .where(eq(teamQuotas.teamId, teamId))
    await recordAudit(tx, actor, { action: 'team.quotas-changed', teamId, targetKind: 'team', targetId: teamId, ...changed })
  })
}

/** What differs, so that the log holds that alone. */
function changes(before: TeamQuotas, after: TeamQuotas): { before: Partial<TeamQuotas>; after: Partial<TeamQuotas> } | null {
  const names = (Object.keys(after) as (keyof TeamQuotas)[]).filter((name) => before[name] !== after[name])
  if (names.length === 0) return null
  const pick = (of: TeamQuotas): Partial<TeamQuotas> => Object.fromEntries(names.map((name) => [name, of[name]]))
  return { before: pick(before), after: pick(after) }
}

/** Decides which engines a team may use; null is every one, also those to come. @throws AppError `not_found`, `invalid`. */
export async function setTeamEngines(actor: Actor, teamId: string, wanted: readonly string[] | null): Promise<void> {
  const parsed = enginesSchema.safeParse(wanted)
  await db().transaction(async (tx) => {
    const admin = await holdInstanceAdmin(tx, actor)
    if (!parsed.success) throw new AppError('invalid', 'There is no such engine.')
    const engines = parsed.data === null ? null : [...new Set(parsed.data)].sort()
    await holdTeam(tx, teamId)
    const [before] = await tx.select({ engines: teamQuotas.engines }).from(teamQuotas).where(eq(teamQuotas.teamId, teamId)).for('update')
    await tx.update(teamQuotas).set({ engines, updatedBy: admin.userId, updatedAt: new Date() }).where(eq(teamQuotas.teamId, teamId))
    await recordAudit(tx, actor, {
      action: 'team.engines-changed',
      teamId,
      targetKind: 'team',
      targetId: teamId,
      before: { engines: before?.engines ?? 'all' },
      after: { engines: engines ?? 'all' },
    })
  })
}

/** The engines that a team may use, or null for every one. Of a team that the actor cannot read nothing is said. */
export async function enginesOf(actor: Actor, teamId: string, executor: Executor = db()): Promise<readonly string[] | null> {
  const [row] = await executor
    .select({ engines: teamQuotas.engines })
    .from(teamQuotas)
    .where(and(eq(teamQuotas.teamId, teamId), inTeamsOf(actor, teamQuotas.teamId, 'team.read')))
  return row?.engines ?? null
}

/**
 * Refuses a file that would not fit into what the team may keep. Inside a transaction the quota is held, so that of two
 * files that come together the second sees the first. Without a quota nothing is held and nothing added up.
 * @throws AppError `over_budget`.
 */
export async function requireStorage(executor: Executor, teamId: string, byteSize: number, hold: boolean): Promise<void> {
  const query = executor.select({ max: teamQuotas.storageBytesMax }).from(teamQuotas).where(eq(teamQuotas.teamId, teamId))
  const [quota] = await (hold ? query.for('update') : query)
  if (!quota || quota.max === null) return
  const stored = await storedBytes(system, teamId, executor)
  if (stored + byteSize > quota.max) throw new AppError('over_budget', storageFullWords(stored, quota.max))
}
