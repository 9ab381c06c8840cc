import { and, desc, eq, gt, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { auditLog, rateLimits, sessions } from '@/db/schema'
import { useDatabase } from '@/e2e/fixtures/use-database'
import { type Actor, actorForSession, anonymous, type UserActor, visitor } from '../actor'
import { db } from '../db'
import { signUp } from '../users/sign-up'
import { endSession, revokeSession, signInWithPassword } from './mutations'
import { listSessions } from './queries'

const PASSWORD = 'teal orbit lamp'
const client = { address: null, userAgent: 'Test browser' }

useDatabase()
beforeAll(async () => {
  for (const email of ['ada@example.org', 'eva@example.org']) await signUp(anonymous, { email, password: PASSWORD, client })
})
beforeEach(async () => {
  await db().delete(sessions)
  await db().delete(rateLimits)
})

const enter = async (email: string, as: Actor = anonymous): Promise<UserActor> => {
  const { sessionId } = await signInWithPassword(as, { email, password: PASSWORD, client })
  const actor = await actorForSession(sessionId)
  if (actor.kind !== 'user') throw new Error('The session that was just opened is not live.')
  return actor
}
const kindOf = async (sessionId: string): Promise<string> => (await actorForSession(sessionId)).kind
const signInOutcome = (email: string, password: string, address: string | null = null) =>
  signInWithPassword(anonymous, { email, password, client: { address, userAgent: null } }).then(
    () => 'ok',
    (error: { code?: string; userMessage?: string }) => `${error.code}: ${error.userMessage}`,
  )

describe('signing in', () => {
  test('answers the same to a wrong password and to an address without an account', async () => {
    const wrong = await signInOutcome('ada@example.org', 'a wrong guess')
    expect(wrong).toMatch(/^invalid: /)
    expect(await signInOutcome('nobody@example.org', 'a wrong guess')).toBe(wrong)
    expect(await db().select().from(sessions)).toEqual([])
  })

  test('takes the address in any case', async () => {
    expect((await enter(' ADA@Example.org ')).kind).toBe('user')
  })

  test('is limited to ten tries an account, also for accounts that do not exist', async () => {
    // Verifying costs a third of a second by design, so the first nine tries are written down in place of being made.
    for (const email of ['ada@example.org', 'nobody@example.org']) {
      await signInOutcome(email, 'a wrong guess')
      await db().update(rateLimits).set({ count: 9 })
      expect(await signInOutcome(email, 'a wrong guess')).toMatch(/^invalid/)
      expect(await signInOutcome(email, PASSWORD)).toMatch(/^rate_limited: Too many attempts. Try again in 15 minutes/)
    }
  })

  test('is limited an address across accounts', async () => {
    await signInOutcome('ada@example.org', 'a wrong guess', '203.0.113.9')
    await db().update(rateLimits).set({ count: 50 }).where(sql`${rateLimits.key} like 'signIn_address%'`)
    expect(await signInOutcome('eva@example.org', PASSWORD, '203.0.113.9')).toMatch(/^rate_limited/)
    expect(await signInOutcome('eva@example.org', PASSWORD, '203.0.113.10')).toBe('ok')
  })

  test('forgets the failed tries of an account once it succeeds', async () => {
    await signInOutcome('ada@example.org', 'a wrong guess')
    await db().update(rateLimits).set({ count: 9 })
    expect(await signInOutcome('ada@example.org', PASSWORD)).toBe('ok')
    expect(await db().select().from(rateLimits)).toEqual([])
  })

  test('opens a session of its own, whatever session the browser came with, so that nobody can plant one', async () => {
    const planted = await enter('eva@example.org')
    const { sessionId } = await enter('ada@example.org', planted)
    expect(sessionId).not.toBe(planted.sessionId)
    expect(await actorForSession(planted.sessionId)).toMatchObject({ userId: planted.userId })
  })

  test('does not keep addresses in the clear', async () => {
    await signInOutcome('nobody@example.org', 'a wrong guess', '203.0.113.9')
    expect(JSON.stringify(await db().select().from(rateLimits))).not.toMatch(/nobody|203\.0/)
  })
})

describe('what is written down of signing in', () => {
  const from = { address: '203.0.113.7', userAgent: 'Test browser', requestId: null }
  const written = async (began: Date) =>
    db()
      .select({
        action: auditLog.action,
        kind: auditLog.actorKind,
        userId: auditLog.actorUserId,
        targetId: auditLog.targetId,
        after: auditLog.after,
        address: auditLog.address,
      })
      .from(auditLog)
      .where(and(gt(auditLog.createdAt, began), eq(auditLog.address, from.address)))
      .orderBy(desc(auditLog.createdAt), desc(auditLog.id))

  test('says whose account somebody failed to open and from where, and names nobody as the one who tried', async () => {
    const began = new Date()
    const { userId } = await enter('ada@example.org')
    for (const email of ['ada@example.org', 'nobody@example.org']) {
      await signInWithPassword(visitor(from), { email, password: 'wrong', client }).catch(() => {})
    }
    const failure = { action: 'sign-in.failed', kind: 'anonymous', userId: null, after: { reason: 'wrong password' }, address: from.address }
    expect(await written(began)).toEqual([
      { ...failure, targetId: null },
      { ...failure, targetId: userId },
    ])
    expect(JSON.stringify(await db().select().from(auditLog))).not.toContain('nobody@')
  })

  test('says who signed in and out, how and from where', async () => {
    const began = new Date()
    const { userId, sessionId = '' } = await signInWithPassword(visitor(from), { email: 'ada@example.org', password: PASSWORD, client }).then((outcome) =>
      outcome.kind === 'signed_in' ? outcome : Promise.reject(outcome),
    )
    await endSession(await actorForSession(sessionId, from))
    const row = { kind: 'user', userId, targetId: sessionId, address: from.address }
    expect(await written(began)).toEqual([
      { ...row, action: 'session.signed-out', after: null },
      { ...row, action: 'session.started', after: { method: 'password', secondFactor: false } },
    ])
  })
})

describe('a session', () => {
  test('stops at once when it is ended, expired, was not used for two weeks or never was', async () => {
    const [ended, expired, untouched] = [await enter('ada@example.org'), await enter('ada@example.org'), await enter('ada@example.org')]
    const forgotten = await enter('ada@example.org')
    await db().update(sessions).set({ lastSeenAt: sql`now() - interval '14 days'` }).where(eq(sessions.id, forgotten.sessionId))
    expect(await kindOf(forgotten.sessionId)).toBe('anonymous')
    await endSession(ended)
    await db().update(sessions).set({ expiresAt: sql`now()` }).where(eq(sessions.id, expired.sessionId))
    expect(await kindOf(ended.sessionId)).toBe('anonymous')
    expect(await kindOf(expired.sessionId)).toBe('anonymous')
    expect(await kindOf('ses_unknown')).toBe('anonymous')
    expect((await actorForSession(undefined)).kind).toBe('anonymous')
    expect(await kindOf(untouched.sessionId)).toBe('user')
  })

  test('is listed with its browser, this one first, ended ones not at all', async () => {
    const [first, second, gone] = [await enter('ada@example.org'), await enter('ada@example.org'), await enter('ada@example.org')]
    await endSession(gone)
    const listed = await listSessions(first)
    expect(listed.map((session) => [session.id, session.isCurrent])).toEqual([
      [first.sessionId, true],
      [second.sessionId, false],
    ])
    expect(listed[0]?.userAgent).toBe('Test browser')
  })

  test('can be ended from another session of the same person, and by nobody else', async () => {
    const [here, there, stranger] = [await enter('ada@example.org'), await enter('ada@example.org'), await enter('eva@example.org')]
    await expect(revokeSession(stranger, there.sessionId)).rejects.toMatchObject({ code: 'not_found' })
    expect(await kindOf(there.sessionId)).toBe('user')
    await revokeSession(here, there.sessionId)
    expect(await kindOf(there.sessionId)).toBe('anonymous')
    await expect(revokeSession(here, there.sessionId)).rejects.toMatchObject({ code: 'not_found' })
    await expect(revokeSession(anonymous, here.sessionId)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('notes when it was last seen, at most every five minutes', async () => {
    const actor = await enter('ada@example.org')
    const seen = async () => (await listSessions(actor))[0]?.lastSeenAt.getTime() ?? 0
    const fresh = await seen()
    await actorForSession(actor.sessionId)
    expect(await seen()).toBe(fresh)
    await db().update(sessions).set({ lastSeenAt: sql`now() - interval '6 minutes'` })
    await actorForSession(actor.sessionId)
    expect(Date.now() - (await seen())).toBeLessThan(60_000)
  })
})
