import 'server-only'
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { userRecoveryCodes, userTotp } from '@/db/schema'
import { hashToken, unseal } from '@/lib/platform/crypto'
import { log } from '@/lib/platform/log'
import { matchingStep, readCode } from '@/lib/platform/totp'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { db, type Executor } from '../db'
import { forgetAccount, limitAccount } from '../rate-limits/account-limits'

/** What the secret is sealed for; its owner is the user id. */
export const TOTP_SEAL = 'totp'

/**
 * Uses up a code of the second factor: one of the app, or a recovery code. Of two uses of one code at the same moment one
 * succeeds, because the row of the factor is held.
 * @returns whether it was right. @throws AppError `rate_limited` after five wrong ones in a quarter of an hour.
 */
export async function spendCode(actor: Actor, userId: string, typed: string): Promise<boolean> {
  await limitAccount('secondFactor_account', userId)
  const read = readCode(typed)
  if (!read) return false
  const isRight = await db().transaction(async (tx) => {
    const [factor] = await tx
      .select({ secret: userTotp.secret, lastStep: userTotp.lastStep })
      .from(userTotp)
      .where(and(eq(userTotp.userId, userId), isNotNull(userTotp.confirmedAt)))
      .for('update')
    if (!factor) return false
    return read.kind === 'totp' ? spendAppCode(tx, userId, factor, read.code) : spendRecoveryCode(tx, actor, userId, read.code)
  })
  if (isRight) await forgetAccount('secondFactor_account', userId)
  return isRight
}

async function spendAppCode(tx: Executor, userId: string, factor: { secret: string; lastStep: number | null }, code: string): Promise<boolean> {
  const secret = unseal(TOTP_SEAL, factor.secret, userId)
  if (secret === undefined) {
    log.warn('A second factor cannot be read. AUTH_SECRET is not the one that it was stored with; recovery codes still work.', { userId })
    return false
  }
  const step = matchingStep(secret, code, { nowMs: Date.now(), after: factor.lastStep })
  if (step === undefined) return false
  await tx.update(userTotp).set({ lastStep: step }).where(eq(userTotp.userId, userId))
  return true
}

async function spendRecoveryCode(tx: Executor, actor: Actor, userId: string, code: string): Promise<boolean> {
  const used = await tx
    .update(userRecoveryCodes)
    .set({ usedAt: sql`now()` })
    .where(and(eq(userRecoveryCodes.userId, userId), eq(userRecoveryCodes.codeHash, hashToken(code)), isNull(userRecoveryCodes.usedAt)))
    .returning({ userId: userRecoveryCodes.userId })
  if (used.length === 0) return false
  await recordAudit(tx, actor, { action: 'recovery-code.used', teamId: null, targetKind: 'user', targetId: userId, userId })
  return true
}
