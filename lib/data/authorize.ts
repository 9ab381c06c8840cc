import 'server-only'
import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { memberships, teams } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { type Permission, rolesWith } from '@/lib/domain/roles'
import type { Actor } from './actor'
import { db } from './db'

/**
 * The condition that a row belongs to a team in which the actor holds a permission. It stands in the `where` of every
 * query and mutation, so what belongs to another team is simply not found.
 */
export function inTeamsOf(actor: Actor, teamId: AnyPgColumn, permission: Permission): SQL {
  if (actor.kind === 'system') return sql`true`
  // A share link shows what stands on it, and gives no right in its team.
  if (actor.kind === 'anonymous' || actor.kind === 'share') return sql`false`
  return inArray(
    teamId,
    db()
      .select({ id: memberships.teamId })
      .from(memberships)
      .innerJoin(teams, eq(teams.id, memberships.teamId))
      .where(and(eq(memberships.userId, actor.userId), inArray(memberships.role, [...rolesWith(permission)]), isNull(teams.deletedAt))),
  )
}

/** @throws AppError `unauthenticated` for a visitor. */
export function requireUserId(actor: Actor): string {
  if (actor.kind !== 'user') throw new AppError('unauthenticated', 'Sign in to do this.')
  return actor.userId
}
