import 'server-only'
import { and, eq } from 'drizzle-orm'
import { userIdentities, userPasswords, users } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { SIGN_IN_PROVIDERS, type SignInOutcome, type SignInProvider } from '@/lib/domain/sign-in'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { limitAddress } from '../rate-limits/account-limits'
import { type Client, passFirstFactor } from '../sessions/mutations'
import { createAccount } from '../users/create-account'

/** What a provider says of the person who came from it. */
export type ProviderProfile = {
  provider: SignInProvider
  /** The provider's own id: addresses change hands. */
  accountId: string
  email: string | null
  emailVerified: boolean
  name: string | null
}

/**
 * Signs in with an account elsewhere. A known one opens its person's session whatever its address says now. An unknown one
 * joins the account with the same address when both sides have verified it, or opens a new account.
 * @returns `newTeamId` is the personal team of a new account.
 * @param input.invitation The secret of the invitation that they came with.
 * @throws AppError `invalid` when the provider has not verified the address, `conflict` when the account here has not,
 * `forbidden` where this installation takes no such account or theirs is suspended.
 */
export async function signInWithProvider(
  actor: Actor,
  input: { profile: ProviderProfile; client: Client; invitation?: string },
): Promise<SignInOutcome & { newTeamId?: string }> {
  const { profile, client, invitation } = input
  const method = profile.provider
  return db().transaction(async (tx) => {
    const known = await ownerOf(tx, profile)
    if (known) return passFirstFactor(tx, actor, { userId: known, method, client })
    const email = verifiedEmailOf(profile)
    const [user] = await tx.select({ id: users.id, verifiedAt: users.emailVerifiedAt }).from(users).where(eq(users.email, email)).for('update')
    if (user) {
      if (!user.verifiedAt) {
        const provider = SIGN_IN_PROVIDERS[method]
        throw new AppError(
          'conflict',
          `This address has an account that has not verified it. Sign in to that account, verify the address, then link ${provider}.`,
        )
      }
      await insertIdentity(tx, actor, user.id, profile, email)
      return passFirstFactor(tx, actor, { userId: user.id, method, client })
    }
    await limitAddress('signUp_address', client.address)
    const account = await createAccount(tx, actor, { email, name: profile.name ?? undefined, verifiedBy: method, invitation })
    // Two first sign-ins at the same moment: the other one made the account.
    if (!account) throw new AppError('conflict', 'Signing in did not work. Try again.')
    await insertIdentity(tx, actor, account.userId, profile, email)
    return { ...(await passFirstFactor(tx, actor, { userId: account.userId, method, client })), newTeamId: account.teamId }
  })
}

/** Links an account elsewhere to the actor's own. @throws AppError `invalid`, `conflict` when either address is unverified or it is linked to somebody. */
export async function linkIdentity(actor: Actor, profile: ProviderProfile): Promise<void> {
  const userId = requireUserId(actor)
  await db().transaction(async (tx) => {
    const [user] = await tx.select({ verifiedAt: users.emailVerifiedAt }).from(users).where(eq(users.id, userId)).for('update')
    if (!user) throw notFound('Your account')
    const owner = await ownerOf(tx, profile)
    if (owner === userId) return
    const provider = SIGN_IN_PROVIDERS[profile.provider]
    if (owner) throw new AppError('conflict', `This ${provider} account is linked to somebody else here.`)
    if (!user.verifiedAt) throw new AppError('conflict', `Verify your email address first, then link ${provider}.`)
    await insertIdentity(tx, actor, userId, profile, verifiedEmailOf(profile))
  })
}

async function ownerOf(tx: Executor, { provider, accountId }: ProviderProfile): Promise<string | undefined> {
  const [row] = await tx
    .select({ userId: userIdentities.userId })
    .from(userIdentities)
    .where(and(eq(userIdentities.provider, provider), eq(userIdentities.providerAccountId, accountId)))
  return row?.userId
}

function verifiedEmailOf({ provider, email, emailVerified }: ProviderProfile): string {
  if (email && emailVerified) return email.trim().toLowerCase()
  const name = SIGN_IN_PROVIDERS[provider]
  throw new AppError('invalid', `${name} has not verified your email address. Verify it there and try again.`)
}

async function insertIdentity(tx: Executor, actor: Actor, userId: string, { provider, accountId }: ProviderProfile, email: string): Promise<void> {
  const linked = await tx
    .insert(userIdentities)
    .values({ provider, providerAccountId: accountId, userId, email })
    .onConflictDoNothing()
    .returning({ userId: userIdentities.userId })
  if (linked.length === 0) throw new AppError('conflict', `This ${SIGN_IN_PROVIDERS[provider]} account was linked a moment ago. Try again.`)
  await recordAudit(tx, actor, {
    action: 'identity.linked',
    teamId: null,
    targetKind: 'user',
    targetId: userId,
    after: { provider: SIGN_IN_PROVIDERS[provider] },
    userId,
  })
}

/**
 * Takes an account elsewhere off the actor's own, unless it is the last way in: then there has to be a password first.
 * @throws AppError `not_found` when it is not linked, `conflict` for the last way in.
 */
export async function unlinkIdentity(actor: Actor, provider: SignInProvider): Promise<void> {
  const userId = requireUserId(actor)
  await db().transaction(async (tx) => {
    // Held, so that two at the same moment cannot each take the other for the way that stays.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update')
    const linked = await tx.select({ provider: userIdentities.provider }).from(userIdentities).where(eq(userIdentities.userId, userId))
    const name = SIGN_IN_PROVIDERS[provider]
    if (!linked.some((identity) => identity.provider === provider)) throw notFound(`The link to ${name}`)
    const [password] = await tx.select({ userId: userPasswords.userId }).from(userPasswords).where(eq(userPasswords.userId, userId))
    if (!password && linked.every((identity) => identity.provider === provider)) {
      throw new AppError('conflict', `${name} is your only way in. Set a password first.`)
    }
    await tx.delete(userIdentities).where(and(eq(userIdentities.userId, userId), eq(userIdentities.provider, provider)))
    await recordAudit(tx, actor, { action: 'identity.unlinked', teamId: null, targetKind: 'user', targetId: userId, before: { provider: name } })
  })
}
