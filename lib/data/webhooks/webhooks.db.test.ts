import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { memberships, notifications, webhookDeliveries, webhooks } from '@/db/schema'
import { createTestTeam } from '@/e2e/fixtures/generations'
import { WEBHOOK_RETRY_DELAYS_MS } from '@/lib/domain/webhook'
import { anonymous, system } from '../actor'
import { db } from '../db'
import { addOutput, fail, requestCancel, succeed } from '../generations/mutations'
import { output, queued, refusal, running, useTeams } from '../generations/testing/generations'
import { reviewOutput } from '../reviews/mutations'
import { createWebhook, deleteWebhook, redeliver, resealWebhooks, setWebhookEnabled, testWebhook } from './mutations'
import { listDeliveries, listWebhooks } from './queries'

const SECRET = 'the secret of this installation, for tests'
// Settings are read once, by whoever asks first.
vi.stubEnv('ALLOWED_PRIVATE_HOSTS', '127.0.0.1')
vi.stubEnv('ENCRYPTION_KEY', SECRET)
const { team, stranger } = useTeams()
const deliverOnce = async () => (await import('@/inngest/functions/deliver-webhooks')).deliverOnce()

let server: Server
let origin = ''
let answer = 200
let received: { headers: Record<string, unknown>; body: string }[] = []

