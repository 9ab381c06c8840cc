import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { rateLimits } from '@/db/schema'
import { LANGUAGE_MODEL_KEY, type LanguageModelServer, startLanguageModel } from '@/e2e/fixtures/providers/language-model'
import { arrangeTenants, person } from '@/e2e/fixtures/tenants'
import { type Actor, anonymous } from '@/lib/data/actor'
import { db } from '@/lib/data/db'
import { POST } from './route'

const session = vi.hoisted(() => ({ actor: { kind: 'anonymous' } as Actor }))
vi.mock('@/app/_server/actor', () => ({ currentActor: async () => session.actor }))

const member = person('usr_member')
let end: () => Promise<void>
let server: LanguageModelServer
beforeAll(async () => {
  server = await startLanguageModel()
  vi.stubEnv('PROMPT_MODEL', 'openai-compatible/writer-1')
  vi.stubEnv('OPENAI_COMPATIBLE_BASE_URL', server.baseUrl)
  vi.stubEnv('OPENAI_COMPATIBLE_API_KEY', LANGUAGE_MODEL_KEY)
  end = await arrangeTenants([
    { teamId: 'team_a', userId: 'usr_member', role: 'member' },
    { teamId: 'team_a', userId: 'usr_viewer', role: 'viewer' },
    { teamId: 'team_b', userId: 'usr_stranger', role: 'owner' },
  ])
})
afterAll(async () => {
  await end()
  await server.close()
})
beforeEach(async () => {
  session.actor = member
  server.asked.length = 0
  await db().delete(rateLimits)
})

const ask = (body: unknown): Promise<Response> =>
  POST(new Request('http://localhost/api/prompts/improve', { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }))
const QUESTION = { teamId: 'team_a', prompt: 'evening', readsPrompt: true }

test('answers with the prompt that the language model wrote', async () => {
  server.answer({ text: 'Golden hour, long soft shadows' })
  const response = await ask(QUESTION)
  expect([response.status, await response.json()]).toEqual([200, { ok: true, value: { prompt: 'Golden hour, long soft shadows' } }])
  expect(server.asked).toMatchObject([{ prompt: 'evening' }])
})

test('asks the model for nobody who may not make images in the team', async () => {
  for (const [actor, status] of [
    [person('usr_viewer'), 404],
    [person('usr_stranger'), 404],
    [anonymous, 401],
  ] as const) {
    session.actor = actor
    expect((await ask(QUESTION)).status).toBe(status)
  }
  expect(server.asked).toEqual([])
})

test('refuses what it cannot read, an empty prompt and far too much', async () => {
  const statuses = await Promise.all(
    ['{', { ...QUESTION, prompt: ' ' }, { ...QUESTION, prompt: 'x'.repeat(40_000) }].map(async (body) => (await ask(body)).status),
  )
  expect(statuses).toEqual([400, 400, 413])
  expect(server.asked).toEqual([])
})

test('lets a person ask thirty times an hour, and says when to come back', async () => {
  for (let i = 0; i < 30; i++) expect((await ask(QUESTION)).status).toBe(200)
  const refused = await ask(QUESTION)
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000)
  expect(server.asked).toHaveLength(30)
})
