import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { auditLog, memberships, sessions, teams, userPasswords, users } from '@/db/schema'
import { refusal } from '@/e2e/fixtures/refusal'
import { useDatabase } from '@/e2e/fixtures/use-database'
import { ACCOUNT_SUSPENDED } from '@/lib/domain/suspension'
import { hashPassword } from '@/lib/platform/password-hash'
import { totpCode, totpStep } from '@/lib/platform/totp'
import { actorForSession, anonymous, type UserActor } from '../actor'
import { db } from '../db'
import { signInWithProvider } from '../identities/mutations'
import { signInWithPassword } from '../sessions/mutations'
import { issueMagicLink, readMagicLink, spendMagicLink } from '../users/magic-links'
import { deleteAccount } from '../users/mutations'
import { beginSecondFactor, confirmSecondFactor, signInWithCode } from '../users/second-factor'
import { restoreUser, setInstanceAdmin, suspendUser } from './change-user'
import { listAllUsers, readUser } from './users'

const PASSWORD = 'teal orbit lamp'
const client = { address: null, userAgent: 'Test' }
const profile = { provider: 'github' as const, accountId: '4711', email: 'ada@example.org', emailVerified: true, name: 'Ada' }
let hash: string
useDatabase()
beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', 'a secret of the tests alone')
  hash = await hashPassword(PASSWORD)
})

const admin: UserActor = { kind: 'user', userId: 'usr_admin', sessionId: 'ses_admin', isInstanceAdmin: true }
const second: UserActor = { ...admin, userId: 'usr_second' }
const ada: UserActor = { kind: 'user', userId: 'usr_ada', sessionId: 'ses_ada', isInstanceAdmin: false }
beforeEach(async () => {
  await db().delete(users)
  await db()
    .insert(users)
    .values([
      { id: admin.userId, email: 'admin@example.org', name: 'The operator', isInstanceAdmin: true },
      { id: ada.userId, email: 'ada@example.org', name: 'Ada', emailVerifiedAt: new Date() },
    ])
  await db().insert(userPasswords).values({ userId: ada.userId, hash })
  await db()
    .insert(sessions)
    .values({ id: ada.sessionId, userId: ada.userId, expiresAt: new Date(Date.now() + 86_400_000) })
})

const makeSecondAdmin = () => db().insert(users).values({ id: second.userId, email: 'second@example.org', name: 'Second', isInstanceAdmin: true })
const isAdmin = async (userId: string): Promise<boolean | undefined> =>
  (await db().select({ is: users.isInstanceAdmin }).from(users).where(eq(users.id, userId)))[0]?.is

describe('somebody who is suspended', () => {
  test('is out at once: sessions end, and one that was missed opens nothing', async () => {
    expect((await actorForSession(ada.sessionId)).kind).toBe('user')
    await suspendUser(admin, ada.userId, 'Left the company')
    expect((await actorForSession(ada.sessionId)).kind).toBe('anonymous')
    await db().update(sessions).set({ revokedAt: null })
    expect((await actorForSession(ada.sessionId)).kind).toBe('anonymous')
    expect(await readUser(admin, ada.userId)).toMatchObject({ suspension: { reason: 'Left the company' } })
  })

  test('is told so after the right password, and nothing after a wrong one', async () => {
    await suspendUser(admin, ada.userId, 'Left the company')
    const wrong = await refusal(signInWithPassword(anonymous, { email: 'ada@example.org', password: 'not the password', client }))
    expect(wrong).toMatchObject({ code: 'invalid' })
    expect(wrong.userMessage).not.toContain('suspended')
    const right = await refusal(signInWithPassword(anonymous, { email: 'ada@example.org', password: PASSWORD, client }))
    expect(right).toMatchObject({ code: 'forbidden', userMessage: ACCOUNT_SUSPENDED })
  })

  test('is told so after a link from the mailbox, and opening it alone tells nothing', async () => {
    await suspendUser(admin, ada.userId, 'Left the company')
    const { token } = await issueMagicLink(anonymous, 'ada@example.org')
    expect(await readMagicLink(anonymous, token)).toEqual({ email: 'ada@example.org', isNew: false })
    expect(await refusal(spendMagicLink(anonymous, { token, client }))).toMatchObject({ code: 'forbidden', userMessage: ACCOUNT_SUSPENDED })
  })

  test('is told so after coming from a provider, which links nothing', async () => {
    await suspendUser(admin, ada.userId, 'Left the company')
    expect(await refusal(signInWithProvider(anonymous, { profile, client }))).toMatchObject({ code: 'forbidden', userMessage: ACCOUNT_SUSPENDED })
    await restoreUser(admin, ada.userId)
    expect(await signInWithProvider(anonymous, { profile, client })).toMatchObject({ kind: 'signed_in', userId: ada.userId })
  })

  test('is told so after the code where there is a second step, not after the password', async () => {
    const { secret } = await beginSecondFactor(ada, { proof: PASSWORD })
    await confirmSecondFactor(ada, { code: totpCode(secret, totpStep(Date.now())) })
    await suspendUser(admin, ada.userId, 'Left the company')
    const first = await signInWithPassword(anonymous, { email: 'ada@example.org', password: PASSWORD, client })
    expect(first).toMatchObject({ kind: 'needs_code' })
    const next = totpCode(secret, totpStep(Date.now()) + 1)
    const wrong = await refusal(signInWithCode(anonymous, { userId: ada.userId, method: 'password', code: '000000', client }))
    expect(wrong.userMessage).not.toContain('suspended')
    expect(await refusal(signInWithCode(anonymous, { userId: ada.userId, method: 'password', code: next, client }))).toMatchObject({ code: 'forbidden' })
  })

  test('signs in again once restored', async () => {
    await suspendUser(admin, ada.userId, 'Left the company')
    await restoreUser(admin, ada.userId)
    expect(await signInWithPassword(anonymous, { email: 'ada@example.org', password: PASSWORD, client })).toMatchObject({ kind: 'signed_in' })
    const actions = (await db().select({ action: auditLog.action }).from(auditLog).where(eq(auditLog.targetId, ada.userId))).map(({ action }) => action)
    expect(actions).toEqual(expect.arrayContaining(['user.suspended', 'user.restored']))
  })

  test('is no instance admin meanwhile, and cannot be made one', async () => {
    await makeSecondAdmin()
    await suspendUser(admin, second.userId, 'Away')
    expect((await listAllUsers(second, {})).users).toEqual([])
    expect(await refusal(suspendUser(second, ada.userId, 'Because'))).toMatchObject({ code: 'not_found' })
    await suspendUser(admin, ada.userId, 'Left')
    expect(await refusal(setInstanceAdmin(admin, ada.userId, true))).toMatchObject({ code: 'conflict' })
  })
})

