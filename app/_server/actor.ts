import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { type Actor, type AnonymousActor, actorForSession, type UserActor } from '@/lib/data/actor'
import { currentTeamOf } from '@/lib/data/teams/queries'
import type { Role } from '@/lib/domain/roles'
import { auth } from './auth'
import { originOf } from './client'
import { signInPath } from './next-path'

/** Who asks in this request: the cookie names a session, and its row is checked once a request. */
export const currentActor: () => Promise<UserActor | AnonymousActor> = cache(async () => actorForSession((await auth())?.sessionId, originOf(await headers())))

/** The signed-in person; a visitor is sent to sign in and comes back afterwards. For pages, not for route handlers. */
export async function requireUser(): Promise<UserActor> {
  const actor = await currentActor()
  if (actor.kind === 'user') return actor
  redirect(signInPath((await headers()).get('x-maquette-path')))
}

/** The team that the actor works in. @throws AppError `unauthenticated`, `not_found`. */
export const currentTeam: (actor: Actor) => Promise<{ id: string; name: string; role: Role; isSuspended: boolean }> = cache(async (actor) => {
  const { id, name, role, isSuspended } = await currentTeamOf(actor)
  return { id, name, role, isSuspended }
})
