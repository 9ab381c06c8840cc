import 'server-only'
import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import { comments, generationOutputs, generations, outputReviews } from '@/db/schema'
import type { LiveComment } from '@/lib/domain/live-event'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'

const LIST_LENGTH_MAX = 100

const milliseconds = (moment: ReturnType<typeof sql>) => sql<number | null>`(extract(epoch from ${moment}) * 1000)::float8`
const lastSaid = milliseconds(sql`max(greatest(${comments.createdAt}, ${comments.editedAt}, ${comments.deletedAt}, ${comments.resolvedAt}))`)

/**
 * That something was said about a generation's images, and when. Who listens reads it again; the words themselves are not
 * sent to everybody in the team. A comment that was reopened or brought back has no moment of its own, so the present one
 * is sent: reading again once too often does no harm.
 */
export async function getLiveComment(generationId: string): Promise<LiveComment | null> {
  const [row] = await db().select({ teamId: generations.teamId }).from(generations).where(eq(generations.id, generationId))
  return row ? { type: 'comment', id: generationId, teamId: row.teamId, changedAtMs: Date.now() } : null
}

/** Generations about which something was said since a moment. */
export async function listLiveComments(actor: Actor, teamIds: readonly string[], sinceMs: number): Promise<LiveComment[]> {
  if (teamIds.length === 0) return []
  const since = new Date(sinceMs)
  const [said, judged] = await Promise.all([
    db()
      .select({ id: comments.generationId, teamId: comments.teamId, changedAtMs: lastSaid })
      .from(comments)
      .innerJoin(generations, eq(generations.id, comments.generationId))
      .where(
        and(
          inArray(comments.teamId, [...teamIds]),
          inTeamsOf(actor, comments.teamId, 'team.read'),
          isNull(generations.deletedAt),
          sql`greatest(${comments.createdAt}, ${comments.editedAt}, ${comments.deletedAt}, ${comments.resolvedAt}) > ${since.toISOString()}::timestamptz`,
        ),
      )
      .groupBy(comments.generationId, comments.teamId)
      .limit(LIST_LENGTH_MAX),
    db()
      .select({
        id: generationOutputs.generationId,
        teamId: outputReviews.teamId,
        changedAtMs: milliseconds(sql`max(${outputReviews.createdAt})`),
      })
      .from(outputReviews)
      .innerJoin(generationOutputs, eq(generationOutputs.id, outputReviews.outputId))
      .where(and(inArray(outputReviews.teamId, [...teamIds]), inTeamsOf(actor, outputReviews.teamId, 'team.read'), gt(outputReviews.createdAt, since)))
      .groupBy(generationOutputs.generationId, outputReviews.teamId)
      .limit(LIST_LENGTH_MAX),
  ])
  const newest = new Map<string, LiveComment>()
  for (const { changedAtMs, ...row } of [...said, ...judged]) {
    const known = newest.get(row.id)
    if (!known || known.changedAtMs < (changedAtMs ?? 0)) newest.set(row.id, { type: 'comment', ...row, changedAtMs: changedAtMs ?? 0 })
  }
  return [...newest.values()]
}
