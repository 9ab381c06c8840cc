import 'server-only'
import { and, eq, isNull, or, sql } from 'drizzle-orm'
import { invitations, teams } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { NO_ACCOUNT_WORDS, type SignUpPolicy } from '@/lib/domain/instance/sign-up'
import { hashToken } from '@/lib/platform/crypto'
import type { Actor } from '../actor'
import { db, type Executor } from '../db'
import { isExpired, isOpen } from '../invitations/queries'
import { isInstallationEmpty, signUpPolicy } from './settings'

/** What a wish for a new account rests on. */
export type SignUpClaim = {
  /** Undefined while nobody has typed it. */
  email?: string
  /** Whether the address is known to be theirs. Only then an invitation counts that was sent to it and is not shown. */
  isEmailProven: boolean
  /** The secret of the invitation whose page they came from. */
  invitation?: string
}

/** Whether this installation lets somebody open an account, and what it says if it does not. Its first account may always be opened. */
export async function mayOpenAccount(_actor: Actor, claim: SignUpClaim, executor: Executor = db()): Promise<{ may: boolean; policy: SignUpPolicy }> {
  const policy = await signUpPolicy(executor)
  if (policy === 'open' || (await isInstallationEmpty(executor))) return { may: true, policy: 'open' }
  return { may: policy === 'invited' && (await isInvited(executor, claim)), policy }
}

/** As {@link mayOpenAccount}, where an account is about to be made. @throws AppError `forbidden`. */
export async function requireMayOpenAccount(actor: Actor, claim: SignUpClaim, executor: Executor = db()): Promise<void> {
  const { may, policy } = await mayOpenAccount(actor, claim, executor)
  if (!may && policy !== 'open') throw new AppError('forbidden', NO_ACCOUNT_WORDS[policy])
}

async function isInvited(executor: Executor, { email, isEmailProven, invitation }: SignUpClaim): Promise<boolean> {
  const shown =
    invitation === undefined
      ? undefined
      : and(eq(invitations.tokenHash, hashToken(invitation)), email === undefined ? undefined : or(isNull(invitations.email), eq(invitations.email, email)))
  const sent = email !== undefined && isEmailProven ? eq(invitations.email, email) : undefined
  if (!shown && !sent) return false
  const [found] = await executor
    .select({ id: invitations.id })
    .from(invitations)
    .innerJoin(teams, eq(teams.id, invitations.teamId))
    .where(and(or(shown, sent), isOpen, sql`not ${isExpired}`, isNull(teams.deletedAt), isNull(teams.suspendedAt)))
    .limit(1)
  return found !== undefined
}
