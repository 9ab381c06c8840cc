import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type OpenAiImagesServer, startOpenAiImages } from '@/e2e/fixtures/providers/openai-images'
import { outputPixels } from '@/lib/domain/aspect-ratio'
import type { EngineReference, EngineRequest } from '../contract'
import { engineFailure, testCanvas, testEngineRequest, testRun } from '../testing/engine-run'
import { createOpenAiCompatible } from './index'

let server: OpenAiImagesServer
beforeAll(async () => {
  server = await startOpenAiImages()
})
afterAll(() => server.close())
beforeEach(() => {
  server.requests.length = 0
  server.behave({ kind: 'image' })
})

const reference = (n: number): EngineReference => ({ slot: 2, role: 'style', strength: 0.5, mime: 'image/png', bytes: pngOf(n) })
const pngs = new Map<number, Uint8Array>()
const pngOf = (n: number): Uint8Array => {
  const bytes = pngs.get(n)
  if (!bytes) throw new Error('no such picture')
  return bytes
}
beforeAll(async () => {
  for (const n of [1, 2, 3]) {
    const bytes = await sharp({ create: { width: 8 + n, height: 8, channels: 3, background: '#888888' } })
      .png()
      .toBuffer()
    pngs.set(n, new Uint8Array(bytes))
  }
})
const canvas = () => testCanvas({ snapshot: pngOf(1) })

const generate = (changes: Partial<EngineRequest> = {}, signal = new AbortController().signal) =>
  createOpenAiCompatible({ baseUrl: server.baseUrl, apiKey: 'secret', model: 'picture-1' }).generate(testEngineRequest(changes), testRun({ signal }))

const failure = (changes: Partial<EngineRequest> = {}) => engineFailure(generate(changes))

describe('an OpenAI-compatible engine', () => {
  test('without pictures asks for a generation with model, key, prompt and a size that the server takes', async () => {
    await generate()
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]).toMatchObject({
      path: '/v1/images/generations',
      authorization: 'Bearer secret',
      fields: { model: 'picture-1', prompt: 'a lighthouse', size: '1536x1024', n: '1' },
    })
  })

  test('with the canvas asks for an edit, the snapshot first and the references after it', async () => {
    await generate({ canvas: canvas(), references: [reference(2), reference(3)] })
    expect(server.requests[0]?.path).toBe('/v1/images/edits')
    expect(server.requests[0]?.images).toEqual([pngOf(1), pngOf(2), pngOf(3)])
    expect(server.requests[0]?.fields.prompt).toContain('Image 1 is a view of the 3D scene')
    expect(server.requests[0]?.fields.prompt).toContain('Image 3 is a reference')
  })

  test('with references alone asks for an edit of them', async () => {
    await generate({ references: [reference(2)] })
    expect(server.requests[0]).toMatchObject({ path: '/v1/images/edits', images: [pngOf(2)] })
  })

  test('gives exactly the pixels that were asked for, cut from the middle', async () => {
    const result = await generate()
    const { data, info } = await sharp(result.bytes).raw().toBuffer({ resolveWithObject: true })
    expect({ width: info.width, height: info.height }).toEqual(outputPixels('16:9', 512))
    const middle = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * info.channels
    expect([...data.subarray(middle, middle + 3)]).toEqual([255, 255, 255])
    expect([...data.subarray(0, 3)]).toEqual([32, 64, 192])
    expect(result).toMatchObject({ mime: 'image/png', costMicroUsd: null, seed: null, details: { providerRequestId: 'req_1', providerWidth: 1536 } })
  })

  test('takes a picture of another size than it asked for', async () => {
    server.behave({ kind: 'image', width: 300, height: 900 })
    const { width, height } = await sharp((await generate()).bytes).metadata()
    expect({ width, height }).toEqual(outputPixels('16:9', 512))
  })

  test('follows an address on the same server in place of the bytes', async () => {
    server.behave({ kind: 'url' })
    expect((await generate()).details.providerWidth).toBe(1024)
  })

  test('reports a refusal with the reason of the provider, and asks only once', async () => {
    server.behave({ kind: 'error', status: 400, code: 'moderation_blocked', message: 'it names a real person' })
    expect(await failure()).toMatchObject({
      code: 'rejected',
      userMessage: 'The provider refused this prompt: it names a real person. Change the prompt and try again.',
    })
    expect(server.requests).toHaveLength(1)
  })

  test('never repeats a key that a provider puts into its words', async () => {
    server.behave({ kind: 'error', status: 400, message: 'bad request for sk-abcdef123456' })
    const error = await failure()
    expect(error.code).toBe('unsupported')
    expect(error.userMessage).not.toContain('abcdef123456')
  })

  test('says when to come back when the provider is busy, and does not come back by itself', async () => {
    server.behave({ kind: 'error', status: 429, message: 'slow down', headers: { 'retry-after': '30' } })
    expect(await failure()).toMatchObject({ code: 'rate_limited', retryAfterMs: 30_000 })
    expect(server.requests).toHaveLength(1)
  })

  test('does not wait for an account without credit', async () => {
    server.behave({ kind: 'error', status: 429, code: 'insufficient_quota', message: 'no money' })
    expect((await failure()).code).toBe('rejected')
  })

  test.each([500, 502, 503])('calls a %i transient', async (status) => {
    server.behave({ kind: 'error', status, message: 'oh' })
    expect((await failure()).code).toBe('transient')
    expect(server.requests).toHaveLength(1)
  })

  test('calls a wrong key not configured', async () => {
    server.behave({ kind: 'error', status: 401, message: 'Incorrect API key provided: sk-abcdef123456' })
    expect((await failure()).code).toBe('not_configured')
  })

  test.each(['cut-off', 'hang-up', 'not-an-image'] as const)('says that the provider may have charged after %s', async (kind) => {
    server.behave({ kind })
    const error = await failure()
    expect(error.code).toBe('maybe_charged')
    expect(error.userMessage).toMatch(/charged/)
    expect(server.requests).toHaveLength(1)
  })

  test('calls an answer without an image rejected', async () => {
    server.behave({ kind: 'empty' })
    expect((await failure()).code).toBe('rejected')
  })

  test('calls a server that is not there transient: nothing was sent', async () => {
    const gone = await startOpenAiImages()
    await gone.close()
    const engine = createOpenAiCompatible({ baseUrl: gone.baseUrl, apiKey: null, model: 'm' })
    await expect(engine.generate(testEngineRequest(), testRun())).rejects.toMatchObject({ code: 'transient' })
  })

  test('ends with the reason of the signal when it is aborted', async () => {
    server.behave({ kind: 'image', delayMs: 60_000 })
    const controller = new AbortController()
    const running = generate({}, controller.signal)
    controller.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
  })
})
