import 'server-only'
import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { memberships, teams } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { can, type Permission, type Role } from '@/lib/domain/roles'
import type { Actor } from '../actor'
import { inTeamsOf, requireUserId } from '../authorize'
import type { Executor } from '../db'
import { refusal } from './suspended'

export type LockedTeam = typeof teams.$inferSelect & {
  /** What the actor is in it, as of after the lock. */
  role: Role
  userId: string
}

/**
 * A team of the actor, locked until the transaction ends. Whatever changes who is in a team goes through this lock, so that
 * of two such changes the second sees what the first did.
 * @throws AppError `unauthenticated`, `not_found` also for a team where the actor lacks the permission, `forbidden` for a
 * change in a suspended one.
 */
export async function lockTeam(tx: Transaction, actor: Actor, teamId: string, permission: Permission): Promise<LockedTeam> {
  const userId = requireUserId(actor)
  const [team] = await tx
    .select()
    .from(teams)
    .where(and(eq(teams.id, teamId), isNull(teams.deletedAt), inTeamsOf(actor, teams.id, permission)))
    .for('update')
  if (!team) throw await refusal(tx, actor, teamId, 'This team')
  // Waiting for the lock may have taken a while in which the actor lost the role; this statement sees what is true now.
  const role = await roleIn(tx, teamId, userId)
  if (!role || !can(role, permission)) throw notFound('This team')
  return { ...team, role, userId }
}

/** The role of a person in a team, or null for somebody outside. */
export async function roleIn(tx: Executor, teamId: string, userId: string): Promise<Role | null> {
  const [row] = await tx
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.teamId, teamId), eq(memberships.userId, userId)))
  return row?.role ?? null
}

/**
 * Makes sure that a locked team keeps an owner when this person stops being one.
 * @throws AppError `conflict` when nobody else owns it.
 */
export async function assertOwnerRemains(tx: Executor, team: { id: string; name: string }, userId: string): Promise<void> {
  if ((await roleIn(tx, team.id, userId)) !== 'owner') return
  const [others] = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(memberships)
    .where(and(eq(memberships.teamId, team.id), eq(memberships.role, 'owner'), ne(memberships.userId, userId)))
  if (others && others.n > 0) return
  throw new AppError('conflict', `${team.name} needs an owner, and there is no other. Make somebody else an owner first, or delete the team.`)
}
