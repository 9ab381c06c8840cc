import 'server-only'
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import { sessions, users } from '@/db/schema'
import { db } from './db'

/** Who asks. Every function of lib/data takes one first; they are made only here. */
export type UserActor = { kind: 'user'; userId: string; sessionId: string; isInstanceAdmin: boolean }
export type AnonymousActor = { kind: 'anonymous' }
export type Actor = UserActor | AnonymousActor | { kind: 'system' }

export const anonymous: AnonymousActor = { kind: 'anonymous' }
/** For the worker and for sweeps. Whoever uses it re-derives the person from the row it works on. */
export const system: Actor = { kind: 'system' }

const SEEN_EVERY_MINUTES = 5

/**
 * The person behind a session, or a visitor when the session is unknown, ended or expired. Asked at every request, so a
 * session that was ended somewhere else stops at once; long-lived streams ask again from time to time.
 */
export async function actorForSession(sessionId: string | undefined): Promise<UserActor | AnonymousActor> {
  if (!sessionId) return anonymous
  const [row] = await db()
    .select({ userId: users.id, isInstanceAdmin: users.isInstanceAdmin, lastSeenAt: sessions.lastSeenAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt), gt(sessions.expiresAt, sql`now()`)))
  if (!row) return anonymous
  if (Date.now() - row.lastSeenAt.getTime() > SEEN_EVERY_MINUTES * 60_000) await markSeen(sessionId)
  return { kind: 'user', userId: row.userId, sessionId, isInstanceAdmin: row.isInstanceAdmin }
}

async function markSeen(sessionId: string): Promise<void> {
  await db()
    .update(sessions)
    .set({ lastSeenAt: sql`now()` })
    .where(and(eq(sessions.id, sessionId), lt(sessions.lastSeenAt, sql`now() - make_interval(mins => ${SEEN_EVERY_MINUTES})`)))
}
