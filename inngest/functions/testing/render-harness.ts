import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { generationOutputs, generations } from '@/db/schema'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'
import { createTestTeam, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import { closeDb, db } from '@/lib/data/db'
import { type RequestGeneration, requestGeneration } from '@/lib/data/generations/request-generation'
import type { Engine, EngineRequest, EngineResult, EngineRun } from '@/lib/engines/contract'
import { OPENAI_COMPATIBLE } from '@/lib/engines/openai-compatible/capabilities'
import { STUDIO } from '@/lib/engines/studio/capabilities'
import { type Executor, startExecutor } from '../../embedded/executor'
import { sendEvent } from '../../send'
import type { MakePasses } from '../render-passes'

export type Behaviour = (request: EngineRequest, run: EngineRun) => Promise<EngineResult>
export const PAID = { engine: 'openai-compatible', canvas: false, ratio: '1:1', size: 512, quality: 'standard', seed: 1, images: 1 } as const

/** What tests of the function set and read. */
export type RenderHarness = {
  folder: string
  team: TestTeam
  executor: Executor
  /** What the engine does, call by call; the last one stays. */
  script: Behaviour[]
  calls: EngineRequest[]
  /** What the step of the passes does. */
  makePasses: MakePasses
  start: () => Promise<Executor>
  sweepOnce: (now: number) => Promise<{ sent: number; failed: number }>
}

/** The real function on the embedded executor and a database of its own, with engines that do what a test says. */
export function renderHarness(): RenderHarness {
  let database: TestDatabase
  const unset = (): never => {
    throw new Error('The harness has not started.')
  }
  const harness: RenderHarness = {
    folder: '',
    team: { teamId: '', sceneId: '', actor: { kind: 'user', userId: '', sessionId: '', isInstanceAdmin: false } },
    executor: { ended: Promise.resolve(), stop: unset },
    script: [],
    calls: [],
    makePasses: async () => [],
    start: unset,
    sweepOnce: unset,
  }
  const fakeEngine = (id: string): Engine => ({
    id,
    version: 'fake/1',
    capabilities: id === 'studio' ? STUDIO : OPENAI_COMPATIBLE,
    generate: (request, run) => {
      harness.calls.push(request)
      const behave = harness.script.length > 1 ? harness.script.shift() : harness.script[0]
      if (!behave) throw new Error('The script of the engine is empty.')
      return behave(request, run)
    },
  })
  beforeAll(async () => {
    database = await createTestDatabase()
    harness.folder = await mkdtemp(path.join(tmpdir(), 'maquette-render-'))
    vi.stubEnv('DATABASE_URL', database.url)
    vi.stubEnv('MAQUETTE_DATA', harness.folder)
    vi.stubEnv('LOG_LEVEL', 'error')
    vi.stubEnv('OPENAI_COMPATIBLE_BASE_URL', 'http://127.0.0.1:9/v1')
    vi.stubEnv('OPENAI_COMPATIBLE_MODEL', 'picture-1')
    // Defects that tests bring about are written down; they would only clutter the report.
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    harness.team = await createTestTeam()
    // The client reads the settings once, when it is first imported: only now are they those of this test.
    const [{ inngest }, { createRenderFunctions }, sweep] = await Promise.all([
      import('../../client'),
      import('../render-generation'),
      import('../sweep-generations'),
    ])
    const functions = createRenderFunctions(
      async (id) => fakeEngine(id),
      (job, signal) => harness.makePasses(job, signal),
    )
    harness.start = () => startExecutor({ client: inngest, functions, databaseUrl: database.url, log: () => {}, backoffMs: () => 50, pollMs: 50 })
    harness.sweepOnce = sweep.sweepOnce
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await closeDb()
    await database.drop()
    await rm(harness.folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    harness.script = [picture]
    harness.calls = []
    harness.makePasses = async () => []
    harness.executor = await harness.start()
  })
  afterEach(() => harness.executor.stop(2_000))
  return harness
}

export const picture: Behaviour = async (request, run) => {
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
export const endless: Behaviour = (_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
/** A worker that was killed: never comes back, not even when told to stop. */
export const dead: Behaviour = () => new Promise(() => {})
export const failing =
  (error: () => Error): Behaviour =>
  () =>
    Promise.reject(error())

export async function request(team: TestTeam, changes: Partial<RequestGeneration> = {}): Promise<string> {
  const { generationId } = await requestGeneration(team.actor, await testRequest(team, changes))
  return generationId
}
/** Tells the function that there is work to do. */
export const send = (generationId: string, engineId = 'studio'): Promise<void> => sendEvent({ name: 'generation/requested', data: { generationId, engineId } })
export async function press(team: TestTeam, changes: Partial<RequestGeneration> = {}): Promise<string> {
  const generationId = await request(team, changes)
  await send(generationId, changes.settings?.engine)
  return generationId
}
export async function rowOf(id: string) {
  const [row] = await db().select().from(generations).where(eq(generations.id, id))
  if (!row) throw new Error('no such row')
  return row
}
export const ended = (id: string) =>
  vi.waitFor(
    async () => {
      const row = await rowOf(id)
      expect(row.finishedAt).not.toBeNull()
      return row
    },
    { timeout: 40_000, interval: 30 },
  )
export const called = (harness: RenderHarness, times: number) => vi.waitFor(() => expect(harness.calls).toHaveLength(times), { timeout: 20_000, interval: 20 })
export const outputsOf = (id: string) => db().select().from(generationOutputs).where(eq(generationOutputs.generationId, id)).orderBy(generationOutputs.index)
