import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { instanceSettings, invitations, rateLimits, teams, users } from '@/db/schema'
import { codeOf } from '@/e2e/fixtures/refusal'
import { useDatabase } from '@/e2e/fixtures/use-database'
import type { SignUpPolicy } from '@/lib/domain/instance/sign-up'
import { hashToken, randomToken } from '@/lib/platform/crypto'
import { anonymous, type UserActor } from '../actor'
import { db } from '../db'
import { signInWithProvider } from '../identities/mutations'
import { issueMagicLink, spendMagicLink } from '../users/magic-links'
import { signUp } from '../users/sign-up'
import { setSignUpPolicy, signUpPolicy } from './settings'
import { mayOpenAccount } from './sign-up'

const client = { address: null, userAgent: 'Test' }
const password = 'teal orbit lamp'
const admin: UserActor = { kind: 'user', userId: 'usr_admin', sessionId: 'ses_admin', isInstanceAdmin: true }
useDatabase()
beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', 'a secret of the tests alone')
})
beforeEach(async () => {
  await db().delete(instanceSettings)
  await db().delete(teams)
  await db().delete(users)
  await db().delete(rateLimits)
  await db().insert(users).values({ id: admin.userId, email: 'admin@example.org', name: 'The operator', isInstanceAdmin: true })
  await db().insert(teams).values({ id: 'team_x', name: 'Atelier', kind: 'shared' })
})

const invite = async (email: string | null, changes: Partial<typeof invitations.$inferInsert> = {}): Promise<string> => {
  const token = randomToken()
  const expiresAt = new Date(Date.now() + 86_400_000)
  await db()
    .insert(invitations)
    .values({ id: `inv_${token.slice(0, 20)}`, teamId: 'team_x', email, role: 'member', tokenHash: hashToken(token), expiresAt, ...changes })
  return token
}
const byPassword = (email: string, invitation?: string) => codeOf(signUp(anonymous, { email, password, client, invitation }))
const byLink = (email: string, invitation?: string) =>
  codeOf(issueMagicLink(anonymous, email, invitation).then(({ token }) => spendMagicLink(anonymous, { token, client })))
const byProvider = (email: string, invitation?: string) =>
  codeOf(signInWithProvider(anonymous, { profile: { provider: 'github', accountId: email, email, emailVerified: true, name: null }, client, invitation }))
const WAYS = [byPassword, byLink, byProvider]
const choose = (policy: SignUpPolicy) => setSignUpPolicy(admin, policy)

describe('an installation that is', () => {
  test('open takes anybody, by every way', async () => {
    expect(await signUpPolicy()).toBe('open')
    for (const [i, way] of WAYS.entries()) expect(await way(`new${i}@example.org`)).toBe('ok')
  })

  test('closed takes nobody, not even with an invitation', async () => {
    await choose('closed')
    const link = await invite(null)
    for (const [i, way] of WAYS.entries()) {
      expect(await way(`new${i}@example.org`)).toBe('forbidden')
      expect(await way(`new${i}@example.org`, link)).toBe('forbidden')
    }
    expect(await mayOpenAccount(anonymous, { isEmailProven: false, invitation: link })).toEqual({ may: false, policy: 'closed' })
  })

  test('for invited people takes whoever comes with a link for anybody', async () => {
    await choose('invited')
    const link = await invite(null)
    for (const [i, way] of WAYS.entries()) {
      expect(await way(`new${i}@example.org`)).toBe('forbidden')
      expect(await way(`new${i}@example.org`, link)).toBe('ok')
    }
  })

  test('for invited people takes an address that was invited once it is proven, and with the invitation itself before', async () => {
    await choose('invited')
    await invite('link@example.org')
    await invite('provider@example.org')
    const token = await invite('password@example.org')
    expect(await byLink('link@example.org')).toBe('ok')
    expect(await byProvider('provider@example.org')).toBe('ok')
    // Anybody can type an address that they know to be invited.
    expect(await byPassword('password@example.org')).toBe('forbidden')
    expect(await byPassword('somebody-else@example.org', token)).toBe('forbidden')
    expect(await byPassword('password@example.org', token)).toBe('ok')
  })

  test.each([
    ['expired', { expiresAt: new Date(Date.now() - 1000) }],
    ['revoked', { revokedAt: new Date() }],
  ])('for invited people takes nobody with an invitation that is %s', async (_, changes) => {
    await choose('invited')
    const token = await invite('late@example.org', changes)
    for (const way of WAYS) expect(await way('late@example.org', token)).toBe('forbidden')
  })

  test.each(['suspendedAt', 'deletedAt'] as const)('for invited people takes nobody into a team that is gone or held (%s)', async (column) => {
    await choose('invited')
    const token = await invite(null)
    await db()
      .update(teams)
      .set({ [column]: new Date() })
    for (const way of WAYS) expect(await way('late@example.org', token)).toBe('forbidden')
  })

  test.each(['invited', 'closed'] as const)('%s still lets those in who have an account', async (policy) => {
    await signUp(anonymous, { email: 'ada@example.org', password, client })
    await choose(policy)
    expect(await byLink('ada@example.org')).toBe('ok')
    expect(await byPassword('ada@example.org')).toBe('forbidden')
  })
})

test('the first account can always be opened', async () => {
  await choose('closed')
  await db().delete(users)
  expect(await mayOpenAccount(anonymous, { isEmailProven: false })).toEqual({ may: true, policy: 'open' })
  expect(await byPassword('first@example.org')).toBe('ok')
  expect(await byPassword('second@example.org')).toBe('forbidden')
})

test('whether an address has an account is not told where no account may be opened', async () => {
  await signUp(anonymous, { email: 'ada@example.org', password, client })
  await choose('closed')
  expect(await byPassword('ada@example.org')).toBe(await byPassword('nobody@example.org'))
})

test('only instance admins choose, by their row', async () => {
  await signUp(anonymous, { email: 'ada@example.org', password, client })
  const pretender: UserActor = { kind: 'user', userId: 'usr_nobody', sessionId: 'ses_x', isInstanceAdmin: true }
  for (const actor of [anonymous, { ...pretender, isInstanceAdmin: false }, pretender]) expect(await codeOf(setSignUpPolicy(actor, 'closed'))).toBe('not_found')
  expect(await signUpPolicy()).toBe('open')
})