describe('the last instance admin', () => {
  test('cannot be suspended, lose the role or be deleted while others have accounts', async () => {
    expect(await refusal(suspendUser(admin, admin.userId, 'Because'))).toMatchObject({ code: 'conflict' })
    expect(await refusal(setInstanceAdmin(admin, admin.userId, false))).toMatchObject({ code: 'conflict' })
    await db().insert(userPasswords).values({ userId: admin.userId, hash })
    expect(await refusal(deleteAccount(admin, { typedEmail: 'admin@example.org', proof: PASSWORD }))).toMatchObject({ code: 'conflict' })
    expect(await isAdmin(admin.userId)).toBe(true)
  })

  test('is the last also where the other one is suspended', async () => {
    await makeSecondAdmin()
    await suspendUser(admin, second.userId, 'Away')
    expect(await refusal(setInstanceAdmin(admin, admin.userId, false))).toMatchObject({ code: 'conflict' })
  })

  test('remains when two take each other the role at the same moment', async () => {
    await makeSecondAdmin()
    const outcomes = await Promise.allSettled([setInstanceAdmin(admin, second.userId, false), setInstanceAdmin(second, admin.userId, false)])
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1)
    const [left] = await db().select({ n: sql<number>`count(*)::int` }).from(users).where(eq(users.isInstanceAdmin, true))
    expect(left?.n).toBe(1)
  })
})

describe('the list of people', () => {
  test('is searched by name and address, with signs that mean something to a pattern taken as they are', async () => {
    await db()
      .insert(users)
      .values([
        { id: 'usr_percent', email: 'percent@example.org', name: '100% Cotton' },
        { id: 'usr_other', email: 'under_score@example.org', name: 'Somebody' },
      ])
    const found = async (q: string) => (await listAllUsers(admin, { q })).users.map(({ id }) => id)
    expect(await found('ADA@')).toEqual(['usr_ada'])
    expect(await found('operator')).toEqual(['usr_admin'])
    expect(await found('100%')).toEqual(['usr_percent'])
    expect(await found('r_s')).toEqual(['usr_other'])
    expect(await found('nobody at all')).toEqual([])
  })

  test('comes in pages that miss nobody, however many came in one moment', async () => {
    const at = new Date('2026-01-01T00:00:00Z')
    const many = Array.from({ length: 120 }, (_, i) => ({
      id: `usr_${String(i).padStart(26, '0')}`,
      email: `p${i}@example.org`,
      name: `P ${i}`,
      createdAt: at,
    }))
    await db().insert(users).values(many)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof listAllUsers>> = await listAllUsers(admin, { cursor })
      seen.push(...page.users.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen.length).toBe(122)
    expect(new Set(seen).size).toBe(122)
  })

  test('says of a person how many sessions are open, in which teams they are and whether there is a second step', async () => {
    await db().insert(teams).values({ id: 'team_x', name: 'Atelier', kind: 'shared' })
    await db().insert(memberships).values({ teamId: 'team_x', userId: ada.userId, role: 'admin' })
    expect(await readUser(admin, ada.userId)).toMatchObject({
      sessions: 1,
      hasSecondFactor: false,
      isSelf: false,
      suspension: null,
      teams: [{ id: 'team_x', name: 'Atelier', role: 'admin', isSuspended: false }],
    })
  })

  test('is for instance admins alone, by their row', async () => {
    const former: UserActor = { ...ada, isInstanceAdmin: true }
    for (const actor of [ada, anonymous]) {
      expect(await refusal(listAllUsers(actor, {}))).toMatchObject({ code: 'not_found' })
      expect(await refusal(readUser(actor, ada.userId))).toMatchObject({ code: 'not_found' })
    }
    expect((await listAllUsers(former, {})).users).toEqual([])
    expect(await refusal(readUser(former, admin.userId))).toMatchObject({ code: 'not_found' })
    for (const actor of [ada, former, anonymous]) {
      expect(await refusal(suspendUser(actor, admin.userId, 'Because'))).toMatchObject({ code: 'not_found' })
      expect(await refusal(restoreUser(actor, admin.userId))).toMatchObject({ code: 'not_found' })
      expect(await refusal(setInstanceAdmin(actor, ada.userId, true))).toMatchObject({ code: 'not_found' })
    }
    expect(await isAdmin(ada.userId)).toBe(false)
  })
})
