import 'server-only'
import { sql } from 'drizzle-orm'
import { memberships, teams, users } from '@/db/schema'
import { newId } from '@/lib/domain/ids'
import type { SignInMethod } from '@/lib/domain/sign-in'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import type { Executor } from '../db'
import { isInstallationEmpty } from '../instance/settings'
import { requireMayOpenAccount } from '../instance/sign-up'

/** Names the advisory lock that makes sign-ups take turns, so that only one of them can be the first. */
const FIRST_ACCOUNT_LOCK = 7_261_001

type NewAccount = {
  email: string
  /** Left out, the part of the address before the @ stands in. */
  name?: string
  /** How the address was proven; left out, it was not. */
  verifiedBy?: Exclude<SignInMethod, 'password'>
  /** The secret of the invitation that they came with, where accounts need one. */
  invitation?: string
}

/**
 * The person, a personal team that they own, and the audit row. The first account of an installation is its instance
 * admin. Part of a transaction of the caller.
 * @returns nothing when the address has an account.
 * @throws AppError `forbidden` where this installation takes no such account.
 */
export async function createAccount(tx: Executor, actor: Actor, input: NewAccount): Promise<{ userId: string; teamId: string } | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(${FIRST_ACCOUNT_LOCK})`)
  await requireMayOpenAccount(actor, { email: input.email, isEmailProven: input.verifiedBy !== undefined, invitation: input.invitation }, tx)
  const userId = newId('usr')
  const teamId = newId('team')
  const isInstanceAdmin = await isInstallationEmpty(tx)
  const inserted = await tx
    .insert(users)
    .values({
      id: userId,
      email: input.email,
      emailVerifiedAt: input.verifiedBy ? sql`now()` : null,
      name: input.name?.trim().slice(0, 80) || nameFromEmail(input.email),
      isInstanceAdmin,
    })
    .onConflictDoNothing()
    .returning({ id: users.id })
  if (inserted.length === 0) return undefined
  await tx.insert(teams).values({ id: teamId, name: 'Personal', kind: 'personal' })
  await tx.insert(memberships).values({ teamId, userId, role: 'owner' })
  const after = { isInstanceAdmin, method: input.verifiedBy ?? 'password' }
  await recordAudit(tx, actor, { action: 'user.signed-up', teamId, targetKind: 'user', targetId: userId, after, userId })
  return { userId, teamId }
}

const nameFromEmail = (email: string): string => email.slice(0, email.indexOf('@')).slice(0, 80) || email
