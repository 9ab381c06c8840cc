import 'server-only'
import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { sessions, userPasswords, userTotp } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { verifyPassword } from '@/lib/platform/password-hash'
import { readCode } from '@/lib/platform/totp'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { db } from '../db'
import { forgetAccount, limitAccount } from '../rate-limits/account-limits'
import { spendCode } from './spend-code'

/** How long after signing in nobody is asked again who they are. */
const FRESH_MINUTES = 10

export type ProofNeeded = {
  /** What can be typed: nothing is left where neither exists, and then only a fresh sign-in proves it. */
  by: 'password' | 'code' | 'password_or_code' | 'sign_in'
  /** Signed in moments ago: that is proof enough, except where a proof is always asked for. */
  isFresh: boolean
}

/** How the actor can prove who they are. @throws AppError `unauthenticated`. */
export async function readProofNeeded(actor: Actor): Promise<ProofNeeded> {
  const userId = requireUserId(actor)
  const sessionId = actor.kind === 'user' ? actor.sessionId : ''
  const [[password], [factor], [fresh]] = await Promise.all([
    db().select({ userId: userPasswords.userId }).from(userPasswords).where(eq(userPasswords.userId, userId)),
    db()
      .select({ userId: userTotp.userId })
      .from(userTotp)
      .where(and(eq(userTotp.userId, userId), isNotNull(userTotp.confirmedAt))),
    db()
      .select({ isFresh: sql<boolean>`${sessions.createdAt} > now() - make_interval(mins => ${FRESH_MINUTES})` })
      .from(sessions)
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId))),
  ])
  const by = password ? (factor ? 'password_or_code' : 'password') : factor ? 'code' : 'sign_in'
  return { by, isFresh: fresh?.isFresh ?? false }
}

const ASK: Record<ProofNeeded['by'], string> = {
  password: 'Enter your password.',
  code: 'Enter a code from your app.',
  password_or_code: 'Enter your password, or a code from your app.',
  sign_in: 'Sign in again to do this.',
}

/**
 * Asks for a password or a code before something that a borrowed browser must not do. Signing in moments ago counts as
 * well, unless `always`.
 * @throws AppError `invalid` with field `proof` when it is missing or wrong, `rate_limited`.
 */
export async function proveSelf(actor: Actor, input: { proof?: string; always?: boolean }): Promise<void> {
  const userId = requireUserId(actor)
  const { by, isFresh } = await readProofNeeded(actor)
  if (isFresh && (!input.always || by === 'sign_in')) return
  if (by === 'sign_in') throw new AppError('invalid', ASK.sign_in)
  const proof = input.proof ?? ''
  if (proof === '') throw new AppError('invalid', ASK[by], { fields: { proof: ASK[by] } })
  await limitAccount('proof_account', userId)
  const isRight =
    (by !== 'password' && readCode(proof) !== undefined && (await spendCode(actor, userId, proof))) || (by !== 'code' && (await isPassword(userId, proof)))
  if (!isRight) throw new AppError('invalid', 'That is not right.', { fields: { proof: `That is not right. ${ASK[by]}` } })
  await forgetAccount('proof_account', userId)
}

async function isPassword(userId: string, password: string): Promise<boolean> {
  const [row] = await db().select({ hash: userPasswords.hash }).from(userPasswords).where(eq(userPasswords.userId, userId))
  return verifyPassword(password, row?.hash)
}
