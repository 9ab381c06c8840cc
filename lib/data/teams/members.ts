import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { memberships } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { mayGrant, type Role } from '@/lib/domain/roles'
import type { Actor } from '../actor'
import { type AuditEntry, recordAudit } from '../audit/record'
import { db } from '../db'
import { notifyMembership } from '../notify'
import { assertOwnerRemains, type LockedTeam, lockTeam, roleIn } from './lock-team'

type Named = { teamId: string; userId: string }
const membership = ({ teamId, userId }: Named) => and(eq(memberships.teamId, teamId), eq(memberships.userId, userId))

const aboveOwn = (): AppError => new AppError('conflict', 'Nobody changes or gives a role above their own. Ask an owner of the team.')

/** The present role of somebody whom the actor may manage. @throws AppError `not_found` for no member, `conflict` for one above the actor. */
async function managed(tx: Transaction, team: LockedTeam, userId: string): Promise<Role> {
  const present = await roleIn(tx, team.id, userId)
  if (!present) throw notFound('This member')
  if (!mayGrant(team.role, present)) throw aboveOwn()
  return present
}

/**
 * Gives a member another role, which counts from their next request on.
 * @throws AppError `conflict` above the actor's own role and for the last owner, `not_found`.
 */
export async function changeRole(actor: Actor, { teamId, userId, role }: Named & { role: Role }): Promise<void> {
  await db().transaction(async (tx) => {
    const team = await lockTeam(tx, actor, teamId, 'member.update')
    const before = await managed(tx, team, userId)
    if (!mayGrant(team.role, role)) throw aboveOwn()
    if (before === role) return
    if (role !== 'owner') await assertOwnerRemains(tx, team, userId)
    await tx.update(memberships).set({ role }).where(membership({ teamId, userId }))
    await recordAudit(tx, actor, { action: 'member.role-changed', teamId, targetKind: 'user', targetId: userId, before: { role: before }, after: { role } })
    await notifyMembership(tx, userId)
  })
}

/** Takes somebody out of the team. What they made stays. @throws AppError `conflict` as in {@link changeRole}, `not_found`. */
export async function removeMember(actor: Actor, { teamId, userId }: Named): Promise<void> {
  await db().transaction(async (tx) => {
    const team = await lockTeam(tx, actor, teamId, 'member.remove')
    const role = await managed(tx, team, userId)
    await endMembership(tx, actor, team, userId, { action: 'member.removed', before: { role } })
  })
}

/** Leaves a team. What the actor made stays there. @throws AppError `conflict` for the last owner and for a personal team, `not_found`. */
export async function leaveTeam(actor: Actor, teamId: string): Promise<void> {
  await db().transaction(async (tx) => {
    const team = await lockTeam(tx, actor, teamId, 'team.read')
    await endMembership(tx, actor, team, team.userId, { action: 'member.left', before: { role: team.role } })
  })
}

async function endMembership(tx: Transaction, actor: Actor, team: LockedTeam, userId: string, entry: Pick<AuditEntry, 'action' | 'before'>): Promise<void> {
  if (team.kind === 'personal') throw new AppError('conflict', 'A personal team stays with its account.')
  await assertOwnerRemains(tx, team, userId)
  await tx.delete(memberships).where(membership({ teamId: team.id, userId }))
  await recordAudit(tx, actor, { ...entry, teamId: team.id, targetKind: 'user', targetId: userId })
  await notifyMembership(tx, userId)
}
