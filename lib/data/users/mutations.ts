import 'server-only'
import { eq } from 'drizzle-orm'
import { users } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { requireUserId } from '../authorize'
import { db } from '../db'
import { limitAccount } from '../rate-limits/account-limits'
import { deleteBlobs } from '../teams/erase'
import { erasePerson } from './erase-user'
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
 * Deletes the actor's account, with everything that {@link erasePerson} names.
 * @throws AppError `invalid` when the typed address is not theirs or without a proof (see {@link proveSelf}), `conflict` for the last owner of a shared team and for the last instance admin.
 */
export async function deleteAccount(actor: Actor, input: { typedEmail: string; proof?: string }): Promise<void> {
  const userId = requireUserId(actor)
  await limitAccount('deleteAccount_account', userId)
  await assertAddress(userId, input.typedEmail)
  await proveSelf(actor, { proof: input.proof })
  const blobKeys = await db().transaction(async (tx) => {
    const keys = await erasePerson(tx, userId)
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
