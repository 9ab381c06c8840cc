import 'server-only'
import { and, eq, exists, isNull, type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { users } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import type { Actor, UserActor } from '../actor'
import { db } from '../db'

/**
 * The condition that whoever asks runs the installation at this moment, by their row and not only by their session. It
 * stands in the `where` of everything that instance admins read, so that there is nothing for somebody who is none any more.
 * @throws AppError `not_found` for everybody else: to them none of this exists.
 */
export function byInstanceAdmin(actor: Actor): SQL {
  if (actor.kind !== 'user' || !actor.isInstanceAdmin) throw notFound('This page')
  return exists(db().select({ one: sql`1` }).from(users).where(isActiveAdmin(actor.userId)))
}

const isActiveAdmin = (userId: string): SQL | undefined => and(eq(users.id, userId), eq(users.isInstanceAdmin, true), isNull(users.suspendedAt))

/**
 * For changes: the admin's row, held until the transaction ends, so that nobody acts on with a role that is being taken away.
 * @throws AppError `not_found`: to everybody else these pages do not exist.
 */
export async function holdInstanceAdmin(tx: Transaction, actor: Actor): Promise<UserActor> {
  if (actor.kind !== 'user' || !actor.isInstanceAdmin) throw notFound('This page')
  const [row] = await tx.select({ id: users.id }).from(users).where(isActiveAdmin(actor.userId)).for('key share')
  if (!row) throw notFound('This page')
  return actor
}
