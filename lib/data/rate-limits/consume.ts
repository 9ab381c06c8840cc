import 'server-only'
import { eq, lt, sql } from 'drizzle-orm'
import { rateLimits } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { waitWords } from '@/lib/domain/wait-words'
import { countRefusal } from '@/lib/platform/metrics'
import { db } from '../db'

export type Limit = {
  /** How often within one window. */
  limit: number
  windowMs: number
}

const SWEEP_ONE_IN = 100

/** What is left of a window after an attempt was counted. `over` says that this attempt was one too many. */
export type Counted = { over: boolean; remaining: number; resetMs: number }

/**
 * Counts one attempt in a fixed window that begins with the first. One atomic upsert by the database's clock, so that
 * parallel attempts on several servers are all counted.
 */
export async function countAttempt(key: string, { limit, windowMs }: Limit): Promise<Counted> {
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
  if (!row) return { over: false, remaining: limit, resetMs: windowMs }
  return { over: row.count > limit, remaining: Math.max(0, limit - row.count), resetMs: Math.max(0, Math.ceil(windowMs - row.elapsedMs)) }
}

/** As {@link countAttempt}. @throws AppError `rate_limited` with `retryAfterMs` when this attempt is one too many. */
export async function consume(key: string, limit: Limit): Promise<void> {
  const { over, resetMs } = await countAttempt(key, limit)
  if (!over) return
  countRefusal({ limit: key.split(':', 1)[0] ?? '' })
  const retryAfterMs = Math.max(1000, resetMs)
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
