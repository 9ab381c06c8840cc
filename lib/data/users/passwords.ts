import 'server-only'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { userPasswords, users, userTokens } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { hashToken, randomToken } from '@/lib/platform/crypto'
import { hashNewPassword } from '@/lib/platform/leaked-passwords'
import { verifyPassword } from '@/lib/platform/password-hash'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { limitAccount, limitAddress } from '../rate-limits/account-limits'
import { type Client, revokeSessionsOf } from '../sessions/mutations'
import { proveSelf } from './proof'

const RESET_MINUTES = 60

async function storeHash(tx: Executor, userId: string, hash: string): Promise<void> {
  await tx
    .insert(userPasswords)
    .values({ userId, hash })
    .onConflictDoUpdate({ target: userPasswords.userId, set: { hash, updatedAt: sql`now()` } })
}

/** Links that were sent earlier must not undo a change of password. */
async function voidResetTokens(tx: Executor, userId: string): Promise<void> {
  await tx
    .update(userTokens)
    .set({ usedAt: sql`now()` })
    .where(and(eq(userTokens.userId, userId), eq(userTokens.purpose, 'password_reset'), isNull(userTokens.usedAt)))
}

/**
 * A new password for the actor. Every other session ends, and so do links to reset it.
 * @throws AppError `invalid` when the present password is wrong, `rate_limited`, `unauthenticated`.
 */
export async function changePassword(actor: Actor, input: { present: string; next: string }): Promise<void> {
  const userId = requireUserId(actor)
  await limitAccount('changePassword_account', userId)
  const [row] = await db().select({ hash: userPasswords.hash }).from(userPasswords).where(eq(userPasswords.userId, userId))
  if (!(await verifyPassword(input.present, row?.hash))) {
    throw new AppError('invalid', 'The present password is not right.', { fields: { present: 'This is not your present password.' } })
  }
  const hash = await hashNewPassword(input.next, 'next')
  await db().transaction(async (tx) => {
    await storeHash(tx, userId, hash)
    await voidResetTokens(tx, userId)
    await revokeSessionsOf(tx, userId, { except: actor.kind === 'user' ? actor.sessionId : undefined })
    await recordAudit(tx, actor, { action: 'password.changed', teamId: null, targetKind: 'user', targetId: userId })
  })
}

/**
 * The first password of somebody who came in another way. Links to reset it end; sessions stay, since nothing was replaced.
 * @throws AppError `conflict` when there is one already, `invalid` without a proof (see {@link proveSelf}), `rate_limited`.
 */
export async function setFirstPassword(actor: Actor, input: { next: string; proof?: string }): Promise<void> {
  const userId = requireUserId(actor)
  await proveSelf(actor, { proof: input.proof })
  const hash = await hashNewPassword(input.next, 'next')
  await db().transaction(async (tx) => {
    const made = await tx.insert(userPasswords).values({ userId, hash }).onConflictDoNothing().returning({ userId: userPasswords.userId })
    if (made.length === 0) throw new AppError('conflict', 'You have a password already. Reload the page to change it.')
    await voidResetTokens(tx, userId)
    await recordAudit(tx, actor, { action: 'password.set', teamId: null, targetKind: 'user', targetId: userId })
  })
}

/**
 * Counts a wish to reset a password. Separate from {@link issuePasswordReset}, so that the page can answer before it is
 * known whether the account exists.
 * @throws AppError `rate_limited`.
 */
export async function limitPasswordResets(_actor: Actor, input: { email: string; client: Client }): Promise<void> {
  await limitAddress('forgotPassword_address', input.client.address)
  await limitAccount('forgotPassword_account', input.email)
}

/** A single-use token, good for an hour, or nothing when there is no such account. The caller sends it and tells nobody which it was. */
export async function issuePasswordReset(actor: Actor, email: string): Promise<{ token: string } | undefined> {
  const [user] = await db().select({ id: users.id }).from(users).where(eq(users.email, email))
  if (!user) return undefined
  const token = randomToken()
  await db().transaction(async (tx) => {
    await tx.insert(userTokens).values({
      tokenHash: hashToken(token),
      userId: user.id,
      purpose: 'password_reset',
      expiresAt: sql`now() + make_interval(mins => ${RESET_MINUTES})`,
    })
    await recordAudit(tx, actor, { action: 'password.reset-requested', teamId: null, targetKind: 'user', targetId: user.id })
  })
  return { token }
}

const usable = (token: string) =>
  and(eq(userTokens.tokenHash, hashToken(token)), eq(userTokens.purpose, 'password_reset'), isNull(userTokens.usedAt), gt(userTokens.expiresAt, sql`now()`))

/** Whether a link to reset a password still works. */
export async function isPasswordResetUsable(_actor: Actor, token: string): Promise<boolean> {
  const [row] = await db().select({ userId: userTokens.userId }).from(userTokens).where(usable(token))
  return row !== undefined
}

const spent = (): AppError => new AppError('not_found', 'This link has expired or was used already. Ask for a new one.')

/**
 * Sets a new password by a token that works once. Every session of the account ends.
 * @throws AppError `not_found` when the token is unknown, used or too old, `rate_limited`.
 */
export async function resetPassword(actor: Actor, input: { token: string; password: string; client: Client }): Promise<void> {
  await limitAddress('resetPassword_address', input.client.address)
  if (!(await isPasswordResetUsable(actor, input.token))) throw spent()
  const hash = await hashNewPassword(input.password, 'password')
  await db().transaction(async (tx) => {
    const [row] = await tx.update(userTokens).set({ usedAt: sql`now()` }).where(usable(input.token)).returning({ userId: userTokens.userId })
    if (!row) throw spent()
    await storeHash(tx, row.userId, hash)
    await voidResetTokens(tx, row.userId)
    await revokeSessionsOf(tx, row.userId)
    // The link was read in the mailbox, so the address is theirs.
    await tx
      .update(users)
      .set({ emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, now())` })
      .where(eq(users.id, row.userId))
    await recordAudit(tx, actor, { action: 'password.reset', teamId: null, targetKind: 'user', targetId: row.userId, userId: row.userId })
  })
}
