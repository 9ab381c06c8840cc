import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JobServer } from '@/e2e/fixtures/providers/job-server'
import { outputPixels } from '@/lib/domain/aspect-ratio'
import type { Engine, EngineRequest, EngineResult } from '../contract'
import type { Pace } from '../hosted/jobs'
import { engineFailure, type TestRun, testCanvas, testEngineRequest, testRun } from './engine-run'

/** Asks without delay, and gives up after three tries. */
export const FAST: Pace = { pollMs: 1, answerMsMax: 60_000, retryMs: [1, 1] }

/** PNGs of different widths, so that each can be told from the others. */
export async function testPictures(): Promise<[Uint8Array, Uint8Array, Uint8Array]> {
  const [first, second, third] = await Promise.all(
    [9, 10, 11].map(async (width) => {
      const bytes = await sharp({ create: { width, height: 8, channels: 3, background: '#888888' } })
        .png()
        .toBuffer()
      return new Uint8Array(bytes)
    }),
  )
  if (!first || !second || !third) throw new Error('no pictures')
  return [first, second, third]
}

export type Setting<Server extends JobServer> = {
  start: () => Promise<Server & { key: string }>
  create: (server: Server, changes?: { apiKey?: string }) => Engine
  /** Micro-dollars that the engine must report for one picture, or null where the provider does not say. */
  tellsCost: boolean
  /** Whether the provider lets work be canceled. */
  cancels: boolean
}

