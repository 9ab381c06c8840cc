import 'server-only'
import { and, asc, eq, lte, sql } from 'drizzle-orm'
import { teams } from '@/db/schema'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { db } from '../db'
import { requireSystem } from '../generations/require-system'
import { blobKeysOf, deleteBlobs, eraseTeams } from './erase'
import { DELETED_TEAM_DAYS } from './queries'

const overdue = lte(teams.deletedAt, sql`now() - make_interval(days => ${DELETED_TEAM_DAYS})`)

/** Teams that were deleted so long ago that they can no longer be brought back. */
export async function listOverdueTeams(actor: Actor, limit: number): Promise<string[]> {
  requireSystem(actor)
  const rows = await db().select({ id: teams.id }).from(teams).where(overdue).orderBy(asc(teams.deletedAt)).limit(limit)
  return rows.map(({ id }) => id)
}

/**
 * Removes an overdue team for good. The files go first: nobody can bring the team back any more, and as long as its rows
 * are there a run that was cut off is simply repeated.
 * @returns false when it was gone already.
 */
export async function purgeTeam(actor: Actor, teamId: string): Promise<boolean> {
  requireSystem(actor)
  const [due] = await db()
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.id, teamId), overdue))
  if (!due) return false
  await deleteBlobs(await blobKeysOf(db(), [teamId]))
  return db().transaction(async (tx) => {
    const [locked] = await tx
      .select({ id: teams.id })
      .from(teams)
      .where(and(eq(teams.id, teamId), overdue))
      .for('update')
    if (!locked) return false
    await eraseTeams(tx, [teamId])
    await recordAudit(tx, actor, { action: 'team.purged', teamId, targetKind: 'team', targetId: teamId })
    return true
  })
}
