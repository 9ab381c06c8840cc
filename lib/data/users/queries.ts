import 'server-only'
import { eq } from 'drizzle-orm'
import { users } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { db } from '../db'

export type UserDto = { id: string; email: string; name: string; isInstanceAdmin: boolean }

/** The actor as a person. @throws AppError `unauthenticated`, `not_found`. */
export async function readSelf(actor: Actor): Promise<UserDto> {
  const [user] = await db()
    .select({ id: users.id, email: users.email, name: users.name, isInstanceAdmin: users.isInstanceAdmin })
    .from(users)
    .where(eq(users.id, requireUserId(actor)))
  if (!user) throw notFound('Your account')
  return user
}
