import 'server-only'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { userPasswords, users } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { emailSchema, newPasswordSchema, personNameSchema } from '@/lib/domain/password'
import { hashNewPassword } from '@/lib/platform/leaked-passwords'
import type { Actor } from '../actor'
import { db, type Executor } from '../db'
import { requireMayOpenAccount } from '../instance/sign-up'
import { limitAddress } from '../rate-limits/account-limits'
import type { Client } from '../sessions/mutations'
import { createAccount } from './create-account'

export const signUpSchema = z.object({
  email: emailSchema,
  password: newPasswordSchema,
  /** Left empty, the part of the address before the @ stands in. */
  name: z.union([z.literal('').transform(() => undefined), personNameSchema]).optional(),
})
export type SignUpInput = z.output<typeof signUpSchema>

/**
 * A new account: the person, their password, a personal team that they own, and the audit row, or none of it. The first
 * account of an installation is its instance admin.
 * @param input.invitation The secret of the invitation that they came with, where accounts need one.
 * @throws AppError `conflict` when the address has an account, `forbidden` where this installation takes no such account, `rate_limited`.
 */
export async function signUp(actor: Actor, input: SignUpInput & { client: Client; invitation?: string }): Promise<{ userId: string; teamId: string }> {
  // Counted first: asking whether an address has an account is limited as much as opening one.
  await limitAddress('signUp_address', input.client.address)
  // Before the address is looked for: who may open no account learns of none.
  await requireMayOpenAccount(actor, { email: input.email, isEmailProven: false, invitation: input.invitation })
  if (await emailTaken(db(), input.email)) throw taken()
  const hash = await hashNewPassword(input.password, 'password')
  return db().transaction(async (tx) => {
    const account = await createAccount(tx, actor, input)
    if (!account) throw taken()
    await tx.insert(userPasswords).values({ userId: account.userId, hash })
    return account
  })
}

async function emailTaken(executor: Executor, email: string): Promise<boolean> {
  const [row] = await executor.select({ id: users.id }).from(users).where(eq(users.email, email))
  return row !== undefined
}

const taken = (): AppError =>
  new AppError('conflict', 'This address has an account already. Sign in instead.', { fields: { email: 'This address has an account already.' } })
