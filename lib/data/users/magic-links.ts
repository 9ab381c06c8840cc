import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { userPasswords, users } from '@/db/schema'
import type { SignInOutcome } from '@/lib/domain/sign-in'
import { seal, unseal } from '@/lib/platform/crypto'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { db, type Executor } from '../db'
import { requireMayOpenAccount } from '../instance/sign-up'
import { limitAccount, limitAddress } from '../rate-limits/account-limits'
import { type Client, passFirstFactor, revokeSessionsOf } from '../sessions/mutations'
import { createAccount } from './create-account'
import { issueToken, peekToken, spendToken, spentLink } from './tokens'

const MAGIC_LINK_MINUTES = 10
const NEW_ACCOUNT_SEAL = 'magic-link-sign-up'
const WITH_INVITATION_SEAL = 'magic-link-invitation'
const withInvitationSchema = z.object({ token: z.string(), invitation: z.string() })
const newAccountSchema = z.object({ email: z.string(), expiresAtMs: z.number(), invitation: z.string().optional() })

/**
 * Counts a wish for a link. Separate from {@link issueMagicLink}, so that the page can answer before it is known whether
 * the account exists.
 * @throws AppError `rate_limited`.
 */
export async function limitMagicLinks(_actor: Actor, input: { email: string; client: Client }): Promise<void> {
  await limitAddress('magicLink_address', input.client.address)
  await limitAccount('magicLink_account', input.email)
}

/**
 * A link that signs in once, for ten minutes. For an address without an account it opens one: then nothing is
 * stored, the token is the sealed address, and it works once because an address has one account.
 * @param invitation The secret of the invitation that they came with. It travels in the link, sealed, since that may be opened
 * in another browser; it is kept nowhere else.
 * @throws AppError `forbidden` where this installation takes no such account: then the mail says so.
 */
export async function issueMagicLink(actor: Actor, email: string, invitation?: string): Promise<{ token: string; isNew: boolean }> {
  const [user] = await db().select({ id: users.id }).from(users).where(eq(users.email, email))
  if (!user) {
    await requireMayOpenAccount(actor, { email, isEmailProven: true, invitation })
    return { token: seal(NEW_ACCOUNT_SEAL, JSON.stringify({ email, invitation, expiresAtMs: Date.now() + MAGIC_LINK_MINUTES * 60_000 })), isNew: true }
  }
  const token = await db().transaction(async (tx) => {
    const issued = await issueToken(tx, { userId: user.id, purpose: 'magic_link', email, minutes: MAGIC_LINK_MINUTES })
    await recordAudit(tx, actor, { action: 'magic-link.requested', teamId: null, targetKind: 'user', targetId: user.id })
    return issued
  })
  return { token: invitation ? seal(WITH_INVITATION_SEAL, JSON.stringify({ token, invitation })) : token, isNew: false }
}

/** Whom a link signs in, without using it up. Nothing when it no longer works. */
export async function readMagicLink(_actor: Actor, token: string): Promise<{ email: string; isNew: boolean } | undefined> {
  const wanted = newAccountOf(token)
  if (wanted) {
    const [taken] = await db().select({ id: users.id }).from(users).where(eq(users.email, wanted.email))
    return taken ? undefined : { email: wanted.email, isNew: true }
  }
  const row = await peekToken(heldIn(token).token, ['magic_link'])
  return row?.email ? { email: row.email, isNew: false } : undefined
}

function newAccountOf(token: string): { email: string; invitation?: string } | undefined {
  const text = unseal(NEW_ACCOUNT_SEAL, token)
  if (text === undefined) return undefined
  const { expiresAtMs, ...wanted } = newAccountSchema.parse(JSON.parse(text))
  return Date.now() < expiresAtMs ? wanted : undefined
}

/** The token of an account that there is, with the invitation that it was asked for with. */
function heldIn(sent: string): { token: string; invitation?: string } {
  const text = unseal(WITH_INVITATION_SEAL, sent)
  return text === undefined ? { token: sent } : withInvitationSchema.parse(JSON.parse(text))
}

type MagicLinkOutcome = SignInOutcome & {
  /** The personal team of the account that the link opened. */
  newTeamId?: string
  /** The secret of the invitation from whose page the link was asked for, to go on with. */
  invitation?: string
  /** A password that was set before anybody had proven the address is gone. */
  passwordRemoved: boolean
}

/**
 * Signs in with a link, once, and verifies the address. Somebody else may have opened the account with an address that was
 * not theirs: when it was not verified before, its password and its sessions end here, unless the asker is that account.
 * @throws AppError `not_found` when the link is unknown, used or too old, `forbidden` where this installation takes no such
 * account or theirs is suspended, `rate_limited`.
 */
export async function spendMagicLink(actor: Actor, input: { token: string; client: Client }): Promise<MagicLinkOutcome> {
  await limitAddress('useLink_address', input.client.address)
  const wanted = newAccountOf(input.token)
  if (wanted) await limitAddress('signUp_address', input.client.address)
  return db().transaction(async (tx) => {
    if (wanted) {
      const account = await createAccount(tx, actor, { ...wanted, verifiedBy: 'magic-link' })
      if (!account) throw spentLink()
      const outcome = await passFirstFactor(tx, actor, { userId: account.userId, method: 'magic-link', client: input.client })
      return { ...outcome, newTeamId: account.teamId, invitation: wanted.invitation, passwordRemoved: false }
    }
    const { token, invitation } = heldIn(input.token)
    const { userId, email } = await spendToken(tx, token, ['magic_link'])
    const [user] = await tx.select({ email: users.email, verifiedAt: users.emailVerifiedAt }).from(users).where(eq(users.id, userId)).for('update')
    if (!user || user.email !== email) throw spentLink()
    const passwordRemoved = user.verifiedAt === null && (await claimAddress(tx, actor, userId))
    return { ...(await passFirstFactor(tx, actor, { userId, method: 'magic-link', client: input.client })), invitation, passwordRemoved }
  })
}

/** @returns whether a password was removed. */
async function claimAddress(tx: Executor, actor: Actor, userId: string): Promise<boolean> {
  await tx.update(users).set({ emailVerifiedAt: sql`now()` }).where(eq(users.id, userId))
  await recordAudit(tx, actor, { action: 'email.verified', teamId: null, targetKind: 'user', targetId: userId, after: { by: 'magic-link' }, userId })
  if (actor.kind === 'user' && actor.userId === userId) return false
  await revokeSessionsOf(tx, userId)
  const removed = await tx.delete(userPasswords).where(eq(userPasswords.userId, userId)).returning({ userId: userPasswords.userId })
  if (removed.length > 0) await recordAudit(tx, actor, { action: 'password.removed', teamId: null, targetKind: 'user', targetId: userId, userId })
  return removed.length > 0
}
