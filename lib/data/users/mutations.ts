import 'server-only'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { assets, auditLog, generations, memberships, modelImports, teams, users } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import { blobStore } from '@/lib/platform/blob'
import { log } from '@/lib/platform/log'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { limitAccount } from '../rate-limits/account-limits'
import { notifySessionsEnded } from '../sessions/watch'

/** @throws AppError `unauthenticated`. */
export async function renameSelf(actor: Actor, name: string): Promise<{ name: string }> {
  const userId = requireUserId(actor)
  return db().transaction(async (tx) => {
    const [before] = await tx.select({ name: users.name }).from(users).where(eq(users.id, userId)).for('update')
    if (!before) throw notFound('Your account')
    await tx.update(users).set({ name }).where(eq(users.id, userId))
    await tx.insert(auditLog).values({ id: newId('aud'), actorUserId: userId, action: 'user.renamed', targetId: userId, before, after: { name } })
    return { name }
  })
}

/**
 * Deletes the actor's account, their personal team and everything in it. What they made in shared teams stays there
 * without their name. The stored files follow after the commit: a file without a row is waste, a row without a file is a loss.
 * @throws AppError `invalid` when the typed address is not theirs, `conflict` for the last owner of a shared team.
 */
export async function deleteAccount(actor: Actor, input: { typedEmail: string }): Promise<void> {
  const userId = requireUserId(actor)
  await limitAccount('deleteAccount_account', userId)
  const blobKeys = await db().transaction(async (tx) => {
    const [user] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId)).for('update')
    if (!user) throw notFound('Your account')
    if (input.typedEmail.trim().toLowerCase() !== user.email) {
      throw new AppError('invalid', 'The address does not match your account.', { fields: { email: `Type ${user.email} to confirm.` } })
    }
    const personal = await lockTeams(tx, userId)
    const keys =
      personal.length === 0 ? [] : await tx.select({ teamId: assets.teamId, sha256: assets.sha256 }).from(assets).where(inArray(assets.teamId, personal))
    if (personal.length > 0) await deleteTeams(tx, personal)
    await tx.delete(users).where(eq(users.id, userId))
    await notifySessionsEnded(tx, userId)
    await tx.insert(auditLog).values({ id: newId('aud'), actorUserId: userId, action: 'user.deleted', targetId: userId })
    return keys.map((asset) => `teams/${asset.teamId}/${asset.sha256}`)
  })
  await deleteBlobs(blobKeys)
}

/** Locks every team of a person. @returns The personal ones. @throws AppError `conflict` when one would be left without an owner. */
async function lockTeams(tx: Executor, userId: string): Promise<string[]> {
  const own = await tx
    .select({ id: teams.id, name: teams.name, kind: teams.kind })
    .from(teams)
    .innerJoin(memberships, and(eq(memberships.teamId, teams.id), eq(memberships.userId, userId)))
    .where(isNull(teams.deletedAt))
    .orderBy(teams.id)
    .for('update', { of: teams })
  for (const team of own.filter((candidate) => candidate.kind === 'shared')) {
    const [counted] = await tx
      .select({
        others: sql<number>`(count(*) filter (where ${memberships.userId} <> ${userId}))::int`,
        mine: sql<number>`(count(*) filter (where ${memberships.userId} = ${userId}))::int`,
      })
      .from(memberships)
      .where(and(eq(memberships.teamId, team.id), eq(memberships.role, 'owner')))
    if (counted && counted.mine > 0 && counted.others === 0) {
      throw new AppError('conflict', `You are the last owner of ${team.name}. Make somebody else an owner first, or delete the team.`)
    }
  }
  return own.filter((team) => team.kind === 'personal').map((team) => team.id)
}

/** What points at assets goes first: Postgres checks such a pointer before the cascade has come to it. */
async function deleteTeams(tx: Executor, teamIds: readonly string[]): Promise<void> {
  await tx.delete(generations).where(inArray(generations.teamId, [...teamIds]))
  await tx.delete(modelImports).where(inArray(modelImports.teamId, [...teamIds]))
  await tx.delete(teams).where(inArray(teams.id, [...teamIds]))
}

async function deleteBlobs(keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    try {
      await blobStore().delete(key)
    } catch (error) {
      log.warn('A file of a deleted account could not be removed from storage', { key, error })
    }
  }
}
