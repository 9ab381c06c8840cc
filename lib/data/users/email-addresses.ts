import 'server-only'
import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import { users } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { requireUserId } from '../authorize'
import { db } from '../db'
import { hintAt } from '../invitations/queries'
import { limitAccount } from '../rate-limits/account-limits'
import { proveSelf } from './proof'
import { issueToken, peekToken, spendToken, spentLink, voidTokens } from './tokens'

const VERIFY_HOURS = 24

/**
 * A link that verifies the actor's present address, good for a day.
 * @throws AppError `conflict` when it is verified, `rate_limited`.
 */
export async function issueEmailVerification(actor: Actor): Promise<{ token: string; email: string }> {
  const userId = requireUserId(actor)
  await limitAccount('verifyEmail_account', userId)
  return db().transaction(async (tx) => {
    const [user] = await tx.select({ email: users.email, verifiedAt: users.emailVerifiedAt }).from(users).where(eq(users.id, userId)).for('update')
    if (!user) throw notFound('Your account')
    if (user.verifiedAt) throw new AppError('conflict', 'Your address is verified already.')
    await voidTokens(tx, userId, ['email_verification'])
    return { token: await issueToken(tx, { userId, purpose: 'email_verification', email: user.email, minutes: VERIFY_HOURS * 60 }), email: user.email }
  })
}

/**
 * Begins a change of address: the new one has to be verified first, and until then nothing changes. Whether it has an
 * account already is told to that address alone.
 * @returns a token for the new address, or none when it has an account.
 * @throws AppError `invalid` when it is the present one or without a proof, `rate_limited`.
 */
export async function requestEmailChange(actor: Actor, input: { email: string; proof?: string }): Promise<{ token: string | undefined }> {
  const userId = requireUserId(actor)
  const [user] = await db().select({ email: users.email }).from(users).where(eq(users.id, userId))
  if (user?.email === input.email) throw new AppError('invalid', 'This is your address already.', { fields: { email: 'This is your address already.' } })
  await proveSelf(actor, input)
  await limitAccount('changeEmail_account', userId)
  return db().transaction(async (tx) => {
    await voidTokens(tx, userId, ['email_change'])
    await recordAudit(tx, actor, { action: 'email-change.requested', teamId: null, targetKind: 'user', targetId: userId })
    const [taken] = await tx.select({ id: users.id }).from(users).where(eq(users.email, input.email))
    if (taken) return { token: undefined }
    return { token: await issueToken(tx, { userId, purpose: 'email_change', email: input.email, minutes: VERIFY_HOURS * 60 }) }
  })
}

const PURPOSES = ['email_verification', 'email_change'] as const

/**
 * What a link to verify an address is for. It belongs to one account, and works only for whoever is signed in to it: who
 * opens an account with another's address cannot have them verify it.
 * @returns nothing when it no longer works; `isMine` says whether the actor may use it.
 */
export async function readEmailLink(actor: Actor, token: string): Promise<{ email: string; isChange: boolean; isMine: boolean } | undefined> {
  const row = await peekToken(token, PURPOSES)
  if (!row?.email) return undefined
  const isMine = row.userId === requireUserId(actor)
  return { email: isMine ? row.email : '', isChange: row.purpose === 'email_change', isMine }
}

/**
 * Verifies an address, or moves the account to a new one that this verifies. Sessions stay; links sent to the old address end.
 * @returns `previous` where the address has changed: it has to be told.
 * @throws AppError `not_found` when the link is another account's, used or too old, `conflict` when the new address has an account by now.
 */
export async function spendEmailLink(actor: Actor, token: string): Promise<{ email: string; previous?: string }> {
  const userId = requireUserId(actor)
  return db().transaction(async (tx) => {
    const row = await spendToken(tx, token, PURPOSES)
    if (row.userId !== userId || !row.email) throw spentLink()
    const [user] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId)).for('update')
    if (!user) throw notFound('Your account')
    if (row.purpose === 'email_verification') {
      if (user.email !== row.email) throw spentLink()
      await tx
        .update(users)
        .set({ emailVerifiedAt: sql`now()` })
        .where(and(eq(users.id, userId), isNull(users.emailVerifiedAt)))
      await recordAudit(tx, actor, { action: 'email.verified', teamId: null, targetKind: 'user', targetId: userId, after: { by: 'link' } })
      return { email: row.email }
    }
    const [taken] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.email, row.email), ne(users.id, userId)))
    if (taken) throw new AppError('conflict', 'This address has another account by now. Your address has not changed.')
    await tx.update(users).set({ email: row.email, emailVerifiedAt: sql`now()` }).where(eq(users.id, userId))
    await voidTokens(tx, userId, ['email_verification', 'email_change', 'magic_link', 'password_reset'])
    const change = { before: { email: hintAt(user.email) }, after: { email: hintAt(row.email) } }
    await recordAudit(tx, actor, { action: 'user.email-changed', teamId: null, targetKind: 'user', targetId: userId, ...change })
    return { email: row.email, previous: user.email }
  })
}
