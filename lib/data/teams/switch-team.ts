import 'server-only'
import { and, eq } from 'drizzle-orm'
import { sessions } from '@/db/schema'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { teamOf } from './queries'

/** Makes this session work in another of the actor's teams. @throws AppError `unauthenticated`, `not_found`. */
export async function switchTeam(actor: Actor, teamId: string): Promise<void> {
  await teamOf(actor, teamId)
  await workIn(db(), actor, teamId)
}

/** As {@link switchTeam}, for a team that the actor is known to be in. */
export async function workIn(executor: Executor, actor: Actor, teamId: string): Promise<void> {
  const userId = requireUserId(actor)
  if (actor.kind !== 'user') return
  await executor
    .update(sessions)
    .set({ teamId })
    .where(and(eq(sessions.id, actor.sessionId), eq(sessions.userId, userId)))
}
