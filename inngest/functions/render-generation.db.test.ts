import { randomUUID } from 'node:crypto'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { eq, sql } from 'drizzle-orm'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { generationAttempts, generationOutputs, generations, memberships, usageLedger } from '@/db/schema'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'
import { createTestTeam, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import { closeDb, db } from '@/lib/data/db'
import { requestCancel } from '@/lib/data/generations/mutations'
import { type RequestGeneration, requestGeneration, tryAgain } from '@/lib/data/generations/request-generation'
import { OPENAI_COMPATIBLE, STUDIO } from '@/lib/domain/capabilities'
import { previewKey } from '@/lib/domain/preview-key'
import { type Engine, EngineError, type EngineRequest, type EngineResult, type EngineRun } from '@/lib/engines/contract'
import { blobStore } from '@/lib/platform/blob'
import { type Executor, startExecutor } from '../embedded/executor'
import { sendEvent } from '../send'

type Behaviour = (request: EngineRequest, run: EngineRun) => Promise<EngineResult>
const PAID = { engine: 'openai-compatible', canvas: false, ratio: '1:1', size: 512, quality: 'standard', seed: 1, images: 1 } as const

let database: TestDatabase
let folder: string
let team: TestTeam
let executor: Executor
/** What the engine does, call by call; the last one stays. */
let script: Behaviour[] = []
let calls: EngineRequest[] = []

const fakeEngine = (id: string): Engine => ({
  id,
  version: 'fake/1',
  capabilities: id === 'studio' ? STUDIO : OPENAI_COMPATIBLE,
  generate: (request, run) => {
    calls.push(request)
    const behave = script.length > 1 ? script.shift() : script[0]
    if (!behave) throw new Error('The script of the engine is empty.')
    return behave(request, run)
  },
})
let start: () => Promise<Executor>
let sweepOnce: (now: number) => Promise<{ sent: number; failed: number }>

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'maquette-render-'))
  vi.stubEnv('DATABASE_URL', database.url)
  vi.stubEnv('MAQUETTE_DATA', folder)
  vi.stubEnv('LOG_LEVEL', 'error')
  vi.stubEnv('OPENAI_COMPATIBLE_BASE_URL', 'http://127.0.0.1:9/v1')
  vi.stubEnv('OPENAI_COMPATIBLE_MODEL', 'picture-1')
  // Defects that tests bring about are written down; they would only clutter the report.
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  team = await createTestTeam()
  // The client reads the settings once, when it is first imported: only now are they those of this test.
  const [{ inngest }, { createRenderGeneration }, sweep] = await Promise.all([
    import('../client'),
    import('./render-generation'),
    import('./sweep-generations'),
  ])
  const functions = [createRenderGeneration(async (id) => fakeEngine(id))]
  start = () => startExecutor({ client: inngest, functions, databaseUrl: database.url, log: () => {}, backoffMs: () => 50, pollMs: 50 })
  sweepOnce = sweep.sweepOnce
})
afterAll(async () => {
  vi.restoreAllMocks()
  await closeDb()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  script = [picture]
  calls = []
  executor = await start()
})
afterEach(() => executor.stop(2_000))

