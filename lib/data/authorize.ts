import 'server-only'
import { and, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { memberships, teams } from '@/db/schema'
import { scopesAllow } from '@/lib/domain/api-token'
import { AppError } from '@/lib/domain/errors'
import { isReading, type Permission, rolesWith } from '@/lib/domain/roles'
import type { Actor } from './actor'
import { db } from './db'

/**
 * The condition that a row belongs to a team in which the actor holds a permission. It stands in the `where` of every
 * query and mutation, so what belongs to another team is simply not found. A suspended team can be read and not changed.
 */
export function inTeamsOf(actor: Actor, teamId: AnyPgColumn, permission: Permission): SQL {
  return inTeams(actor, teamId, permission, isReading(permission) ? undefined : isNull(teams.suspendedAt))
}

/**
 * As {@link inTeamsOf}, for showing what only those may see who may also change it: in a suspended team they still look.
 * Never for a change.
 */
export const inTeamsSeenBy = (actor: Actor, teamId: AnyPgColumn, permission: Permission): SQL => inTeams(actor, teamId, permission, undefined)

/** The condition that a row belongs to a suspended team in which the actor would hold a permission. See `refusal` in ./teams/suspended. */
export const inSuspendedTeamsOf = (actor: Actor, teamId: AnyPgColumn, permission: Permission): SQL =>
  inTeams(actor, teamId, permission, isNotNull(teams.suspendedAt))

function inTeams(actor: Actor, teamId: AnyPgColumn, permission: Permission, state: SQL | undefined): SQL {
  if (actor.kind === 'system') return sql`true`
  // A share link shows what stands on it, and gives no right in its team.
  if (actor.kind === 'anonymous' || actor.kind === 'share') return sql`false`
  // A token holds what its scopes open and its maker holds too, in its own team.
  if (actor.kind === 'token' && !scopesAllow(actor.scopes, permission)) return sql`false`
  return inArray(
    teamId,
    db()
      .select({ id: memberships.teamId })
      .from(memberships)
      .innerJoin(teams, eq(teams.id, memberships.teamId))
      .where(
        and(
          eq(memberships.userId, actor.userId),
          actor.kind === 'token' ? eq(memberships.teamId, actor.teamId) : undefined,
          inArray(memberships.role, [...rolesWith(permission)]),
          isNull(teams.deletedAt),
          state,
        ),
      ),
  )
}

/**
 * The person who acts, by themselves or through a token of theirs. For what the API offers; everything else asks for
 * {@link requireUserId}, which no token passes.
 * @throws AppError `unauthenticated`.
 */
export function requireAuthorId(actor: Actor): string {
  return actor.kind === 'token' ? actor.userId : requireUserId(actor)
}

/** @throws AppError `unauthenticated` for a visitor, and for a program that holds a token. */
export function requireUserId(actor: Actor): string {
  if (actor.kind !== 'user') throw new AppError('unauthenticated', 'Sign in to do this.')
  return actor.userId
}
