import { beforeEach, expect, test, vi } from 'vitest'
import { rateLimits } from '@/db/schema'
import { useDatabase } from '@/e2e/fixtures/use-database'
import { type Actor, actorForSession, anonymous, type UserActor } from '@/lib/data/actor'
import { db } from '@/lib/data/db'
import { endSession, revokeSession, signInWithPassword } from '@/lib/data/sessions/mutations'
import { deleteAccount } from '@/lib/data/users/mutations'
import { changePassword } from '@/lib/data/users/passwords'
import { signUp } from '@/lib/data/users/sign-up'
import { GET } from './route'

const session = vi.hoisted(() => ({ actor: { kind: 'anonymous' } as Actor }))
vi.mock('@/app/_server/actor', () => ({ currentActor: async () => session.actor }))

const PASSWORD = 'teal orbit lamp'
const EMAIL = 'ada@example.org'
const client = { address: null, userAgent: 'Test' }

useDatabase()
beforeEach(async () => {
  await db().delete(rateLimits)
})

const join = (email: string) => signUp(anonymous, { email, password: PASSWORD, client })
const enter = async (email = EMAIL): Promise<UserActor> => {
  const { sessionId } = await signInWithPassword(anonymous, { email, password: PASSWORD, client })
  const actor = await actorForSession(sessionId)
  if (actor.kind !== 'user') throw new Error('The session that was just opened is not live.')
  return actor
}

/** A browser that listens. `ended` gives the moment at which the stream was closed. */
async function listen(actor: UserActor) {
  session.actor = actor
  const leave = new AbortController()
  const response = await GET(new Request('http://localhost/api/events', { signal: leave.signal }))
  let isOpen = true
  const ended = (async () => {
    for await (const _ of response.body ?? []);
    isOpen = false
    return performance.now()
  })()
  return { response, ended, isOpen: () => isOpen, leave: () => leave.abort() }
}
const SECOND_MS = 1000

test('a stream closes within a second after its session was signed out elsewhere, and no other stream does', async () => {
  await join(EMAIL)
  const [here, elsewhere] = [await enter(), await enter()]
  const [staying, closing] = [await listen(here), await listen(elsewhere)]
  const started = performance.now()
  await revokeSession(here, elsewhere.sessionId)
  expect((await closing.ended) - started).toBeLessThan(SECOND_MS)
  expect(staying.isOpen()).toBe(true)

  const again = performance.now()
  await endSession(here)
  expect((await staying.ended) - again).toBeLessThan(SECOND_MS)
})

test('a new password closes the streams of every other session at once', async () => {
  const [here, elsewhere] = [await enter(), await enter()]
  const [staying, closing] = [await listen(here), await listen(elsewhere)]
  await changePassword(here, { present: PASSWORD, next: 'marble block vase' })
  const changed = performance.now()
  expect((await closing.ended) - changed).toBeLessThan(SECOND_MS)
  expect(staying.isOpen()).toBe(true)
  staying.leave()
  await staying.ended
})

test('deleting the account closes its streams at once', async () => {
  await join('eva@example.org')
  const eva = await enter('eva@example.org')
  const stream = await listen(eva)
  await deleteAccount(eva, { typedEmail: 'eva@example.org' })
  const deleted = performance.now()
  expect((await stream.ended) - deleted).toBeLessThan(SECOND_MS)
})

test('a session that ended just before anybody listened opens no stream', async () => {
  await join('kim@example.org')
  const kim = await enter('kim@example.org')
  await endSession(kim)
  const stream = await listen(kim)
  expect(await stream.ended).toBeGreaterThan(0)
})

test('a visitor is refused', async () => {
  session.actor = anonymous
  expect((await GET(new Request('http://localhost/api/events'))).status).toBe(401)
})