const picture: Behaviour = async (request, run) => {
  const preview = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#808080' } })
    .jpeg()
    .toBuffer()
  run.onProgress({ fraction: 0.5, step: 'Rendering', remainingMs: 10, preview: { bytes: new Uint8Array(preview), mime: 'image/jpeg' } })
  const background = { r: request.seed % 256, g: 90, b: 120 }
  const bytes = await sharp({ create: { width: request.width, height: request.height, channels: 3, background } })
    .png()
    .toBuffer()
  return { bytes: new Uint8Array(bytes), mime: 'image/png', costMicroUsd: 0, seed: request.seed, details: {} }
}
/** Works until it is told to stop. */
const endless: Behaviour = (_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
/** A worker that was killed: never comes back, not even when told to stop. */
const dead: Behaviour = () => new Promise(() => {})
const failing =
  (error: () => Error): Behaviour =>
  () =>
    Promise.reject(error())

async function request(changes: Partial<RequestGeneration> = {}): Promise<string> {
  const { generationId } = await requestGeneration(team.actor, await testRequest(team, changes))
  return generationId
}
async function press(changes: Partial<RequestGeneration> = {}): Promise<string> {
  const generationId = await request(changes)
  await sendEvent({ name: 'generation/requested', data: { generationId } })
  return generationId
}
async function rowOf(id: string) {
  const [row] = await db().select().from(generations).where(eq(generations.id, id))
  if (!row) throw new Error('no such row')
  return row
}
const ended = (id: string) =>
  vi.waitFor(
    async () => {
      const row = await rowOf(id)
      expect(row.finishedAt).not.toBeNull()
      return row
    },
    { timeout: 20_000, interval: 30 },
  )
const called = (times: number) => vi.waitFor(() => expect(calls).toHaveLength(times), { timeout: 20_000, interval: 20 })
const outputsOf = (id: string) => db().select().from(generationOutputs).where(eq(generationOutputs.generationId, id)).orderBy(generationOutputs.index)

describe('a generation', () => {
  test('gets each image from its own seed and the frozen inputs, with thumbnail and ThumbHash, and leaves no preview behind', async () => {
    const { settings } = await testRequest(team)
    const id = await press({ settings: { ...settings, images: 2 } })
    expect(await ended(id)).toMatchObject({ status: 'succeeded', engineVersion: 'fake/1', progress: null, costMicroUsd: 0 })
    expect(calls.map(({ seed, width, height, prompt }) => ({ seed, width, height, prompt }))).toEqual([
      { seed: 7, width: 592, height: 444, prompt: 'Golden hour' },
      { seed: 8, width: 592, height: 444, prompt: 'Golden hour' },
    ])
    expect(calls[0]?.canvas?.scene.order.length).toBeGreaterThan(3)
    expect(calls[0]?.canvas?.snapshot.byteLength).toBeGreaterThan(50)
    const outputs = await outputsOf(id)
    expect(outputs.map(({ index, seed, width }) => ({ index, seed, width }))).toEqual([
      { index: 0, seed: 7, width: 592 },
      { index: 1, seed: 8, width: 592 },
    ])
    expect(outputs[0]?.thumbhash.length).toBeGreaterThan(10)
    for (const n of [1, 2, 3]) expect(await blobStore().exists(previewKey(team.teamId, id, n))).toBe(false)
    expect((await db().select().from(usageLedger).where(eq(usageLedger.generationId, id))).map(({ kind }) => kind).sort()).toEqual(['reserve', 'settle'])
  })

  test('stops within a second of Cancel, in the middle of an image', async () => {
    script = [endless]
    const id = await press()
    await called(1)
    const abortedAt = new Promise<number>((resolve) => {
      script = [
        (_, { signal }) => {
          signal.addEventListener('abort', () => resolve(Date.now()))
          return endless(_ as EngineRequest, { signal, onProgress: () => {} })
        },
      ]
    })
    const second = await press()
    await called(2)
    const at = Date.now()
    await requestCancel(team.actor, second)
    expect((await abortedAt) - at).toBeLessThan(1_000)
    expect((await rowOf(second)).status).toBe('canceled')
    await requestCancel(team.actor, id)
    expect(await outputsOf(second)).toEqual([])
  })

  test('that is canceled while it waits never reaches an engine', async () => {
    const id = await request()
    await requestCancel(team.actor, id)
    await sendEvent({ name: 'generation/requested', data: { generationId: id } })
    const next = await press()
    await ended(next)
    expect(calls).toHaveLength(1)
    expect((await rowOf(id)).status).toBe('canceled')
  })

  test('is tried again when the engine has a passing problem', async () => {
    script = [failing(() => new EngineError('transient', 'The provider has a problem.')), picture]
    const id = await press()
    expect((await ended(id)).status).toBe('succeeded')
    expect(calls).toHaveLength(2)
  })

  test('comes back when a busy provider says so', async () => {
    script = [failing(() => new EngineError('rate_limited', 'The provider is busy.', { retryAfterMs: 1_000 })), picture]
    const id = await press()
    await vi.waitFor(async () => expect((await rowOf(id)).progress?.step).toBe('The provider is busy. We try again in 1 seconds.'), {
      timeout: 10_000,
      interval: 20,
    })
    expect((await ended(id)).status).toBe('succeeded')
  })

  test('fails with the sentence of the engine when problems stay', async () => {
    script = [failing(() => new EngineError('transient', 'The provider has a problem.'))]
    expect(await ended(await press())).toMatchObject({ status: 'failed', error: { code: 'transient', message: 'The provider has a problem.' } })
    expect(calls).toHaveLength(4)
  })

  test('that the provider refuses is not sent again', async () => {
    script = [failing(() => new EngineError('rejected', 'The provider refused this prompt.'))]
    expect(await ended(await press())).toMatchObject({ status: 'failed', error: { code: 'rejected' } })
    expect(calls).toHaveLength(1)
  })

  test.each([
    ['throws something unexpected', failing(() => new TypeError('secret detail'))],
    ['gives a picture of another size', async (request, run) => picture({ ...request, width: 100 }, run)],
  ] as [string, Behaviour][])('fails with a code for support when the engine %s', async (_, behaviour) => {
    script = [behaviour]
    const { status, error } = await ended(await press())
    expect(status).toBe('failed')
    expect(error).toMatchObject({ code: 'internal', message: expect.stringMatching(/Give this code to support: [0-9A-Z]{4}-[0-9A-Z]{2}\./) })
    expect(JSON.stringify(error)).not.toContain('secret detail')
  })

  test('whose author has left the team is not made', async () => {
    const own = await createTestTeam()
    const { generationId } = await requestGeneration(own.actor, await testRequest(own))
    await db().delete(memberships).where(eq(memberships.userId, own.actor.userId))
    await sendEvent({ name: 'generation/requested', data: { generationId } })
    expect(await ended(generationId)).toMatchObject({ status: 'failed', error: { code: 'rejected' } })
    expect(calls).toEqual([])
  })
})

describe('storage that goes away in the middle of an image', () => {
  const blobs = () => path.join(folder, 'blobs')
  /** A file in the place of the folder: nothing below it can be read or written, not even by root. */
  const losing: Behaviour = async (request, run) => {
    await rename(blobs(), `${blobs()}.away`).catch(() => {})
    await writeFile(blobs(), '')
    return picture(request, run)
  }
  const back = async (): Promise<void> => {
    await rm(blobs())
    await rename(`${blobs()}.away`, blobs())
  }

  test('fails the image with a plain sentence, and Try again works when it is back', async () => {
    script = [losing]
    const id = await press()
    const { status, error } = await ended(id)
    await back()
    expect(status).toBe('failed')
    expect(error?.message).toMatch(/^The storage folder of this installation cannot be used\./)
    script = [picture]
    const { generationId } = await tryAgain(team.actor, { generationId: id, requestKey: randomUUID() })
    await sendEvent({ name: 'generation/requested', data: { generationId } })
    expect((await ended(generationId)).status).toBe('succeeded')
  })

  test('does not make a provider be paid twice for one image', async () => {
    script = [losing, picture]
    const id = await press({ settings: PAID, snapshotAssetId: null })
    const { error } = await ended(id)
    await back()
    expect(error).toMatchObject({ code: 'maybe_charged', message: expect.stringContaining('The provider may have charged') })
    expect(calls).toHaveLength(1)
  })
})

describe('a worker that is killed in the middle of an image', () => {
  test('is followed by one that makes it again: one output', async () => {
    script = [dead, picture]
    const id = await press()
    await called(1)
    await executor.stop(0)
    executor = await start()
    expect((await ended(id)).status).toBe('succeeded')
    expect(await outputsOf(id)).toHaveLength(1)
  })

  test('leaves a call that may have been charged, which is said and never sent again', async () => {
    script = [dead, picture]
    const id = await press({ settings: PAID, snapshotAssetId: null })
    await called(1)
    await executor.stop(0)
    executor = await start()
    const row = await ended(id)
    expect(row).toMatchObject({ status: 'failed', error: { code: 'maybe_charged' }, costMicroUsd: null })
    expect(row.error?.message).toContain('The provider may have finished and charged')
    expect(calls).toHaveLength(1)
    expect(await db().select().from(generationAttempts).where(eq(generationAttempts.generationId, id))).toMatchObject([{ status: 'unknown' }])
  })
})

describe('the sweep', () => {
  test('sends what was committed and never sent, once', async () => {
    const id = await request()
    await db().execute(sql`update generations set created_at = now() - interval '1 minute' where id = ${id}`)
    expect((await sweepOnce(Date.now())).sent).toBe(1)
    expect((await sweepOnce(Date.now())).sent).toBe(0)
    expect((await ended(id)).status).toBe('succeeded')
  })

  test('sending an event twice makes one set of images', async () => {
    const id = await press()
    await sendEvent({ name: 'generation/requested', data: { generationId: id } })
    await ended(id)
    await ended(await press())
    expect(calls).toHaveLength(2)
  })

  test('ends what has been silent for a quarter of an hour', async () => {
    const id = await request()
    await db().execute(sql`update generations set status = 'running', updated_at = now() - interval '16 minutes' where id = ${id}`)
    await sweepOnce(Date.now())
    expect(await rowOf(id)).toMatchObject({ status: 'failed', error: { code: 'internal' } })
  })
})
