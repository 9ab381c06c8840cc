import 'server-only'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditLog, memberships, teams, userPasswords, users } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import { emailSchema, newPasswordSchema, personNameSchema } from '@/lib/domain/password'
import { hashPassword } from '@/lib/platform/password-hash'
import type { Actor } from '../actor'
import { db, type Executor } from '../db'
import { limitAddress } from '../rate-limits/account-limits'
import type { Client } from '../sessions/mutations'

export const signUpSchema = z.object({
  email: emailSchema,
  password: newPasswordSchema,
  /** Left empty, the part of the address before the @ stands in. */
  name: z.union([z.literal('').transform(() => undefined), personNameSchema]).optional(),
})
export type SignUpInput = z.output<typeof signUpSchema>

/** Names the advisory lock that makes sign-ups take turns, so that only one of them can be the first. */
const FIRST_ACCOUNT_LOCK = 7_261_001

/**
 * A new account: the person, their password, a personal team that they own, and the audit row, or none of it. The first
 * account of an installation is its instance admin.
 * @throws AppError `conflict` when the address has an account, `rate_limited`.
 */
export async function signUp(_actor: Actor, input: SignUpInput & { client: Client }): Promise<{ userId: string; teamId: string }> {
  if (await emailTaken(db(), input.email)) throw taken()
  await limitAddress('signUp_address', input.client.address)
  const hash = await hashPassword(input.password)
  return db().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${FIRST_ACCOUNT_LOCK})`)
    const [anybody] = await tx.select({ id: users.id }).from(users).limit(1)
    const userId = newId('usr')
    const teamId = newId('team')
    const isInstanceAdmin = anybody === undefined
    const inserted = await tx
      .insert(users)
      .values({ id: userId, email: input.email, name: input.name ?? nameFromEmail(input.email), isInstanceAdmin })
      .onConflictDoNothing()
      .returning({ id: users.id })
    if (inserted.length === 0) throw taken()
    await tx.insert(userPasswords).values({ userId, hash })
    await tx.insert(teams).values({ id: teamId, name: 'Personal', kind: 'personal' })
    await tx.insert(memberships).values({ teamId, userId, role: 'owner' })
    await tx.insert(auditLog).values({ id: newId('aud'), teamId, actorUserId: userId, action: 'user.signed-up', targetId: userId, after: { isInstanceAdmin } })
    return { userId, teamId }
  })
}

async function emailTaken(executor: Executor, email: string): Promise<boolean> {
  const [row] = await executor.select({ id: users.id }).from(users).where(eq(users.email, email))
  return row !== undefined
}

const taken = (): AppError =>
  new AppError('conflict', 'This address has an account already. Sign in instead.', { fields: { email: 'This address has an account already.' } })

const nameFromEmail = (email: string): string => email.slice(0, email.indexOf('@')).slice(0, 80) || email
