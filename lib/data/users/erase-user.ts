import 'server-only'
import { and, eq, ne } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { invitations, memberships, teams, users } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { db, type Executor } from '../db'
import { holdInstanceAdmin } from '../instance/admin'
import { assertInstanceAdminRemains } from '../instance/change-user'
import { notifySessionsEnded } from '../sessions/watch'
import { blobKeysOf, deleteBlobs, eraseTeams } from '../teams/erase'
import { assertOwnerRemains } from '../teams/lock-team'
import { forgetMember } from '../usage/record'

/**
 * Removes a person and what is theirs alone: name, address, password, sessions, linked accounts, inbox, marks and ratings,
 * what they showed in the gallery, invitations to their address, and their personal team with everything in it. What they
 * made in shared teams stays there without a name, and the audit log keeps their id, which then leads to nobody.
 * @returns where the files lie that are to be removed after the commit: a file without a row is waste, a row without a file is a loss.
 * @throws AppError `conflict` for the last owner of a shared team and for the last instance admin, `not_found`.
 */
export async function erasePerson(tx: Transaction, userId: string): Promise<string[]> {
  const [anybodyElse] = await tx.select({ id: users.id }).from(users).where(ne(users.id, userId)).limit(1)
  if (anybodyElse) await assertInstanceAdminRemains(tx, userId)
  const [user] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId)).for('update')
  if (!user) throw notFound('This account')
  const personal = await lockTeams(tx, userId)
  const keys = await blobKeysOf(tx, personal)
  await eraseTeams(tx, personal)
  await tx.delete(invitations).where(eq(invitations.email, user.email))
  await tx.delete(users).where(eq(users.id, userId))
  await forgetMember(tx, userId)
  await notifySessionsEnded(tx, userId)
  return keys
}

/**
 * Erases somebody on their request, by an instance admin: as if they had deleted their account themselves.
 * @throws AppError `not_found` for everybody but instance admins, `invalid` when the typed address is another one, `conflict` as
 *   {@link erasePerson} and for the admin's own account, which its page deletes.
 */
export async function eraseUser(actor: Actor, userId: string, typedEmail: string): Promise<void> {
  const keys = await db().transaction(async (tx) => {
    const admin = await holdInstanceAdmin(tx, actor)
    if (admin.userId === userId) throw new AppError('conflict', 'This is your own account. Delete it on your account page.')
    const [user] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId))
    if (!user) throw notFound('This person')
    if (typedEmail.trim().toLowerCase() !== user.email) {
      throw new AppError('invalid', 'The address does not match.', { fields: { email: `Type ${user.email} to confirm.` } })
    }
    const erased = await erasePerson(tx, userId)
    await recordAudit(tx, actor, { action: 'user.erased', teamId: null, targetKind: 'user', targetId: userId })
    return erased
  })
  await deleteBlobs(keys)
}

/**
 * Locks every team of a person, so that nothing else changes who owns one meanwhile; also deleted ones, which may be coming back.
 * @returns The personal ones.
 * @throws AppError `conflict` when one would be left without an owner.
 */
async function lockTeams(tx: Executor, userId: string): Promise<string[]> {
  const own = await tx
    .select({ id: teams.id, name: teams.name, kind: teams.kind, deletedAt: teams.deletedAt })
    .from(teams)
    .innerJoin(memberships, and(eq(memberships.teamId, teams.id), eq(memberships.userId, userId)))
    .orderBy(teams.id)
    .for('update', { of: teams })
  for (const team of own) if (team.kind === 'shared' && !team.deletedAt) await assertOwnerRemains(tx, team, userId)
  return own.filter((team) => team.kind === 'personal').map((team) => team.id)
}
