import { asc, eq } from 'drizzle-orm'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { generationAttempts, providerExchanges, usageLedger } from '@/db/schema'
import { startBlackForestLabs } from '@/e2e/fixtures/providers/black-forest-labs'
import { startFal } from '@/e2e/fixtures/providers/fal'
import type { JobServer } from '@/e2e/fixtures/providers/job-server'
import { startReplicate } from '@/e2e/fixtures/providers/replicate'
import { db } from '@/lib/data/db'
import { createBlackForestLabs } from '@/lib/engines/black-forest-labs'
import type { Engine } from '@/lib/engines/contract'
import { createFal } from '@/lib/engines/fal'
import { createReplicate } from '@/lib/engines/replicate'
import { FAST } from '@/lib/engines/testing/job-engine-suite'
import { type Behaviour, dead, ended, PAID, press, renderHarness } from './testing/render-harness'

type Server = JobServer & { key: string; baseURL: string }
const FAMILIES: [string, () => Promise<Server>, (server: Server) => Engine][] = [
  ['FLUX', startBlackForestLabs, ({ key, baseURL }) => createBlackForestLabs({ apiKey: key, baseUrl: baseURL, model: 'flux-2-pro' }, FAST)],
  ['fal', startFal, ({ key, baseURL }) => createFal({ apiKey: key, baseUrl: baseURL, model: 'fal-ai/flux-2-pro/edit' }, FAST)],
  // One of the models on Replicate whose price is known: the test server bills the same.
  ['Replicate', startReplicate, ({ key, baseURL }) => createReplicate({ apiKey: key, baseUrl: baseURL, model: 'black-forest-labs/flux-depth-pro' }, FAST)],
]

const harness = renderHarness()
const settledOf = async (id: string) => (await db().select().from(usageLedger).where(eq(usageLedger.generationId, id))).find(({ kind }) => kind === 'settle')
const attemptsOf = (id: string) => db().select().from(generationAttempts).where(eq(generationAttempts.generationId, id))
const exchangesOf = (id: string) =>
  db().select().from(providerExchanges).where(eq(providerExchanges.generationId, id)).orderBy(asc(providerExchanges.index), asc(providerExchanges.position))

describe.each(FAMILIES)('a generation with %s, from the press to the ledger', (_, start, create) => {
  let server: Server
  const making: Behaviour = (asked, run) => create(server).generate(asked, run)
  beforeAll(async () => {
    server = await start()
  })
  afterAll(() => server.close())
  beforeEach(() => {
    server.reset()
    harness.script = [making]
  })

  test('costs what the provider billed for all its images, and keeps what was said without the key', async () => {
    server.behave({ kind: 'image', waits: 2 })
    const id = await press(harness.team, { settings: { ...PAID, canvas: true, images: 2 } })
    expect(await ended(id)).toMatchObject({ status: 'succeeded', costMicroUsd: server.billedMicroUsd() })
    expect(await settledOf(id)).toMatchObject({ amountMicroUsd: server.billedMicroUsd(), images: 2 })
    expect(server.billedMicroUsd()).toBeGreaterThan(0)
    expect(server.jobs).toHaveLength(2)
    const exchanges = await exchangesOf(id)
    expect(new Set(exchanges.map(({ index }) => index))).toEqual(new Set([0, 1]))
    expect(JSON.stringify(exchanges)).not.toContain(server.key)
  })

  test('survives the death of its worker: the next one asks for the picture, which is handed in once and paid once', async () => {
    server.behave({ kind: 'slow' })
    // The first worker hands the work in, asks about it and then is gone.
    const killed: Behaviour = (asked, run) => {
      void making(asked, run).catch(() => undefined)
      return dead(asked, run)
    }
    harness.script = [killed, making]
    const id = await press(harness.team, { settings: { ...PAID, canvas: true } })
    const job = await server.asked(0, 1)
    await vi.waitFor(async () => expect(await attemptsOf(id)).toMatchObject([{ providerRef: expect.stringContaining(job.id) }]))
    await harness.executor.stop(0)
    server.turn(job, { kind: 'image' })
    harness.executor = await harness.start()
    expect(await ended(id)).toMatchObject({ status: 'succeeded', costMicroUsd: server.billedMicroUsd() })
    expect(server.jobs).toHaveLength(1)
    expect(await attemptsOf(id)).toMatchObject([{ status: 'succeeded' }])
    expect(server.billedMicroUsd()).toBeGreaterThan(0)
  })

  test('that cannot be asked about for a while goes on later and is paid once', async () => {
    server.behave({ kind: 'hang-up', at: 'poll', times: 4 })
    const id = await press(harness.team, { settings: { ...PAID, canvas: true } })
    expect(await ended(id)).toMatchObject({ status: 'succeeded', costMicroUsd: server.billedMicroUsd() })
    expect(server.jobs).toHaveLength(1)
  })

  test('that is refused is not tried again, says why, and costs nothing', async () => {
    server.behave({ kind: 'refused', at: 'request' })
    const id = await press(harness.team, { settings: { ...PAID, canvas: true } })
    expect(await ended(id)).toMatchObject({ status: 'failed', error: { code: 'rejected', message: expect.stringMatching(/refused/) }, costMicroUsd: 0 })
    expect(server.jobs).toHaveLength(1)
    expect(server.billedMicroUsd()).toBe(0)
  })
})

test('the depth model of FLUX gets the exact depth of the frozen scene, of the size of the picture, near white and far black', async () => {
  const server = await startBlackForestLabs()
  const engine = createBlackForestLabs({ apiKey: server.key, baseUrl: server.baseURL, model: 'flux-pro-1.0-depth' }, FAST)
  harness.script = [(asked, run) => engine.generate(asked, run)]
  const id = await press(harness.team, { settings: { ...PAID, canvas: true } })
  expect(await ended(id)).toMatchObject({ status: 'succeeded', costMicroUsd: server.billedMicroUsd() })
  const picture = sharp(Buffer.from(String(server.jobs[0]?.body.preprocessed_image), 'base64'))
  expect(await picture.metadata()).toMatchObject({ format: 'png', width: 512, height: 512 })
  const { channels } = await picture.stats()
  expect(channels[0]).toMatchObject({ min: 0, max: 255 })
  await server.close()
})
