import { and, eq, gt, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { auditLog, rateLimits, sessions, teams, userPasswords, userRecoveryCodes, users, userTokens, userTotp } from '@/db/schema'
import { useDatabase } from '@/e2e/fixtures/use-database'
import { hashPassword } from '@/lib/platform/password-hash'
import { totpCode, totpStep } from '@/lib/platform/totp'
import { actorForSession, anonymous, type UserActor } from '../actor'
import { db } from '../db'
import { passFirstFactor, revokeOtherSessions, signInWithPassword } from '../sessions/mutations'
import { createAccount } from './create-account'
import { issueEmailVerification, readEmailLink, requestEmailChange, spendEmailLink } from './email-addresses'
import { issueMagicLink, readMagicLink, spendMagicLink } from './magic-links'
import { deleteAccount } from './mutations'
import { issuePasswordReset, resetPassword, setFirstPassword } from './passwords'
import { readSelf } from './queries'
import { beginSecondFactor, confirmSecondFactor, disableSecondFactor, readSecondFactor, regenerateRecoveryCodes, signInWithCode } from './second-factor'
import { signUp } from './sign-up'

let hash: string
useDatabase()
beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', 'a secret of the tests alone')
  // A secret that was copied cannot be read, which the log says; it would only clutter the report.
  vi.stubEnv('LOG_LEVEL', 'error')
  hash = await hashPassword(PASSWORD)
})
/** The log only grows: what a test did is what came after its beginning. */
let began = new Date(0)
beforeEach(async () => {
  began = new Date()
  await db().delete(teams)
  await db().delete(users)
  await db().delete(rateLimits)
})

const PASSWORD = 'teal orbit lamp'
const EMAIL = 'ada@example.org'
const client = { address: null, userAgent: 'Test' }

const actorOf = async (sessionId: string | undefined): Promise<UserActor> => {
  const actor = await actorForSession(sessionId)
  if (actor.kind !== 'user') throw new Error('The session is not live.')
  return actor
}
const isLive = async (actor: UserActor): Promise<boolean> => (await actorForSession(actor.sessionId)).kind === 'user'
const enterWithPassword = async (email = EMAIL): Promise<UserActor> =>
  actorOf((await signInWithPassword(anonymous, { email, password: PASSWORD, client })).sessionId)
/** A session without the third of a second that a password costs by design. */
const enter = async (email = EMAIL): Promise<UserActor> => {
  const [user] = await db().select({ id: users.id }).from(users).where(eq(users.email, email))
  const outcome = await db().transaction((tx) => passFirstFactor(tx, anonymous, { userId: user?.id ?? '', method: 'password', client }))
  return actorOf(outcome.sessionId)
}
/** An account with the password, as sign-up leaves it. The hash was made once. */
const join = async (email = EMAIL): Promise<UserActor> => {
  const account = await db().transaction((tx) => createAccount(tx, anonymous, { email }))
  await db()
    .insert(userPasswords)
    .values({ userId: account?.userId ?? '', hash })
  return enter(email)
}
const verify = async (actor: UserActor): Promise<void> => {
  await spendEmailLink(actor, (await issueEmailVerification(actor)).token)
}
const joinVerified = async (email = EMAIL): Promise<UserActor> => {
  const actor = await join(email)
  await verify(actor)
  return actor
}
/** Lets the moment after signing in pass. */
const grow = (actor: UserActor) => db().update(sessions).set({ createdAt: sql`now() - interval '11 minutes'` }).where(eq(sessions.id, actor.sessionId))
const audited = async (action: string): Promise<number> =>
  (
    await db()
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.action, action), gt(auditLog.createdAt, began)))
  ).length
const statuses = (results: PromiseSettledResult<unknown>[]) => results.map(({ status }) => status).sort()
const spend = (token: string, actor: Parameters<typeof spendMagicLink>[0] = anonymous) => spendMagicLink(actor, { token, client })

