import 'server-only'
import { and, eq, ne } from 'drizzle-orm'
import { memberships, teams, users } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { assertInstanceAdminRemains } from '../instance/change-user'
import { limitAccount } from '../rate-limits/account-limits'
import { notifySessionsEnded } from '../sessions/watch'
import { blobKeysOf, deleteBlobs, eraseTeams } from '../teams/erase'
import { assertOwnerRemains } from '../teams/lock-team'
import { forgetMember } from '../usage/record'
import { proveSelf } from './proof'

/** @throws AppError `unauthenticated`. */
export async function renameSelf(actor: Actor, name: string): Promise<{ name: string }> {
  const userId = requireUserId(actor)
  return db().transaction(async (tx) => {
    const [before] = await tx.select({ name: users.name }).from(users).where(eq(users.id, userId)).for('update')
    if (!before) throw notFound('Your account')
    await tx.update(users).set({ name }).where(eq(users.id, userId))
    await recordAudit(tx, actor, { action: 'user.renamed', teamId: null, targetKind: 'user', targetId: userId })
    return { name }
  })
}

/**
 * Deletes the actor's account, their personal team and everything in it. What they made in shared teams stays there
 * without their name. The stored files follow after the commit: a file without a row is waste, a row without a file is a loss.
 * @throws AppError `invalid` when the typed address is not theirs or without a proof (see {@link proveSelf}), `conflict` for the last owner of a shared team and for the last instance admin.
 */
export async function deleteAccount(actor: Actor, input: { typedEmail: string; proof?: string }): Promise<void> {
  const userId = requireUserId(actor)
  await limitAccount('deleteAccount_account', userId)
  await assertAddress(userId, input.typedEmail)
  await proveSelf(actor, { proof: input.proof })
  const blobKeys = await db().transaction(async (tx) => {
    const [anybodyElse] = await tx.select({ id: users.id }).from(users).where(ne(users.id, userId)).limit(1)
    if (anybodyElse) await assertInstanceAdminRemains(tx, userId)
    const [user] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId)).for('update')
    if (!user) throw notFound('Your account')
    const personal = await lockTeams(tx, userId)
    const keys = await blobKeysOf(tx, personal)
    await eraseTeams(tx, personal)
    await tx.delete(users).where(eq(users.id, userId))
    await forgetMember(tx, userId)
    await notifySessionsEnded(tx, userId)
    await recordAudit(tx, actor, { action: 'user.deleted', teamId: null, targetKind: 'user', targetId: userId })
    return keys
  })
  await deleteBlobs(blobKeys)
}

async function assertAddress(userId: string, typed: string): Promise<void> {
  const [user] = await db().select({ email: users.email }).from(users).where(eq(users.id, userId))
  if (!user) throw notFound('Your account')
  if (typed.trim().toLowerCase() === user.email) return
  throw new AppError('invalid', 'The address does not match your account.', { fields: { email: `Type ${user.email} to confirm.` } })
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
