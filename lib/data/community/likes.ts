import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { publicationLikes, publications } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { db } from '../db'
import { consume } from '../rate-limits/consume'
import { mayLookAt } from './access'

const LIKE_LIMIT = { limit: 120, windowMs: 60_000 }

/**
 * Likes an image, or takes the like back. A person counts once, however often and however many at once they press.
 * @throws AppError `not_found` for what this actor may not look at, `unauthenticated`, `rate_limited`.
 */
export async function setLike(actor: Actor, publicationId: string, on: boolean): Promise<{ likeCount: number; liked: boolean }> {
  const userId = requireUserId(actor)
  await consume(`like:${userId}`, LIKE_LIMIT)
  return db().transaction(async (tx) => {
    // The row's lock makes the likes of one image wait for each other, so the counter stays the number of rows.
    const [row] = await tx
      .select({ likeCount: publications.likeCount })
      .from(publications)
      .where(and(eq(publications.id, publicationId), mayLookAt(actor)))
      .for('update')
    if (!row) throw notFound('This image')
    const changed = on
      ? await tx.insert(publicationLikes).values({ publicationId, userId }).onConflictDoNothing().returning({ userId: publicationLikes.userId })
      : await tx
          .delete(publicationLikes)
          .where(and(eq(publicationLikes.publicationId, publicationId), eq(publicationLikes.userId, userId)))
          .returning({ userId: publicationLikes.userId })
    if (changed.length === 0) return { likeCount: row.likeCount, liked: on }
    const [after] = await tx
      .update(publications)
      .set({ likeCount: sql`${publications.likeCount} + ${on ? 1 : -1}` })
      .where(eq(publications.id, publicationId))
      .returning({ likeCount: publications.likeCount })
    return { likeCount: after?.likeCount ?? row.likeCount, liked: on }
  })
}
