import { and, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { auditLog, rateLimits, teams, userIdentities, userPasswords, users } from '@/db/schema'
import { useDatabase } from '@/e2e/fixtures/use-database'
import { actorForSession, anonymous, type UserActor } from '../actor'
import { db } from '../db'
import { passFirstFactor } from '../sessions/mutations'
import { createAccount } from '../users/create-account'
import { linkIdentity, type ProviderProfile, signInWithProvider, unlinkIdentity } from './mutations'
import { listIdentities } from './queries'

useDatabase()
beforeEach(async () => {
  await db().delete(teams)
  await db().delete(users)
  await db().delete(rateLimits)
})

const EMAIL = 'ada@example.org'
const client = { address: null, userAgent: 'Test' }
const github: ProviderProfile = { provider: 'github', accountId: '583231', email: EMAIL, emailVerified: true, name: 'Ada' }
const google: ProviderProfile = { ...github, provider: 'google', accountId: '1077' }
const come = (profile: ProviderProfile) => signInWithProvider(anonymous, { profile, client })

const actorOf = async (sessionId: string | undefined): Promise<UserActor> => {
  const actor = await actorForSession(sessionId)
  if (actor.kind !== 'user') throw new Error('The session is not live.')
  return actor
}
/** An account that was opened with an address, and a session of it. */
const open = async (email: string, verified: boolean): Promise<UserActor> => {
  const account = await db().transaction((tx) => createAccount(tx, anonymous, { email, verifiedBy: verified ? 'magic-link' : undefined }))
  const userId = account?.userId ?? ''
  return actorOf((await db().transaction((tx) => passFirstFactor(tx, anonymous, { userId, method: 'magic-link', client }))).sessionId)
}
const countOf = async (email: string): Promise<number> => (await db().select().from(users).where(eq(users.email, email))).length

describe('coming from an account elsewhere', () => {
  test('for the first time opens a verified account with a personal team, and later signs in to it', async () => {
    const first = await come(github)
    expect(first).toMatchObject({ kind: 'signed_in', newTeamId: expect.any(String) })
    const again = await come({ ...github, email: 'moved@example.org', emailVerified: false })
    expect(again).toMatchObject({ kind: 'signed_in', userId: first.userId })
    expect(again.newTeamId).toBeUndefined()
    const [user] = await db().select().from(users)
    expect(user).toMatchObject({ email: EMAIL, emailVerifiedAt: expect.any(Date) })
  })

  test('joins the account with the same address when both sides have verified it', async () => {
    const actor = await open(EMAIL, true)
    expect((await come(github)).userId).toBe(actor.userId)
    expect(await listIdentities(actor)).toEqual([{ provider: 'github', email: EMAIL, linkedAt: expect.any(Date) }])
    expect(
      await db()
        .select()
        .from(auditLog)
        .where(and(eq(auditLog.action, 'identity.linked'), eq(auditLog.targetId, actor.userId))),
    ).toHaveLength(1)
  })

  test('joins nothing when the account here has not verified the address', async () => {
    const actor = await open(EMAIL, false)
    await expect(come(github)).rejects.toMatchObject({ code: 'conflict' })
    expect(await listIdentities(actor)).toEqual([])
  })

  test('opens and joins nothing when the provider has not verified the address', async () => {
    await expect(come({ ...github, emailVerified: false })).rejects.toMatchObject({ code: 'invalid' })
    await expect(come({ ...github, email: null })).rejects.toMatchObject({ code: 'invalid' })
    expect(await countOf(EMAIL)).toBe(0)
    const actor = await open(EMAIL, true)
    await expect(come({ ...github, emailVerified: false })).rejects.toMatchObject({ code: 'invalid' })
    expect(await listIdentities(actor)).toEqual([])
  })

  test('twice at the same moment opens one account', async () => {
    const results = await Promise.allSettled([come(github), come(github)])
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true)
    expect(await countOf(EMAIL)).toBe(1)
    expect(await db().select().from(userIdentities)).toHaveLength(1)
  })
})

describe('linking', () => {
  test('takes an account elsewhere with another verified address, once', async () => {
    const actor = await open('work@example.org', true)
    await linkIdentity(actor, github)
    await linkIdentity(actor, github)
    expect(await listIdentities(actor)).toHaveLength(1)
    expect((await come(github)).userId).toBe(actor.userId)
  })

  test('needs both addresses verified', async () => {
    await expect(linkIdentity(await open('a@example.org', false), github)).rejects.toMatchObject({ code: 'conflict' })
    await expect(linkIdentity(await open('b@example.org', true), { ...github, emailVerified: false })).rejects.toMatchObject({ code: 'invalid' })
    expect(await db().select().from(userIdentities)).toEqual([])
  })

  test('never takes an account that signs somebody else in, also of two at the same moment', async () => {
    const [ada, eva] = [await open('a@example.org', true), await open('b@example.org', true)]
    const results = await Promise.allSettled([linkIdentity(ada, github), linkIdentity(eva, github)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await db().select().from(userIdentities)).toHaveLength(1)
    await expect(linkIdentity(anonymous, github)).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

describe('unlinking', () => {
  test('leaves at least one way in, whatever happens at once', async () => {
    const actor = await actorOf((await come(github)).sessionId)
    await expect(unlinkIdentity(actor, 'github')).rejects.toMatchObject({ code: 'conflict' })
    await linkIdentity(actor, google)
    const results = await Promise.allSettled([unlinkIdentity(actor, 'github'), unlinkIdentity(actor, 'google')])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await listIdentities(actor)).toHaveLength(1)
  })

  test('is allowed with a password, and touches nobody else', async () => {
    const actor = await actorOf((await come(github)).sessionId)
    const other = await open('eva@example.org', true)
    await linkIdentity(other, google)
    await expect(unlinkIdentity(actor, 'google')).rejects.toMatchObject({ code: 'not_found' })
    await db().insert(userPasswords).values({ userId: actor.userId, hash: 'scrypt$' })
    await unlinkIdentity(actor, 'github')
    expect([await listIdentities(actor), (await listIdentities(other)).length]).toEqual([[], 1])
  })
})