/** What holds for every engine whose work is handed in, asked about and fetched. @returns what further tests use. */
export function describeJobEngine<Server extends JobServer>(name: string, setting: Setting<Server>) {
  let server: Server & { key: string }
  const of = { server: (): Server => server, generate, failure }
  beforeAll(async () => {
    server = await setting.start()
  })
  afterAll(() => server.close())
  beforeEach(() => server.reset())

  function generate(changes: Partial<EngineRequest> = {}, run: TestRun = testRun()): Promise<EngineResult> {
    return setting.create(server).generate(testEngineRequest(changes), run)
  }
  async function failure(changes: Partial<EngineRequest> = {}, run: TestRun = testRun()) {
    return engineFailure(generate(changes, run))
  }
  async function withCanvas(): Promise<Partial<EngineRequest>> {
    const [snapshot, depth] = await testPictures()
    return { canvas: testCanvas({ snapshot, depth }) }
  }

  describe(`${name}, as every engine whose work is asked about`, () => {
    test('hands the work in once, asks until it is ready, and keeps what was said for Replay without the key', async () => {
      server.behave({ kind: 'image', waits: 3 })
      const run = testRun()
      await generate(await withCanvas(), run)
      expect(server.jobs).toHaveLength(1)
      expect(server.jobs[0]?.polls).toBe(4)
      expect(run.exchanges.length).toBeGreaterThanOrEqual(3)
      expect(JSON.stringify(run.exchanges)).not.toContain(server.key)
      expect(run.seen.map(({ step }) => step)).toEqual(expect.arrayContaining(['Waiting for the provider', 'The provider is at work', 'Finishing']))
    })

    test('gives exactly the pixels that were asked for, cut from the middle, whatever size and type came', async () => {
      server.behave({ kind: 'image', width: 640, height: 900, format: 'jpeg' })
      const result = await generate(await withCanvas())
      const { data, info } = await sharp(result.bytes).raw().toBuffer({ resolveWithObject: true })
      expect({ width: info.width, height: info.height }).toEqual(outputPixels('16:9', 512))
      const middle = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * info.channels
      for (const value of data.subarray(middle, middle + 3)) expect(value).toBeGreaterThan(245)
      expect(result).toMatchObject({ mime: 'image/png', details: { providerRequestId: server.jobs[0]?.id, providerWidth: 640, providerHeight: 900 } })
    })

    test('reports what the provider billed, or nothing where it does not say', async () => {
      const result = await generate(await withCanvas())
      expect(server.billedMicroUsd()).toBeGreaterThan(0)
      expect(result.costMicroUsd).toBe(setting.tellsCost ? server.billedMicroUsd() : null)
    })

    test('after a restart asks for the result and hands nothing in again', async () => {
      server.behave({ kind: 'slow' })
      const controller = new AbortController()
      const first = testRun({ signal: controller.signal })
      const running = engineFailure(generate(await withCanvas(), first)).catch((error: unknown) => error)
      const job = await server.asked(0, 2)
      // What stands in the database when the worker dies: it was kept before the first question.
      const ref = first.kept[0]
      expect(first.kept).toHaveLength(1)
      server.turn(job, { kind: 'image', seed: 77 })
      const second = testRun({ ref })
      const result = await generate(await withCanvas(), second)
      expect(server.jobs).toHaveLength(1)
      expect(second.kept).toEqual([])
      expect(result.details.providerRequestId).toBe(job.id)
      expect(result.costMicroUsd).toBe(setting.tellsCost ? server.billedMicroUsd() : null)
      controller.abort(new Error('the first worker is gone'))
      await running
    })

    test('goes on asking when the provider is tired of it or the line breaks, since the work may be paid for', async () => {
      server.behave(
        { kind: 'poll-error', status: 503, times: 2 },
        { kind: 'poll-error', status: 429, times: 1, headers: { 'retry-after': '0' } },
        { kind: 'cut-off', at: 'poll', times: 2 },
        { kind: 'hang-up', at: 'image', times: 2 },
        { kind: 'cut-off', at: 'image', times: 2 },
      )
      const request = await withCanvas()
      for (let job = 0; job < 5; job += 1) await generate(request)
      expect(server.jobs).toHaveLength(5)
    })

    test.each(['poll', 'image'] as const)('leaves the work to be asked for later when there is no answer at all (%s)', async (at) => {
      server.behave({ kind: 'hang-up', at })
      const run = testRun()
      expect(await failure(await withCanvas(), run)).toMatchObject({ code: 'transient', userMessage: 'The provider does not answer.' })
      expect(run.kept).toHaveLength(1)
      expect(server.jobs).toHaveLength(1)
    })

    test.each(['cut-off', 'hang-up'] as const)(
      'says that the provider may have charged when the line breaks while the work is handed in (%s)',
      async (kind) => {
        server.behave({ kind, at: 'submit' })
        const error = await failure(await withCanvas())
        expect(error.code).toBe('maybe_charged')
        expect(error.userMessage).toMatch(/charged/)
        expect(server.jobs).toHaveLength(1)
      },
    )

    test('says that nothing was sent when the provider is not there', async () => {
      const gone = await setting.start()
      await gone.close()
      const error = await engineFailure(setting.create(gone).generate(testEngineRequest(await withCanvas()), testRun()))
      expect(error.code).toBe('transient')
    })

    test('says when to come back when the provider is busy, and does not come back by itself', async () => {
      server.behave({ kind: 'error', status: 429, message: 'slow down', headers: { 'retry-after': '30' } })
      expect(await failure(await withCanvas())).toMatchObject({ code: 'rate_limited', retryAfterMs: 30_000 })
      expect(server.jobs).toHaveLength(1)
    })

    test.each([500, 502, 503])('calls a %i at the door transient, and does not try again by itself', async (status) => {
      server.behave({ kind: 'error', status, message: 'oh' })
      expect((await failure(await withCanvas())).code).toBe('transient')
      expect(server.jobs).toHaveLength(1)
    })

    test('says that the account is empty', async () => {
      server.behave({ kind: 'no-credit' })
      const error = await failure(await withCanvas())
      expect(error).toMatchObject({ code: 'rejected' })
      expect(error.userMessage).toMatch(/no credit left/)
    })

    test('says that the key is not valid, and never shows it', async () => {
      const error = await engineFailure(setting.create(server, { apiKey: 'sk-not-this-one' }).generate(testEngineRequest(await withCanvas()), testRun()))
      expect(error.code).toBe('not_configured')
      expect(error.userMessage).not.toContain('not-this-one')
    })

    test('says that a model is unknown', async () => {
      server.behave({ kind: 'error', status: 404, message: 'No such model' })
      expect(await failure(await withCanvas())).toMatchObject({ code: 'not_configured', userMessage: expect.stringContaining('No such model') })
    })

    test('tells a refused prompt from a wrong request, with the reason of the provider and without what looks like a key', async () => {
      server.behave({ kind: 'refused', at: 'submit', reason: 'blocked by moderation: it names a real person' })
      expect(await failure(await withCanvas())).toMatchObject({ code: 'rejected', userMessage: expect.stringContaining('it names a real person') })
      server.behave({ kind: 'error', status: 422, message: 'width is too large for key-abcdef12345' })
      const error = await failure(await withCanvas())
      expect(error.code).toBe('unsupported')
      expect(error.userMessage).toContain('width is too large')
      expect(error.userMessage).not.toContain('abcdef12345')
    })

    test.each(['submit', 'poll'] as const)('calls an answer that nobody can read possibly charged (%s)', async (at) => {
      server.behave({ kind: 'malformed', at })
      expect((await failure(await withCanvas())).code).toBe('maybe_charged')
    })

    test('says that the provider may have charged when it forgot the work, or gave something that is no picture', async () => {
      server.behave({ kind: 'lost' }, { kind: 'not-an-image' })
      expect(await failure(await withCanvas())).toMatchObject({ code: 'maybe_charged', userMessage: expect.stringContaining('no longer knows') })
      expect(await failure(await withCanvas())).toMatchObject({ code: 'maybe_charged', userMessage: expect.stringContaining('not an image') })
    })

    test('ends with the reason of the signal when it is aborted, and tells the provider to stop where that is possible', async () => {
      server.behave({ kind: 'slow' })
      const controller = new AbortController()
      const running = generate(await withCanvas(), testRun({ signal: controller.signal }))
      const ended = expect(running).rejects.toThrow('enough')
      const job = await server.asked(0, 2)
      controller.abort(new Error('enough'))
      await ended
      expect(job.canceled).toBe(setting.cancels)
    })

    test('sends the seed, and no key to the server that holds the picture', async () => {
      const result = await generate({ ...(await withCanvas()), seed: 1234 })
      expect(JSON.stringify(server.jobs[0]?.body)).toContain('"seed":1234')
      expect(result.seed).toBe(1234)
      expect(JSON.stringify(server.pictures)).not.toContain(server.key)
      expect(server.pictures).toHaveLength(1)
    })
  })
  return of
}
