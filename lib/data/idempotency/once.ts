import 'server-only'
import { and, eq, lt, sql } from 'drizzle-orm'
import { apiIdempotencyKeys } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import type { TokenActor } from '../actor'
import { db } from '../db'

/** An answer is given again for a day. */
const KEPT_HOURS = 24
/** A request that has not ended by now has died with its process. */
const LEASE_SECONDS = 120
const SWEEP_ONE_IN = 100

export type KeptAnswer = { status: number; body: unknown }

/**
 * Does a piece of work once for a key that the caller chose: asking again within a day gives the same answer, without doing
 * it again. The row is taken by one insert, so of requests that come at the same moment one works.
 * @param requestHash Names what is asked for; the same key with another request is refused.
 * @returns the answer, and whether it was given before. What `keeps` refuses is forgotten, so that it can be tried again.
 * @throws AppError `conflict` while the first request is at work, `reused_key`, and what `work` throws.
 */
export async function once(
  actor: TokenActor,
  request: { key: string; requestHash: string },
  work: () => Promise<KeptAnswer>,
  keeps: (answer: KeptAnswer) => boolean,
): Promise<KeptAnswer & { again: boolean }> {
  const { tokenId } = actor
  const { key, requestHash } = request
  const mine = and(eq(apiIdempotencyKeys.tokenId, tokenId), eq(apiIdempotencyKeys.key, key))
  if (Math.random() * SWEEP_ONE_IN < 1) await sweep()
  const fresh = { requestHash, createdAt: sql`now()`, startedAt: sql`now()`, status: null, body: null }
  const dead = sql`${apiIdempotencyKeys.status} is null and ${apiIdempotencyKeys.startedAt} < now() - make_interval(secs => ${LEASE_SECONDS}) and ${apiIdempotencyKeys.requestHash} = ${requestHash}`
  const [taken] = await db()
    .insert(apiIdempotencyKeys)
    .values({ tokenId, key, requestHash })
    .onConflictDoUpdate({
      target: [apiIdempotencyKeys.tokenId, apiIdempotencyKeys.key],
      set: fresh,
      setWhere: sql`${apiIdempotencyKeys.createdAt} < now() - make_interval(hours => ${KEPT_HOURS}) or (${dead})`,
    })
    .returning({ key: apiIdempotencyKeys.key })
  if (!taken) return { ...(await earlier(mine, requestHash)), again: true }
  try {
    const answer = await work()
    if (keeps(answer)) await db().update(apiIdempotencyKeys).set({ status: answer.status, body: answer.body }).where(mine)
    else await db().delete(apiIdempotencyKeys).where(mine)
    return { ...answer, again: false }
  } catch (error) {
    await db().delete(apiIdempotencyKeys).where(mine)
    throw error
  }
}

async function earlier(mine: ReturnType<typeof and>, requestHash: string): Promise<KeptAnswer> {
  const [row] = await db().select().from(apiIdempotencyKeys).where(mine)
  if (row && row.requestHash !== requestHash) {
    throw new AppError('reused_key', 'This idempotency key was used for another request. Send a new key with a new request.')
  }
  if (!row || row.status === null) {
    throw new AppError('conflict', 'The first request with this idempotency key is still at work. Ask again in a moment.', { retryAfterMs: 1000 })
  }
  return { status: row.status, body: row.body }
}

async function sweep(): Promise<void> {
  await db()
    .delete(apiIdempotencyKeys)
    .where(lt(apiIdempotencyKeys.createdAt, sql`now() - make_interval(hours => ${KEPT_HOURS})`))
}
