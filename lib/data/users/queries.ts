import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { userPasswords, users } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { db } from '../db'

export type UserDto = { id: string; email: string; name: string; isInstanceAdmin: boolean; isEmailVerified: boolean }

/** The actor as a person. @throws AppError `unauthenticated`, `not_found`. */
export async function readSelf(actor: Actor): Promise<UserDto> {
  const [user] = await db()
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      isInstanceAdmin: users.isInstanceAdmin,
      isEmailVerified: sql<boolean>`${users.emailVerifiedAt} is not null`,
    })
    .from(users)
    .where(eq(users.id, requireUserId(actor)))
  if (!user) throw notFound('Your account')
  return user
}

/** Whether the actor can sign in with a password. @throws AppError `unauthenticated`. */
export async function hasPassword(actor: Actor): Promise<boolean> {
  const [row] = await db()
    .select({ userId: userPasswords.userId })
    .from(userPasswords)
    .where(eq(userPasswords.userId, requireUserId(actor)))
  return row !== undefined
}
