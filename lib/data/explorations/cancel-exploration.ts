import 'server-only'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { explorations, generations } from '@/db/schema'
import type { Actor } from '../actor'
import { inTeamsOf, requireUserId } from '../authorize'
import { db } from '../db'
import { cancelIn } from '../generations/mutations'
import { refusal, teamOfRow } from '../teams/suspended'

/**
 * Ends everything of an exploration that still waits or works, in one transaction; what ended first keeps its end.
 * @returns the generations that this call ended. @throws AppError `not_found`, `forbidden` in a suspended team.
 */
export async function cancelExploration(actor: Actor, id: string): Promise<{ canceled: string[] }> {
  requireUserId(actor)
  return db().transaction(async (tx) => {
    const [exploration] = await tx
      .select({ id: explorations.id })
      .from(explorations)
      .where(and(eq(explorations.id, id), inTeamsOf(actor, explorations.teamId, 'generation.cancel')))
    if (!exploration) throw await refusal(tx, actor, teamOfRow(explorations, id), 'This grid')
    const open = await tx
      .select({ id: generations.id })
      .from(generations)
      .where(and(eq(generations.explorationId, id), inArray(generations.status, ['queued', 'running'])))
      .orderBy(asc(generations.id))
      .for('update')
    const canceled: string[] = []
    for (const row of open) if (await cancelIn(tx, actor, eq(generations.id, row.id), row.id)) canceled.push(row.id)
    return { canceled }
  })
}
