import 'server-only'
import { and, desc, eq } from 'drizzle-orm'
import { sessions } from '@/db/schema'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { db } from '../db'
import { isLiveSession } from './live-session'

export type SessionDto = { id: string; userAgent: string | null; createdAt: Date; lastSeenAt: Date; isCurrent: boolean }

const SHOWN_MAX = 50

/** Where the actor is signed in: this session first, then the ones seen last. @throws AppError `unauthenticated`. */
export async function listSessions(actor: Actor): Promise<SessionDto[]> {
  const userId = requireUserId(actor)
  const rows = await db()
    .select({ id: sessions.id, userAgent: sessions.userAgent, createdAt: sessions.createdAt, lastSeenAt: sessions.lastSeenAt })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isLiveSession()))
    .orderBy(desc(sessions.lastSeenAt))
    .limit(SHOWN_MAX)
  const present = actor.kind === 'user' ? actor.sessionId : undefined
  return rows.map((row) => ({ ...row, isCurrent: row.id === present })).sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent))
}
