import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { providerExchanges, usageLedger } from '@/db/schema'
import { storeTestPicture } from '@/e2e/fixtures/generations'
import type { AnswerServer } from '@/e2e/fixtures/providers/answer-server'
import { startGateway } from '@/e2e/fixtures/providers/gateway'
import { GOOGLE_TEST_PRICE, startGoogle } from '@/e2e/fixtures/providers/google'
import { startOpenAi } from '@/e2e/fixtures/providers/openai'
import { system } from '@/lib/data/actor'
import { db } from '@/lib/data/db'
import { keepExchange } from '@/lib/data/generations/exchanges'
import type { Engine } from '@/lib/engines/contract'
import { createGateway } from '@/lib/engines/gateway'
import { createGoogle } from '@/lib/engines/google'
import { createOpenAi } from '@/lib/engines/openai'
import { ended, PAID, press, renderHarness, request } from './testing/render-harness'

type Server = AnswerServer & { key: string; baseUrl: string }
const FAMILIES: [string, () => Promise<Server>, (server: Server) => Engine][] = [
  ['Google', startGoogle, ({ key, baseUrl }) => createGoogle({ apiKey: key, baseUrl, model: 'gemini-nano-banana-2.1' }, GOOGLE_TEST_PRICE)],
  ['OpenAI', startOpenAi, ({ key, baseUrl }) => createOpenAi({ apiKey: key, baseUrl, model: 'gpt-image-2.6-sunburst' })],
  ['AI Gateway', startGateway, ({ key, baseUrl }) => createGateway({ apiKey: key, baseUrl, model: 'bfl/flux-2-pro' })],
]

const harness = renderHarness()
const settledOf = async (id: string) => (await db().select().from(usageLedger).where(eq(usageLedger.generationId, id))).find(({ kind }) => kind === 'settle')
const exchangesOf = (id: string) =>
  db().select().from(providerExchanges).where(eq(providerExchanges.generationId, id)).orderBy(asc(providerExchanges.index), asc(providerExchanges.position))

describe.each(FAMILIES)('a generation with %s, from the press to the ledger', (_, start, create) => {
  let server: Server
  beforeAll(async () => {
    server = await start()
  })
  afterAll(() => server.close())
  beforeEach(() => {
    server.reset()
    harness.script = [(asked, run) => create(server).generate(asked, run)]
  })

  test('costs what the provider billed for all its images, and keeps every exchange', async () => {
    const id = await press(harness.team, { settings: { ...PAID, canvas: true, images: 2 } })
    const row = await ended(id)
    expect(row).toMatchObject({ status: 'succeeded', costMicroUsd: server.billedMicroUsd() })
    expect(await settledOf(id)).toMatchObject({ amountMicroUsd: server.billedMicroUsd(), images: 2 })
    expect(server.billedMicroUsd()).toBeGreaterThan(0)
    const exchanges = await exchangesOf(id)
    expect(exchanges.map(({ index, position }) => [index, position])).toEqual([
      [0, 0],
      [1, 0],
    ])
    for (const { request: asked, response, requestSha256, responseSha256 } of exchanges) {
      expect([requestSha256, responseSha256]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)])
      expect(response.status).toBe(200)
      expect(JSON.stringify(asked)).not.toContain(server.key)
    }
  })

  test('is tried again when the provider says, and paid once', async () => {
    server.behave({ kind: 'error', status: 503, message: 'busy' }, { kind: 'image' })
    const id = await press(harness.team, { settings: PAID, snapshotAssetId: null })
    expect(await ended(id)).toMatchObject({ status: 'succeeded', costMicroUsd: server.billedMicroUsd() })
    expect((await exchangesOf(id)).map(({ position, response }) => [position, response.status])).toEqual([
      [0, 503],
      [1, 200],
    ])
  })

  test('that is refused is not tried again, says why, and costs what the provider takes for it', async () => {
    server.behave({ kind: 'refused', form: 'safety' })
    const id = await press(harness.team, { settings: PAID, snapshotAssetId: null })
    expect(await ended(id)).toMatchObject({ status: 'failed', error: { code: 'rejected' }, costMicroUsd: server.billedMicroUsd() })
    expect(server.asked).toHaveLength(1)
  })
})

test('the same exchange has the same hash, whatever the order of its keys', async () => {
  const generationId = await request(harness.team, { settings: PAID, snapshotAssetId: await storeTestPicture(harness.team.actor, harness.team.teamId) })
  const response = { status: 200, body: {} }
  await keepExchange(system, { generationId, index: 0, request: { method: 'POST', url: 'https://a.example', body: { a: 1, b: [2] } }, response })
  await keepExchange(system, { generationId, index: 0, request: { url: 'https://a.example', body: { b: [2], a: 1 }, method: 'POST' }, response })
  const [first, second] = await exchangesOf(generationId)
  expect(second?.position).toBe(1)
  expect(second?.requestSha256).toBe(first?.requestSha256)
})
