import 'server-only'
import { and, count, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { userRecoveryCodes, users, userTotp } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import type { SignInMethod } from '@/lib/domain/sign-in'
import { hashToken, seal, unseal } from '@/lib/platform/crypto'
import { matchingStep, newRecoveryCode, newTotpSecret, readCode, totpUri } from '@/lib/platform/totp'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { limitAccount } from '../rate-limits/account-limits'
import { type Client, openSession, recordFailure, revokeSessionsOf } from '../sessions/mutations'
import { proveSelf } from './proof'
import { spendCode, TOTP_SEAL } from './spend-code'

const RECOVERY_CODES = 10

export type SecondFactorDto = { isOn: boolean; recoveryCodesLeft: number }

/** Whether the actor signs in with a code as well. @throws AppError `unauthenticated`. */
export async function readSecondFactor(actor: Actor): Promise<SecondFactorDto> {
  const userId = requireUserId(actor)
  const [[factor], [codes]] = await Promise.all([
    db()
      .select({ userId: userTotp.userId })
      .from(userTotp)
      .where(and(eq(userTotp.userId, userId), isNotNull(userTotp.confirmedAt))),
    db()
      .select({ left: count() })
      .from(userRecoveryCodes)
      .where(and(eq(userRecoveryCodes.userId, userId), isNull(userRecoveryCodes.usedAt))),
  ])
  return { isOn: factor !== undefined, recoveryCodesLeft: factor ? (codes?.left ?? 0) : 0 }
}

const alreadyOn = (): AppError => new AppError('conflict', 'The second step is on already. Reload the page.')

/**
 * Makes a secret for an authenticator app. Nothing changes at sign-in until {@link confirmSecondFactor} has seen a code.
 * The address has to be verified, or somebody could lock its real owner out with an account that they never proved.
 * @returns the secret in base32, and the address that a QR code holds.
 * @throws AppError `conflict` when it is on or the address is not verified, `invalid` without a proof.
 */
export async function beginSecondFactor(actor: Actor, input: { proof?: string }): Promise<{ secret: string; uri: string }> {
  const userId = requireUserId(actor)
  await proveSelf(actor, input)
  const secret = newTotpSecret()
  const sealed = seal(TOTP_SEAL, secret, userId)
  return db().transaction(async (tx) => {
    const [user] = await tx.select({ email: users.email, verifiedAt: users.emailVerifiedAt }).from(users).where(eq(users.id, userId)).for('update')
    if (!user) throw notFound('Your account')
    if (!user.verifiedAt) throw new AppError('conflict', 'Verify your email address first.')
    const begun = await tx
      .insert(userTotp)
      .values({ userId, secret: sealed })
      .onConflictDoUpdate({ target: userTotp.userId, set: { secret: sealed, lastStep: null, createdAt: sql`now()` }, setWhere: isNull(userTotp.confirmedAt) })
      .returning({ userId: userTotp.userId })
    if (begun.length === 0) throw alreadyOn()
    return { secret, uri: totpUri(secret, user.email) }
  })
}

/**
 * Turns the second step on with a first code from the app. Every other session ends: it was opened without one.
 * @returns ten recovery codes, shown this once.
 * @throws AppError `invalid` when the code is wrong, `conflict` when it is on, `not_found` when nothing was begun, `rate_limited`.
 */
export async function confirmSecondFactor(actor: Actor, input: { code: string }): Promise<{ recoveryCodes: string[] }> {
  const userId = requireUserId(actor)
  await limitAccount('secondFactor_account', userId)
  return db().transaction(async (tx) => {
    // The order of locks is the one of signing in, which holds the person's row while it looks for a factor.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update')
    const [factor] = await tx.select().from(userTotp).where(eq(userTotp.userId, userId)).for('update')
    if (!factor) throw new AppError('not_found', 'This setup is no longer there. Begin again.')
    if (factor.confirmedAt) throw alreadyOn()
    const read = readCode(input.code)
    const secret = unseal(TOTP_SEAL, factor.secret, userId)
    const step = secret !== undefined && read?.kind === 'totp' ? matchingStep(secret, read.code, { nowMs: Date.now() }) : undefined
    if (step === undefined)
      throw new AppError('invalid', 'That code is not right.', { fields: { code: 'That code is not right. Wait for the next one and try again.' } })
    await tx.update(userTotp).set({ confirmedAt: sql`now()`, lastStep: step }).where(eq(userTotp.userId, userId))
    const recoveryCodes = await replaceRecoveryCodes(tx, userId)
    await revokeSessionsOf(tx, userId, { except: actor.kind === 'user' ? actor.sessionId : undefined })
    await recordAudit(tx, actor, { action: 'second-factor.enabled', teamId: null, targetKind: 'user', targetId: userId })
    return { recoveryCodes }
  })
}

async function replaceRecoveryCodes(tx: Executor, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
  await tx.delete(userRecoveryCodes).where(eq(userRecoveryCodes.userId, userId))
  await tx.insert(userRecoveryCodes).values(codes.map((code) => ({ userId, codeHash: hashToken(code.replaceAll('-', '')) })))
  return codes
}

/** Holds the factor that is on. @throws AppError `conflict` when it is off. */
async function lockFactor(tx: Executor, userId: string): Promise<void> {
  const [factor] = await tx
    .select({ userId: userTotp.userId })
    .from(userTotp)
    .where(and(eq(userTotp.userId, userId), isNotNull(userTotp.confirmedAt)))
    .for('update')
  if (!factor) throw new AppError('conflict', 'The second step is off already. Reload the page.')
}

/** Ten new recovery codes; the old ones stop working. @throws AppError `invalid` without a proof, `conflict` when it is off. */
export async function regenerateRecoveryCodes(actor: Actor, input: { proof?: string }): Promise<{ recoveryCodes: string[] }> {
  const userId = requireUserId(actor)
  await proveSelf(actor, { ...input, always: true })
  return db().transaction(async (tx) => {
    await lockFactor(tx, userId)
    const recoveryCodes = await replaceRecoveryCodes(tx, userId)
    await recordAudit(tx, actor, { action: 'recovery-codes.replaced', teamId: null, targetKind: 'user', targetId: userId })
    return { recoveryCodes }
  })
}

/** Turns the second step off. Always asks for the password or a code. @throws AppError `invalid`, `conflict`, `rate_limited`. */
export async function disableSecondFactor(actor: Actor, input: { proof?: string }): Promise<void> {
  const userId = requireUserId(actor)
  await proveSelf(actor, { ...input, always: true })
  await db().transaction(async (tx) => {
    await lockFactor(tx, userId)
    await tx.delete(userTotp).where(eq(userTotp.userId, userId))
    await tx.delete(userRecoveryCodes).where(eq(userRecoveryCodes.userId, userId))
    await recordAudit(tx, actor, { action: 'second-factor.disabled', teamId: null, targetKind: 'user', targetId: userId })
  })
}

/**
 * The second half of a sign-in whose first half named this person (see app/_server/half-signed-in.ts).
 * @throws AppError `invalid` when the code is wrong or was used, `rate_limited`.
 */
export async function signInWithCode(
  actor: Actor,
  input: { userId: string; method: SignInMethod; code: string; client: Client },
): Promise<{ userId: string; sessionId: string }> {
  const { userId, method, client } = input
  if (!(await spendCode(actor, userId, input.code))) {
    await recordFailure(actor, userId, 'wrong code')
    throw new AppError('invalid', 'That code is not right.', { fields: { code: 'That code is not right, or was used already. Wait for the next one.' } })
  }
  const sessionId = await db().transaction((tx) => openSession(tx, actor, { userId, method, client, secondFactor: true }))
  return { userId, sessionId }
}
