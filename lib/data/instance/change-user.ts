import 'server-only'
import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { users } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { suspensionReasonSchema } from '@/lib/domain/suspension'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { db } from '../db'
import { revokeSessionsOf } from '../sessions/mutations'
import { holdInstanceAdmin } from './admin'
import { reasonless } from './suspend-team'

/** Names the advisory lock under which the instance admins change, so that two who act at once cannot both be the last to go. */
const ADMINS_LOCK = 7_261_002

/** A person, held for a change, after everybody else who changes who runs the installation. @throws AppError `not_found`. */
async function holdUser(tx: Transaction, actor: Actor, userId: string) {
  await tx.execute(sql`select pg_advisory_xact_lock(${ADMINS_LOCK})`)
  await holdInstanceAdmin(tx, actor)
  const [user] = await tx
    .select({ id: users.id, isInstanceAdmin: users.isInstanceAdmin, suspendedAt: users.suspendedAt, reason: users.suspendedReason })
    .from(users)
    .where(eq(users.id, userId))
    .for('update')
  if (!user) throw notFound('This person')
  return user
}

/**
 * Makes sure that somebody can still run the installation when this person no longer does. For whatever takes an account or
 * the role away; it waits for others that do.
 * @throws AppError `conflict` when nobody else is an instance admin.
 */
export async function assertInstanceAdminRemains(tx: Transaction, userId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${ADMINS_LOCK})`)
  const [self] = await tx.select({ isInstanceAdmin: users.isInstanceAdmin }).from(users).where(eq(users.id, userId))
  if (!self?.isInstanceAdmin) return
  const others = and(ne(users.id, userId), eq(users.isInstanceAdmin, true), isNull(users.suspendedAt))
  const [other] = await tx.select({ id: users.id }).from(users).where(others).orderBy(asc(users.id)).limit(1)
  if (other) return
  throw new AppError('conflict', 'This is the last instance admin. Make somebody else one first.')
}

/**
 * Shuts somebody out: their sessions end at once, and signing in says why not. Nothing of theirs is lost.
 * @throws AppError `not_found`, `invalid` without a reason, `conflict` for the last instance admin and for somebody who is suspended.
 */
export async function suspendUser(actor: Actor, userId: string, why: string): Promise<void> {
  const parsed = suspensionReasonSchema.safeParse(why)
  await db().transaction(async (tx) => {
    const user = await holdUser(tx, actor, userId)
    if (!parsed.success) throw reasonless(parsed.error.issues[0]?.message)
    const reason = parsed.data
    if (user.suspendedAt) throw new AppError('conflict', 'This person is suspended already. Reload the page.')
    await assertInstanceAdminRemains(tx, userId)
    await tx.update(users).set({ suspendedAt: sql`now()`, suspendedReason: reason }).where(eq(users.id, userId))
    const sessionsEnded = await revokeSessionsOf(tx, userId)
    await recordAudit(tx, actor, { action: 'user.suspended', teamId: null, targetKind: 'user', targetId: userId, after: { reason, sessionsEnded } })
  })
}

/** Undoes {@link suspendUser}: they sign in again. @throws AppError `not_found`, `conflict` for somebody who is not suspended. */
export async function restoreUser(actor: Actor, userId: string): Promise<void> {
  await db().transaction(async (tx) => {
    const user = await holdUser(tx, actor, userId)
    if (!user.suspendedAt) throw new AppError('conflict', 'This person is not suspended. Reload the page.')
    await tx.update(users).set({ suspendedAt: null, suspendedReason: null }).where(eq(users.id, userId))
    await recordAudit(tx, actor, { action: 'user.restored', teamId: null, targetKind: 'user', targetId: userId, before: { reason: user.reason } })
  })
}

/**
 * Makes somebody an instance admin, or takes the role. It counts from their next request on.
 * @throws AppError `not_found`, `conflict` for the last one, and for somebody who is suspended.
 */
export async function setInstanceAdmin(actor: Actor, userId: string, isInstanceAdmin: boolean): Promise<void> {
  await db().transaction(async (tx) => {
    const user = await holdUser(tx, actor, userId)
    if (user.isInstanceAdmin === isInstanceAdmin) return
    if (isInstanceAdmin && user.suspendedAt) throw new AppError('conflict', 'This person is suspended. Restore them first.')
    if (!isInstanceAdmin) await assertInstanceAdminRemains(tx, userId)
    await tx.update(users).set({ isInstanceAdmin }).where(eq(users.id, userId))
    const action = isInstanceAdmin ? 'instance-admin.made' : 'instance-admin.removed'
    await recordAudit(tx, actor, { action, teamId: null, targetKind: 'user', targetId: userId })
  })
}