beforeAll(async () => {
  server = createServer(async (incoming, outgoing) => {
    let body = ''
    for await (const chunk of incoming) body += chunk
    received.push({ headers: incoming.headers, body })
    outgoing.writeHead(answer, answer === 302 ? { location: `${origin}/elsewhere` } : {}).end('what a receiver says is nobody’s business')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
})
beforeEach(async () => {
  await db().delete(webhooks)
  answer = 200
  received = []
})

const ALL = ['generation.succeeded', 'generation.failed', 'generation.canceled', 'output.approved'] as const
const hook = (events: readonly (typeof ALL)[number][] = ALL, of = team) =>
  createWebhook(of.actor, { teamId: of.teamId, webhook: { url: `${origin}/hook`, events: [...events] } })
const messages = () => db().select().from(webhookDeliveries)
const one = async () => {
  const [message] = await messages()
  if (!message) throw new Error('no message')
  return message
}
const makeDue = () =>
  db()
    .update(webhookDeliveries)
    .set({ nextAttemptAt: new Date(0) })
const finished = async () => {
  const generationId = await running(team)
  const outputId = (await addOutput(system, await output(team, generationId, 0))) ?? ''
  await succeed(system, generationId)
  return { generationId, outputId }
}

test('what happens is written for the webhooks that ask for it, with ids and states alone, and sent signed', async () => {
  const { secret } = await hook(['generation.succeeded', 'output.approved'])
  await hook(['generation.failed'])
  await hook(ALL, stranger)
  const { generationId, outputId } = await finished()
  await reviewOutput(team.actor, outputId, { verdict: 'approved', note: 'Lovely light' })
  expect(await deliverOnce()).toMatchObject({ sent: 2 })
  expect((await messages()).map(({ status, attempts, lastStatus }) => [status, attempts, lastStatus])).toEqual([
    ['delivered', 1, 200],
    ['delivered', 1, 200],
  ])
  const said = received.map(({ body }) => JSON.parse(body) as { type: string; data: unknown }).sort((a, b) => a.type.localeCompare(b.type))
  expect(said.map(({ type, data }) => ({ type, data }))).toEqual([
    { type: 'generation.succeeded', data: { teamId: team.teamId, generationId, status: 'succeeded', outputIds: [outputId] } },
    { type: 'output.approved', data: { teamId: team.teamId, generationId, outputId, review: 'approved' } },
  ])
  for (const { headers, body } of received) {
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const own = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
      .update(signed)
      .digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${own}`)
    expect(Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp']))).toBeLessThan(10)
    expect(body).not.toContain('Lovely')
  }
})

test('a generation that fails or is canceled is told too, and one whose end is undone is not', async () => {
  await hook(['generation.failed', 'generation.canceled'])
  const failed = await running(team)
  await fail(system, failed, { code: 'rejected', message: 'No' })
  const canceled = await queued(team)
  await requestCancel(team.actor, canceled)
  // All in one transaction: what is thrown after the end takes the message with it.
  const half = await running(team)
  await expect(succeed(system, half)).rejects.toThrow()
  expect((await messages()).map(({ payload }) => [payload.type, payload.data.generationId]).sort()).toEqual([
    ['generation.canceled', canceled],
    ['generation.failed', failed],
  ])
})

test('a message that does not arrive is sent again under the same id after growing waits, and then given up', async () => {
  await hook(['generation.canceled'])
  await requestCancel(team.actor, await queued(team))
  answer = 500
  for (const [attempt, delayMs] of WEBHOOK_RETRY_DELAYS_MS.entries()) {
    const { waitMs } = await deliverOnce()
    const message = await one()
    expect([message.status, message.attempts, message.lastStatus]).toEqual(['pending', attempt + 1, 500])
    const wait = message.nextAttemptAt.getTime() - Date.now()
    expect(Math.abs(wait - delayMs)).toBeLessThan(5000)
    // Waited for by the same run where that is soon, found by the clock otherwise.
    expect(waitMs !== null).toBe(delayMs < 55_000)
    expect(await deliverOnce()).toMatchObject({ sent: 0 })
    await makeDue()
  }
  await deliverOnce()
  expect(await one()).toMatchObject({ status: 'failed', attempts: 6 })
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect((await listWebhooks(team.actor, team.teamId))[0]?.failingSinceMs).toEqual(expect.any(Number))

  answer = 204
  await redeliver(team.actor, (await one()).id)
  await deliverOnce()
  expect(await one()).toMatchObject({ status: 'delivered', attempts: 1, lastStatus: 204 })
  expect((await listWebhooks(team.actor, team.teamId))[0]?.failingSinceMs).toBeNull()
})

test('two senders at once send each message once, and what a dead one took is sent after its lease', async () => {
  await hook(['generation.canceled'])
  for (let n = 0; n < 6; n++) await requestCancel(team.actor, await queued(team))
  const sent = await Promise.all([deliverOnce(), deliverOnce(), deliverOnce()])
  expect(sent.reduce((sum, each) => sum + each.sent, 0)).toBe(6)
  expect(received).toHaveLength(6)
})

test('a redirect is no delivery and is not followed, and an address that was turned inward is not called', async () => {
  await hook(['generation.canceled'])
  await requestCancel(team.actor, await queued(team))
  answer = 302
  await deliverOnce()
  expect([(await one()).lastStatus, received.length]).toEqual([302, 1])
  // What was a public name when it was entered.
  await db().update(webhooks).set({ url: 'https://localtest.me.localhost/' })
  await makeDue()
  await deliverOnce()
  expect(await one()).toMatchObject({ lastStatus: null, lastProblem: 'private_address', attempts: 2 })
  expect(received).toHaveLength(1)
})

test('a webhook that nothing reaches for days is switched off, with a line in the inbox of those who manage it', async () => {
  const { id } = await hook(['generation.canceled'])
  const { actor: member } = await createTestTeam()
  await db().insert(memberships).values({ teamId: team.teamId, userId: member.userId, role: 'member' })
  await db()
    .update(webhooks)
    .set({ failingSince: new Date(Date.now() - 4 * 86_400_000) })
    .where(eq(webhooks.id, id))
  await requestCancel(team.actor, await queued(team))
  await requestCancel(team.actor, await queued(team))
  answer = 503
  await deliverOnce()
  expect((await listWebhooks(team.actor, team.teamId))[0]).toMatchObject({ disabledReason: 'failing' })
  expect((await messages()).every(({ status }) => status === 'failed')).toBe(true)
  const told = await db().select().from(notifications).where(eq(notifications.kind, 'webhook'))
  expect(told).toMatchObject([{ userId: team.actor.userId, href: `/team/api?team=${team.teamId}` }])
  await requestCancel(team.actor, await queued(team))
  expect(await messages()).toHaveLength(2)

  await setWebhookEnabled(team.actor, id, true)
  await requestCancel(team.actor, await queued(team))
  answer = 410
  await deliverOnce()
  expect((await listWebhooks(team.actor, team.teamId))[0]).toMatchObject({ disabledReason: 'gone' })
})

test('a test says that it is one, and nothing is sent by a webhook that is switched off', async () => {
  const { id } = await hook()
  await testWebhook(team.actor, id)
  await deliverOnce()
  expect(JSON.parse(received[0]?.body ?? '{}')).toMatchObject({ type: 'test', data: { teamId: team.teamId } })
  await setWebhookEnabled(team.actor, id, false)
  expect((await refusal(testWebhook(team.actor, id))).code).toBe('conflict')
  expect((await refusal(redeliver(team.actor, (await one()).id))).code).toBe('conflict')
})

test('nobody but owners and admins of the team sees or changes webhooks', async () => {
  const { id } = await hook()
  await testWebhook(team.actor, id)
  const { actor: member } = await createTestTeam()
  await db().insert(memberships).values({ teamId: team.teamId, userId: member.userId, role: 'member' })
  for (const actor of [member, stranger.actor]) {
    expect(await listWebhooks(actor, team.teamId)).toEqual([])
    expect(await listDeliveries(actor, team.teamId)).toEqual([])
    const { id: messageId } = await one()
    const work = [() => testWebhook(actor, id), () => deleteWebhook(actor, id), () => setWebhookEnabled(actor, id, false), () => redeliver(actor, messageId)]
    for (const refused of work) expect((await refusal(refused())).code).toBe('not_found')
    expect((await refusal(redeliver(actor, messageId))).userMessage).toBe((await refusal(redeliver(actor, 'msg_unknown'))).userMessage)
  }
  expect((await refusal(deleteWebhook(anonymous, id))).code).toBe('unauthenticated')
  expect(await listWebhooks(team.actor, team.teamId)).toHaveLength(1)
})

test('an address that may not be called is refused when it is entered', async () => {
  for (const url of ['http://example.com/', 'https://10.0.0.1/', 'https://[::1]/', 'https://user:pass@example.com/', 'https://example.com:22/', 'nonsense']) {
    const refused = await refusal(createWebhook(team.actor, { teamId: team.teamId, webhook: { url, events: ['generation.failed'] } }))
    expect([refused.code, Object.keys(refused.fields ?? {})], url).toEqual(['invalid', ['url']])
  }
})

test('secrets move to a new key of the installation, and one that no key opens is said to be unreadable', async () => {
  const { id } = await hook(['generation.canceled'])
  vi.stubEnv('ENCRYPTION_KEY', 'another secret of this installation, for tests')
  vi.stubEnv('ENCRYPTION_KEY_PREVIOUS', SECRET)
  vi.resetModules()
  const fresh = await import('./mutations')
  const { system: again } = await import('../actor')
  expect(await fresh.resealWebhooks(again)).toEqual({ moved: 1, lost: 0 })
  expect(await fresh.resealWebhooks(again)).toEqual({ moved: 0, lost: 0 })
  expect(await resealWebhooks(system)).toEqual({ moved: 0, lost: 1 })
  await requestCancel(team.actor, await queued(team))
  await deliverOnce()
  expect(await one()).toMatchObject({ status: 'delivered' })
  await db().update(webhooks).set({ keyVersion: 'forgotten' }).where(eq(webhooks.id, id))
  await db()
    .update(webhookDeliveries)
    .set({ status: 'pending', nextAttemptAt: new Date(0) })
  await deliverOnce()
  expect(await one()).toMatchObject({ lastProblem: 'secret_unreadable', lastStatus: null })
  expect(received).toHaveLength(1)
})
