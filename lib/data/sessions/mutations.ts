import 'server-only'
import { and, eq, gt, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import { sessions, userPasswords, users, userTotp } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import type { SignInMethod, SignInOutcome } from '@/lib/domain/sign-in'
import { accountSuspended } from '@/lib/domain/suspension'
import { verifyPassword } from '@/lib/platform/password-hash'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { forgetAccount, limitAccount, limitAddress } from '../rate-limits/account-limits'
import { SESSION_DAYS } from './live-session'
import { notifySessionsEnded } from './watch'

/** Where a request came from. `address` is null when it is not known, or is this machine. */
export type Client = { address: string | null; userAgent: string | null }

/**
 * Checks an email and a password, and opens a session where no second factor is asked for. The answer and its time are the
 * same for a wrong password and for an account that does not exist.
 * @throws AppError `invalid` when they do not match, `rate_limited` after too many attempts.
 */
export async function signInWithPassword(actor: Actor, input: { email: string; password: string; client: Client }): Promise<SignInOutcome> {
  const email = input.email.trim().toLowerCase()
  await limitAddress('signIn_address', input.client.address)
  await limitAccount('signIn_account', email)
  const [user] = await db()
    .select({ id: users.id, hash: userPasswords.hash })
    .from(users)
    .innerJoin(userPasswords, eq(userPasswords.userId, users.id))
    .where(eq(users.email, email))
  const matches = await verifyPassword(input.password, user?.hash)
  if (!user || !matches) {
    await recordFailure(actor, user?.id ?? null, 'wrong password')
    throw new AppError('invalid', 'Email and password do not match. Check both, or reset the password.')
  }
  await forgetAccount('signIn_account', email)
  return db().transaction((tx) => passFirstFactor(tx, actor, { userId: user.id, method: 'password', client: input.client }))
}

/**
 * Writes down that somebody did not get in. Also where there is no such account, without what was typed: many of those from
 * one address tell as much, and the answer takes as long.
 */
export async function recordFailure(actor: Actor, userId: string | null, reason: 'wrong password' | 'wrong code'): Promise<void> {
  await recordAudit(db(), actor, { action: 'sign-in.failed', teamId: null, targetKind: 'user', targetId: userId, after: { reason } })
}

/**
 * What every way of signing in ends with: a session, or the question for a code where the person has a second factor. The
 * person's row is held, so that a second factor that is being turned on is either seen here or ends the session made here.
 */
export async function passFirstFactor(tx: Executor, actor: Actor, input: { userId: string; method: SignInMethod; client: Client }): Promise<SignInOutcome> {
  const { userId, method } = input
  const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('key share')
  if (!user) throw notFound('This account')
  const [factor] = await tx
    .select({ userId: userTotp.userId })
    .from(userTotp)
    .where(and(eq(userTotp.userId, userId), isNotNull(userTotp.confirmedAt)))
  if (factor) return { kind: 'needs_code', userId, method }
  return { kind: 'signed_in', userId, sessionId: await openSession(tx, actor, { ...input, secondFactor: false }) }
}

/**
 * A new session row. Only for what has checked who it is: {@link passFirstFactor} and the second factor. A suspended person
 * is told here, after every proof, and never before. The row is held, so that a suspension either is seen or ends the session.
 * @throws AppError `forbidden` for somebody who is suspended.
 */
export async function openSession(
  tx: Executor,
  actor: Actor,
  input: { userId: string; method: SignInMethod; client: Client; secondFactor: boolean },
): Promise<string> {
  const [user] = await tx.select({ suspendedAt: users.suspendedAt }).from(users).where(eq(users.id, input.userId)).for('key share')
  if (user?.suspendedAt) throw accountSuspended()
  const sessionId = newId('ses')
  await tx.insert(sessions).values({
    id: sessionId,
    userId: input.userId,
    userAgent: input.client.userAgent,
    expiresAt: sql`now() + make_interval(days => ${SESSION_DAYS})`,
  })
  const after = { method: input.method, secondFactor: input.secondFactor }
  await recordAudit(tx, actor, { action: 'session.started', teamId: null, targetKind: 'session', targetId: sessionId, after, userId: input.userId })
  return sessionId
}

/** Ends the actor's own session; a visitor has none, and that is fine. */
export async function endSession(actor: Actor): Promise<void> {
  if (actor.kind === 'user') await revoke(actor, actor.userId, actor.sessionId)
}

/** Ends another of the actor's sessions. @throws AppError `not_found` when it is not theirs or has ended. */
export async function revokeSession(actor: Actor, sessionId: string): Promise<void> {
  if (!(await revoke(actor, requireUserId(actor), sessionId))) throw notFound('This session')
}

/** Ends every session of the actor but this one. @returns how many have ended. @throws AppError `unauthenticated`. */
export async function revokeOtherSessions(actor: Actor): Promise<{ ended: number }> {
  const userId = requireUserId(actor)
  return db().transaction(async (tx) => {
    const ended = await revokeSessionsOf(tx, userId, { except: actor.kind === 'user' ? actor.sessionId : undefined })
    if (ended > 0) await recordAudit(tx, actor, { action: 'session.others-ended', teamId: null, targetKind: 'user', targetId: userId, after: { ended } })
    return { ended }
  })
}

async function revoke(actor: Actor, userId: string, sessionId: string): Promise<boolean> {
  return db().transaction(async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id })
    if (ended.length === 0) return false
    const action = actor.kind === 'user' && actor.sessionId === sessionId ? 'session.signed-out' : 'session.ended'
    await recordAudit(tx, actor, { action, teamId: null, targetKind: 'session', targetId: sessionId })
    await notifySessionsEnded(tx, userId)
    return true
  })
}

/** Ends every session of a person, but for one if given. Part of a transaction of the caller. @returns how many have ended. */
export async function revokeSessionsOf(tx: Executor, userId: string, options: { except?: string } = {}): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, sql`now()`),
        options.except ? ne(sessions.id, options.except) : undefined,
      ),
    )
    .returning({ id: sessions.id })
  await notifySessionsEnded(tx, userId)
  return ended.length
}
