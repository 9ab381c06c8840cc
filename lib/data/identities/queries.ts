import 'server-only'
import { asc, eq } from 'drizzle-orm'
import { userIdentities } from '@/db/schema'
import type { SignInProvider } from '@/lib/domain/sign-in'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { db } from '../db'

export type IdentityDto = { provider: SignInProvider; email: string; linkedAt: Date }

/** The accounts elsewhere that sign the actor in. @throws AppError `unauthenticated`. */
export async function listIdentities(actor: Actor): Promise<IdentityDto[]> {
  return db()
    .select({ provider: userIdentities.provider, email: userIdentities.email, linkedAt: userIdentities.createdAt })
    .from(userIdentities)
    .where(eq(userIdentities.userId, requireUserId(actor)))
    .orderBy(asc(userIdentities.createdAt))
}
