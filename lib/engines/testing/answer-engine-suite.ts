import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AnswerServer } from '@/e2e/fixtures/providers/answer-server'
import { outputPixels } from '@/lib/domain/aspect-ratio'
import type { Engine, EngineReference, EngineRequest, EngineResult } from '../contract'
import { engineFailure, type TestRun, testCanvas, testEngineRequest, testRun } from './engine-run'

/** PNGs of different widths, so that each can be told from the others. */
export async function testPicture(width: number, height = 8): Promise<Uint8Array> {
  const bytes = await sharp({ create: { width, height, channels: 3, background: '#888888' } })
    .png()
    .toBuffer()
  return new Uint8Array(bytes)
}

export const testReference = async (width: number, slot: 2 | 3 = 2): Promise<EngineReference> => ({
  slot,
  role: 'style',
  strength: 0.5,
  mime: 'image/png',
  bytes: await testPicture(width),
})

export type KeyedServer = AnswerServer & { key: string; baseUrl: string }
export type Setting = {
  start: () => Promise<KeyedServer>
  create: (server: KeyedServer, changes?: { apiKey?: string; baseUrl?: string }) => Engine
  /** Every form in which the provider refuses, with a part of the sentence that the user then reads. */
  refusals: readonly (readonly [form: string, words: RegExp])[]
}

/** What holds for every engine whose provider answers with the picture itself. @returns what further tests use. */
export function describeAnswerEngine(name: string, { start, create, refusals }: Setting) {
  let server: KeyedServer
  beforeAll(async () => {
    server = await start()
  })
  afterAll(() => server.close())
  beforeEach(() => server.reset())
  const generate = (changes: Partial<EngineRequest> = {}, run: TestRun = testRun()): Promise<EngineResult> =>
    create(server).generate(testEngineRequest(changes), run)
  const failure = (changes: Partial<EngineRequest> = {}, run: TestRun = testRun()) => engineFailure(generate(changes, run))

  describe(`${name}, as every engine that is answered with the picture`, () => {
    test('asks once, and keeps what was said for Replay without key and bytes', async () => {
      const run = testRun()
      await generate({ canvas: testCanvas({ snapshot: await testPicture(9) }) }, run)
      expect(server.asked).toHaveLength(1)
      expect(run.exchanges).toMatchObject([{ request: { method: 'POST' }, response: { status: 200 } }])
      const kept = JSON.stringify(run.exchanges)
      expect(kept).toMatch(/"sha256":"[0-9a-f]{64}"/)
      expect(kept).not.toContain(server.key)
      expect(kept.length).toBeLessThan(6_000)
    })

    test('sends the canvas first and the references behind it, and says what each is for', async () => {
      const references = [await testReference(10), await testReference(11, 3)]
      await generate({ canvas: testCanvas({ snapshot: await testPicture(9) }), references })
      expect(server.asked[0]?.images).toEqual([await testPicture(9), ...references.map(({ bytes }) => bytes)])
      const text = JSON.stringify(server.asked[0]?.fields)
      expect(text).toContain('Image 1 is a view of the 3D scene')
      expect(text).toContain('Image 3 is a reference')
    })

    test('sends a plain prompt and no picture where there is none', async () => {
      await generate()
      expect(server.asked[0]?.images).toEqual([])
      expect(JSON.stringify(server.asked[0]?.fields)).toContain('a lighthouse')
    })

    test.each(['png', 'jpeg', 'webp'] as const)('gives a PNG of exactly the pixels that were asked for, cut from the middle of a %s', async (format) => {
      server.behave({ kind: 'image', width: 700, height: 900, format })
      const result = await generate()
      const { data, info } = await sharp(result.bytes).raw().toBuffer({ resolveWithObject: true })
      expect({ width: info.width, height: info.height }).toEqual(outputPixels('16:9', 512))
      const middle = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * info.channels
      expect(Math.min(...data.subarray(middle, middle + 3))).toBeGreaterThan(250)
      expect(result).toMatchObject({ mime: 'image/png', details: { providerWidth: 700, providerHeight: 900 } })
    })

    test('costs what the provider billed, to the micro-dollar', async () => {
      const { costMicroUsd } = await generate({ canvas: testCanvas({ snapshot: await testPicture(9) }), references: [await testReference(10)] })
      expect(costMicroUsd).toBe(server.billedMicroUsd())
      expect(costMicroUsd).toBeGreaterThan(0)
    })

    test.each(refusals)('reports the refusal "%s" in words, asks only once, and knows what it cost', async (form, words) => {
      server.behave({ kind: 'refused', form })
      const error = await failure()
      expect(error).toMatchObject({ code: 'rejected', userMessage: expect.stringMatching(words) })
      expect(error.userMessage).toMatch(/try again\.$/)
      expect(error.costMicroUsd ?? 0).toBe(server.billedMicroUsd())
      expect(server.asked).toHaveLength(1)
    })

    test('says when to come back when the provider is busy, and does not come back by itself', async () => {
      server.behave({ kind: 'rate-limited' })
      expect(await failure()).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) })
      expect(server.asked).toHaveLength(1)
    })

    test('does not wait for an account without credit', async () => {
      server.behave({ kind: 'no-credit' })
      expect(await failure()).toMatchObject({ code: 'rejected', userMessage: expect.stringMatching(/no credit left/) })
    })

    test('does not wait for an account that has used up its budget', async () => {
      server.behave({ kind: 'day-used-up' })
      expect((await failure()).code).toBe('rejected')
    })

    test('calls a wrong key not configured, and never repeats it', async () => {
      const error = await engineFailure(create(server, { apiKey: 'sk-wrong-key-987654' }).generate(testEngineRequest(), testRun()))
      expect(error.code).toBe('not_configured')
      expect(error.userMessage).toMatch(/refused the key/)
      expect(error.userMessage).not.toMatch(/987654|1234567890/)
    })

    test.each([500, 502, 503])('calls a %i transient, and leaves it to others to try again', async (status) => {
      server.behave({ kind: 'error', status, message: 'oh' })
      expect((await failure()).code).toBe('transient')
      expect(server.asked).toHaveLength(1)
    })

    test('calls an unknown model not configured', async () => {
      server.behave({ kind: 'error', status: 404, message: 'The model does not exist' })
      expect((await failure()).code).toBe('not_configured')
    })

    test.each(['cut-off', 'hang-up', 'malformed', 'not-an-image'] as const)('says that the provider may have charged after %s', async (kind) => {
      server.behave({ kind })
      expect(await failure()).toMatchObject({ code: 'maybe_charged', userMessage: expect.stringMatching(/charged/) })
      expect(server.asked).toHaveLength(1)
    })

    test('calls an answer without an image rejected', async () => {
      server.behave({ kind: 'empty' })
      expect(await failure()).toMatchObject({ code: 'rejected', userMessage: expect.stringMatching(/without an image/) })
      expect(server.asked).toHaveLength(1)
    })

    test('calls a server that is not there transient: nothing was sent', async () => {
      const gone = await start()
      await gone.close()
      const run = testRun()
      expect((await engineFailure(create(gone).generate(testEngineRequest(), run))).code).toBe('transient')
      expect(run.exchanges).toMatchObject([{ response: { status: null } }])
    })

    test('ends with the reason of the signal when it is aborted', async () => {
      server.behave({ kind: 'slow' })
      const controller = new AbortController()
      const running = generate({}, testRun({ signal: controller.signal }))
      controller.abort(new Error('enough'))
      await expect(running).rejects.toThrow('enough')
    })
  })
  return { server: () => server, generate, failure }
}
