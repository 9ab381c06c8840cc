import 'server-only'
import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import { auditLog, sessions, userPasswords, users } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import { verifyPassword } from '@/lib/platform/password-hash'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { forgetAccount, limitAccount, limitAddress } from '../rate-limits/account-limits'
import { notifySessionsEnded } from './watch'

/** How long a sign-in lasts. The cookie lives as long (see lib/auth). */
export const SESSION_DAYS = 30
const USER_AGENT_LENGTH_MAX = 400

/** Where a request came from. `address` is null when it is not known, or is this machine. */
export type Client = { address: string | null; userAgent: string | null }

/**
 * Checks an email and a password and opens a session. The answer and its time are the same for a wrong password and for
 * an account that does not exist.
 * @throws AppError `invalid` when they do not match, `rate_limited` after too many attempts.
 */
export async function signInWithPassword(
  _actor: Actor,
  input: { email: string; password: string; client: Client },
): Promise<{ userId: string; sessionId: string }> {
  const email = input.email.trim().toLowerCase()
  await limitAddress('signIn_address', input.client.address)
  await limitAccount('signIn_account', email)
  const [user] = await db()
    .select({ id: users.id, hash: userPasswords.hash })
    .from(users)
    .innerJoin(userPasswords, eq(userPasswords.userId, users.id))
    .where(eq(users.email, email))
  const matches = await verifyPassword(input.password, user?.hash)
  if (!user || !matches) throw new AppError('invalid', 'Email and password do not match. Check both, or reset the password.')
  await forgetAccount('signIn_account', email)
  const sessionId = newId('ses')
  await db().transaction(async (tx) => {
    await tx.insert(sessions).values({
      id: sessionId,
      userId: user.id,
      userAgent: input.client.userAgent?.slice(0, USER_AGENT_LENGTH_MAX) ?? null,
      expiresAt: sql`now() + make_interval(days => ${SESSION_DAYS})`,
    })
    await tx.insert(auditLog).values({ id: newId('aud'), actorUserId: user.id, action: 'session.started', targetId: sessionId })
  })
  return { userId: user.id, sessionId }
}

/** Ends the actor's own session; a visitor has none, and that is fine. */
export async function endSession(actor: Actor): Promise<void> {
  if (actor.kind === 'user') await revoke(actor.userId, actor.sessionId)
}

/** Ends another of the actor's sessions. @throws AppError `not_found` when it is not theirs or has ended. */
export async function revokeSession(actor: Actor, sessionId: string): Promise<void> {
  if (!(await revoke(requireUserId(actor), sessionId))) throw notFound('This session')
}

async function revoke(userId: string, sessionId: string): Promise<boolean> {
  return db().transaction(async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id })
    if (ended.length === 0) return false
    await tx.insert(auditLog).values({ id: newId('aud'), actorUserId: userId, action: 'session.ended', targetId: sessionId })
    await notifySessionsEnded(tx, userId)
    return true
  })
}

/** Ends every session of a person, but for one if given. Part of a transaction of the caller. */
export async function revokeSessionsOf(tx: Executor, userId: string, options: { except?: string } = {}): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), options.except ? ne(sessions.id, options.except) : undefined))
  await notifySessionsEnded(tx, userId)
}