describe('a link to sign in', () => {
  test('signs in once, verifies the address, and is stored hashed', async () => {
    const actor = await joinVerified()
    const { token } = await issueMagicLink(anonymous, EMAIL)
    expect(JSON.stringify(await db().select().from(userTokens))).not.toContain(token)
    expect((await actorOf((await spend(token)).sessionId)).userId).toBe(actor.userId)
    await expect(spend(token)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('is not used up by being opened', async () => {
    await join()
    const { token } = await issueMagicLink(anonymous, EMAIL)
    for (let opened = 0; opened < 3; opened++) expect(await readMagicLink(anonymous, token)).toEqual({ email: EMAIL, isNew: false })
    await spend(token)
    expect(await readMagicLink(anonymous, token)).toBeUndefined()
  })

  test('of two presses at the same moment, one signs in', async () => {
    await join()
    const { token } = await issueMagicLink(anonymous, EMAIL)
    expect(statuses(await Promise.allSettled([spend(token), spend(token)]))).toEqual(['fulfilled', 'rejected'])
  })

  test('is refused after ten minutes', async () => {
    await join()
    const { token } = await issueMagicLink(anonymous, EMAIL)
    const [row] = await db()
      .select({ minutes: sql<number>`extract(epoch from ${userTokens.expiresAt} - now())::float8 / 60` })
      .from(userTokens)
    expect(row?.minutes).toBeGreaterThan(9)
    expect(row?.minutes).toBeLessThanOrEqual(10)
    await db().update(userTokens).set({ expiresAt: sql`now() - interval '1 second'` })
    await expect(spend(token)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('asked for on the way from an invitation leads on to it, in whatever browser it is opened, and holds it sealed', async () => {
    const actor = await joinVerified()
    const { token, isNew } = await issueMagicLink(anonymous, EMAIL, 'the-secret-of-an-invitation')
    expect(isNew).toBe(false)
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('invitation')
    expect(await readMagicLink(anonymous, token)).toEqual({ email: EMAIL, isNew: false })
    await expect(spend(`${token.slice(0, -4)}AAAA`)).rejects.toMatchObject({ code: 'not_found' })
    const outcome = await spend(token)
    expect(outcome).toMatchObject({ invitation: 'the-secret-of-an-invitation' })
    expect((await actorOf(outcome.sessionId)).userId).toBe(actor.userId)
    await expect(spend(token)).rejects.toMatchObject({ code: 'not_found' })
    expect((await spend((await issueMagicLink(anonymous, EMAIL)).token)).invitation).toBeUndefined()
  })

  test('for a new address opens one verified account without a password, however often it is pressed', async () => {
    const { token, isNew } = await issueMagicLink(anonymous, 'new@example.org')
    expect(isNew).toBe(true)
    expect(await readMagicLink(anonymous, token)).toEqual({ email: 'new@example.org', isNew: true })
    expect(statuses(await Promise.allSettled([spend(token), spend(token)]))).toEqual(['fulfilled', 'rejected'])
    expect(await db().select({ email: users.email }).from(users)).toEqual([{ email: 'new@example.org' }])
    expect(await db().select().from(userPasswords)).toEqual([])
    await expect(spend(token)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('for a new address is refused after ten minutes, and when it was changed', async () => {
    const { token } = await issueMagicLink(anonymous, 'new@example.org')
    await expect(spend(`${token.slice(0, -4)}AAAA`)).rejects.toMatchObject({ code: 'not_found' })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * 60_000 })
    try {
      expect(await readMagicLink(anonymous, token)).toBeUndefined()
      await expect(spend(token)).rejects.toMatchObject({ code: 'not_found' })
    } finally {
      vi.useRealTimers()
    }
  })

  test('takes an account from whoever opened it with an address that was not theirs', async () => {
    const intruder = await join()
    const outcome = await spend((await issueMagicLink(anonymous, EMAIL)).token)
    expect(outcome.passwordRemoved).toBe(true)
    expect(await isLive(intruder)).toBe(false)
    await expect(enterWithPassword()).rejects.toMatchObject({ code: 'invalid' })
  })

  test('leaves the password to whoever is signed in to the account already', async () => {
    const actor = await join()
    expect((await spend((await issueMagicLink(anonymous, EMAIL)).token, actor)).passwordRemoved).toBe(false)
    expect(await isLive(actor)).toBe(true)
    expect(await db().select().from(userPasswords)).toHaveLength(1)
  })
})

describe('verifying an address', () => {
  test('takes a link once, from the account that it was made for', async () => {
    const [ada, eva] = [await join(), await join('eva@example.org')]
    const { token } = await issueEmailVerification(ada)
    expect(await readEmailLink(eva, token)).toMatchObject({ email: '', isMine: false })
    await expect(spendEmailLink(eva, token)).rejects.toMatchObject({ code: 'not_found' })
    await spendEmailLink(ada, token)
    expect((await readSelf(ada)).isEmailVerified).toBe(true)
    await expect(spendEmailLink(ada, token)).rejects.toMatchObject({ code: 'not_found' })
    await expect(issueEmailVerification(ada)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('is also done by resetting the password from the mailbox', async () => {
    await join()
    await resetPassword(anonymous, { token: (await issuePasswordReset(anonymous, EMAIL))?.token ?? '', password: PASSWORD, client })
    expect((await readSelf(await enter())).isEmailVerified).toBe(true)
  })
})

describe('changing the address', () => {
  test('happens when the new one is verified, not before; sessions stay and old links end', async () => {
    const actor = await joinVerified()
    const other = await enter()
    const { token: magic } = await issueMagicLink(anonymous, EMAIL)
    const { token = '' } = await requestEmailChange(actor, { email: 'lovelace@example.org' })
    expect((await readSelf(actor)).email).toBe(EMAIL)
    expect(await spendEmailLink(actor, token)).toEqual({ email: 'lovelace@example.org', previous: EMAIL })
    expect(await readSelf(actor)).toMatchObject({ email: 'lovelace@example.org', isEmailVerified: true })
    expect(await isLive(other)).toBe(true)
    await expect(spend(magic)).rejects.toMatchObject({ code: 'not_found' })
    expect(await audited('user.email-changed')).toBe(1)
  })

  test('asks for a proof when signing in was a while ago', async () => {
    const actor = await joinVerified()
    await grow(actor)
    await expect(requestEmailChange(actor, { email: 'l@example.org' })).rejects.toMatchObject({ fields: { proof: expect.any(String) } })
    await expect(requestEmailChange(actor, { email: 'l@example.org', proof: 'a wrong guess' })).rejects.toMatchObject({ fields: { proof: expect.any(String) } })
    expect((await requestEmailChange(actor, { email: 'l@example.org', proof: PASSWORD })).token).toBeDefined()
  })

  test('to an address that has an account gives no link, also when it was taken meanwhile', async () => {
    const actor = await joinVerified()
    await join('eva@example.org')
    expect(await requestEmailChange(actor, { email: 'eva@example.org' })).toEqual({ token: undefined })
    const { token = '' } = await requestEmailChange(actor, { email: 'late@example.org' })
    await join('late@example.org')
    await expect(spendEmailLink(actor, token)).rejects.toMatchObject({ code: 'conflict' })
    expect((await readSelf(actor)).email).toBe(EMAIL)
  })
})

/** Turns the second step on, with the code before the present one, so that the present and the next are left to use. */
async function turnOn(actor: UserActor): Promise<{ secret: string; recoveryCodes: string[]; code: (steps: number) => string }> {
  const { secret } = await beginSecondFactor(actor, {})
  const code = (steps: number): string => totpCode(secret, totpStep(Date.now()) + steps)
  return { secret, code, ...(await confirmSecondFactor(actor, { code: code(-1) })) }
}
const codeOutcome = (userId: string, code: string) =>
  signInWithCode(anonymous, { userId, method: 'password', code, client }).then(
    () => 'ok',
    (error: { code?: string }) => error.code,
  )

describe('the second step', () => {
  test('stands in the way of every first one: password, link and a linked account', async () => {
    const actor = await joinVerified()
    await turnOn(actor)
    const link = await issueMagicLink(anonymous, EMAIL)
    const before = await db().select().from(sessions)
    const outcomes = [
      await signInWithPassword(anonymous, { email: EMAIL, password: PASSWORD, client }),
      await spend(link.token),
      await db().transaction((tx) => passFirstFactor(tx, anonymous, { userId: actor.userId, method: 'github', client })),
    ]
    for (const outcome of outcomes) expect(outcome).toMatchObject({ kind: 'needs_code', userId: actor.userId })
    expect(await db().select().from(sessions)).toHaveLength(before.length)
  })

  test('is not passed by resetting the password', async () => {
    await turnOn(await joinVerified())
    await resetPassword(anonymous, { token: (await issuePasswordReset(anonymous, EMAIL))?.token ?? '', password: PASSWORD, client })
    expect((await signInWithPassword(anonymous, { email: EMAIL, password: PASSWORD, client })).kind).toBe('needs_code')
  })

  test('lets one of two at the same moment in with one code, and nobody with it later', async () => {
    const actor = await joinVerified()
    const { code } = await turnOn(actor)
    const present = code(0)
    expect((await Promise.all([codeOutcome(actor.userId, present), codeOutcome(actor.userId, present)])).sort()).toEqual(['invalid', 'ok'])
    expect(await codeOutcome(actor.userId, present)).toBe('invalid')
    expect(await codeOutcome(actor.userId, code(1))).toBe('ok')
    expect(await codeOutcome(actor.userId, code(2))).toBe('invalid')
  })

  test('allows five wrong codes in a quarter of an hour', async () => {
    const actor = await joinVerified()
    const { code } = await turnOn(actor)
    await db().delete(rateLimits)
    const outcomes: unknown[] = []
    for (let attempt = 0; attempt < 6; attempt++) outcomes.push(await codeOutcome(actor.userId, 'not a code'))
    expect(outcomes).toEqual([...Array.from({ length: 5 }, () => 'invalid'), 'rate_limited'])
    expect(await codeOutcome(actor.userId, code(0))).toBe('rate_limited')
  })

  test('gives ten recovery codes that work once each and are stored hashed, and new ones replace them', async () => {
    const actor = await joinVerified()
    const { recoveryCodes } = await turnOn(actor)
    const [first = '', second = ''] = recoveryCodes
    expect(new Set(recoveryCodes).size).toBe(10)
    expect(JSON.stringify(await db().select().from(userRecoveryCodes))).not.toContain(first.replaceAll('-', ''))
    expect((await Promise.all([codeOutcome(actor.userId, first), codeOutcome(actor.userId, first.toUpperCase())])).sort()).toEqual(['invalid', 'ok'])
    expect((await readSecondFactor(actor)).recoveryCodesLeft).toBe(9)
    const { recoveryCodes: fresh } = await regenerateRecoveryCodes(actor, { proof: PASSWORD })
    expect(await codeOutcome(actor.userId, second)).toBe('invalid')
    expect(await codeOutcome(actor.userId, fresh[0] ?? '')).toBe('ok')
    expect(await audited('recovery-code.used')).toBe(2)
  })

  test('keeps its secret encrypted, readable for its owner alone', async () => {
    const [ada, eva] = [await joinVerified(), await joinVerified('eva@example.org')]
    const [{ secret, code }] = [await turnOn(ada), await turnOn(eva)]
    const [row] = await db().select().from(userTotp).where(eq(userTotp.userId, ada.userId))
    expect(row?.secret).not.toContain(secret)
    await db().update(userTotp).set({ secret: row?.secret, lastStep: null }).where(eq(userTotp.userId, eva.userId))
    expect(await codeOutcome(eva.userId, code(0))).toBe('invalid')
  })

  test('is on only after a right code, needs a verified address, and ends the sessions that were opened without it', async () => {
    const unverified = await join('eva@example.org')
    await expect(beginSecondFactor(unverified, {})).rejects.toMatchObject({ code: 'conflict' })
    const actor = await joinVerified()
    const other = await enter()
    await beginSecondFactor(actor, {})
    await expect(confirmSecondFactor(actor, { code: '000000' })).rejects.toMatchObject({ fields: { code: expect.any(String) } })
    expect((await enter()).kind).toBe('user')
    await turnOn(actor)
    expect([await isLive(actor), await isLive(other)]).toEqual([true, false])
    await expect(beginSecondFactor(actor, {})).rejects.toMatchObject({ code: 'conflict' })
  })

  test('is turned off by the password or a code, never by the session alone', async () => {
    const actor = await joinVerified()
    const { code } = await turnOn(actor)
    await expect(disableSecondFactor(actor, {})).rejects.toMatchObject({ fields: { proof: expect.any(String) } })
    await expect(disableSecondFactor(actor, { proof: 'a wrong guess' })).rejects.toMatchObject({ fields: { proof: expect.any(String) } })
    await disableSecondFactor(actor, { proof: code(0) })
    expect(await readSecondFactor(actor)).toEqual({ isOn: false, recoveryCodesLeft: 0 })
    expect((await enter()).kind).toBe('user')
    await turnOn(actor)
    await disableSecondFactor(actor, { proof: PASSWORD })
    expect(await audited('second-factor.disabled')).toBe(2)
  })
})

describe('what asks who it is', () => {
  test('lets nobody delete an account from a session that was left open', async () => {
    const actor = await join()
    await grow(actor)
    await expect(deleteAccount(actor, { typedEmail: EMAIL })).rejects.toMatchObject({ fields: { proof: expect.any(String) } })
    await deleteAccount(actor, { typedEmail: EMAIL, proof: PASSWORD })
    expect(await db().select().from(users)).toEqual([])
  })

  test('sends whoever has neither password nor code to sign in again', async () => {
    const actor = await actorOf((await spend((await issueMagicLink(anonymous, 'new@example.org')).token)).sessionId)
    await grow(actor)
    await expect(setFirstPassword(actor, { next: PASSWORD })).rejects.toMatchObject({ code: 'invalid', userMessage: 'Sign in again to do this.' })
    const again = await actorOf((await spend((await issueMagicLink(anonymous, 'new@example.org')).token)).sessionId)
    await setFirstPassword(again, { next: PASSWORD })
    await enterWithPassword('new@example.org')
    await expect(setFirstPassword(again, { next: 'another long one' })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('signing up', () => {
  test('counts before it looks, so that addresses cannot be probed without limit', async () => {
    await join()
    const probe = () =>
      signUp(anonymous, { email: EMAIL, password: PASSWORD, client: { address: '203.0.113.9', userAgent: null } }).then(
        () => 'ok',
        (error: { code?: string }) => error.code,
      )
    expect([await probe(), await probe(), await probe(), await probe()]).toEqual(['conflict', 'conflict', 'conflict', 'rate_limited'])
  })
})

test('every other session is ended at once, and this one stays', async () => {
  const [here, there, elsewhere] = [await join(), await enter(), await enter()]
  expect(await revokeOtherSessions(here)).toEqual({ ended: 2 })
  expect([await isLive(here), await isLive(there), await isLive(elsewhere)]).toEqual([true, false, false])
  const [row] = await db()
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.action, 'session.others-ended'), eq(auditLog.targetId, here.userId)))
  expect(row?.after).toEqual({ ended: 2 })
})
