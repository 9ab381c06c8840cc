import 'server-only'
import { eq, lt, sql } from 'drizzle-orm'
import { rateLimits } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { waitWords } from '@/lib/domain/wait-words'
import { db } from '../db'

export type Limit = {
  /** How often within one window. */
  limit: number
  windowMs: number
}

const SWEEP_ONE_IN = 100

/**
 * Counts one attempt in a fixed window that begins with the first. One atomic upsert by the database's clock, so that
 * parallel attempts on several servers are all counted.
 * @throws AppError `rate_limited` with `retryAfterMs` when this attempt is one too many.
 */
export async function consume(key: string, { limit, windowMs }: Limit): Promise<void> {
  const ended = sql`${rateLimits.windowStartedAt} <= now() - make_interval(secs => ${windowMs / 1000})`
  const [row] = await db()
    .insert(rateLimits)
    .values({ key, windowStartedAt: sql`now()`, count: 1 })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${ended} then 1 else least(${rateLimits.count} + 1, ${limit} + 1) end`,
        windowStartedAt: sql`case when ${ended} then now() else ${rateLimits.windowStartedAt} end`,
      },
    })
    .returning({ count: rateLimits.count, elapsedMs: sql<number>`(extract(epoch from now() - ${rateLimits.windowStartedAt}) * 1000)::float8` })
  if (Math.random() * SWEEP_ONE_IN < 1) await sweep()
  if (!row || row.count <= limit) return
  const retryAfterMs = Math.max(1000, Math.ceil(windowMs - row.elapsedMs))
  throw new AppError('rate_limited', `Too many attempts. Try again in ${waitWords(retryAfterMs)}.`, { retryAfterMs })
}

/** Forgets the attempts under a key, for example after one that succeeded. */
export async function forget(key: string): Promise<void> {
  await db().delete(rateLimits).where(eq(rateLimits.key, key))
}

/** No window is longer than a day, so older rows mean nothing any more. */
async function sweep(): Promise<void> {
  await db().delete(rateLimits).where(lt(rateLimits.windowStartedAt, sql`now() - interval '1 day'`))
}
