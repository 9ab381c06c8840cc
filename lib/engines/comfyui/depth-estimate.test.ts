import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ComfyBehaviour, type ComfyUiServer, startComfyUi } from '@/e2e/fixtures/providers/comfyui'
import { engineFailure } from '../testing/engine-run'
import { type DepthEstimate, depthGraph, estimateDepth } from './depth-estimate'
import { NODE_DEFINITIONS } from './node-definitions'
import { graphProblems } from './validate-graph'

const SIZE = { width: 64, height: 48 }
let server: ComfyUiServer
let picture: Uint8Array
let away: string

const plain = async (width: number, height: number): Promise<Uint8Array> =>
  new Uint8Array(
    await sharp({ create: { width, height, channels: 3, background: '#405060' } })
      .png()
      .toBuffer(),
  )
const estimate = ({ of = picture, baseUrl = server.baseUrl, signal = new AbortController().signal } = {}): Promise<DepthEstimate> =>
  estimateDepth({ baseUrl, pollMs: 10 }, of, SIZE, signal)
const failure = (behaviour: ComfyBehaviour) => {
  server.behave(behaviour)
  return engineFailure(estimate())
}

beforeAll(async () => {
  server = await startComfyUi()
  picture = await plain(640, 480)
  const gone = await startComfyUi()
  away = gone.baseUrl
  await gone.close()
})
afterAll(() => server.close())
beforeEach(() => server.behave({}))

test('the workflow uses nodes and inputs as ComfyUI and the extension declare them', () => {
  const graph = depthGraph('x.png')
  expect(graphProblems(graph)).toEqual([])
  expect(Object.values(graph).filter(({ class_type: name }) => !(name in NODE_DEFINITIONS))).toEqual([])
  expect(graph.image?.inputs.image).toBe('x.png')
})

describe('an estimate', () => {
  test('has the size that was asked for, near bright, whatever size the model gave', async () => {
    for (const size of [undefined, { width: 33, height: 500 }]) {
      server.behave({ size })
      const { width, height, pixels } = await estimate()
      expect({ width, height, length: pixels.length }).toEqual({ ...SIZE, length: SIZE.width * SIZE.height })
      expect(pixels[0]).toBeLessThan(10)
      expect(pixels.at(-1)).toBeGreaterThan(245)
      expect([...pixels.subarray(0, SIZE.width)]).toEqual(Array.from({ length: SIZE.width }, () => pixels[0]))
    }
  })

  test('keeps the values that the model gave', async () => {
    const values = Uint8Array.from({ length: SIZE.width * SIZE.height }, (_, i) => (i % SIZE.width) * 4)
    const depth = await sharp(values, { raw: { ...SIZE, channels: 1 } })
      .png()
      .toBuffer()
    server.behave({ depth, size: SIZE })
    expect([...(await estimate()).pixels]).toEqual([...values])
  })

  test('leaves nothing but temporary files there: the picture, small enough for the model, and its answer', async () => {
    await estimate({ of: await plain(1600, 1200) })
    const [name, bytes] = [...server.uploads][0] ?? []
    expect(name).toMatch(/^maquette\/[0-9a-f]{64}\.png \[temp\]$/)
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 691, height: 518, format: 'png' })
    expect(Object.values(server.prompts[0]?.graph ?? {}).map(({ class_type: type }) => type)).not.toContain('SaveImage')
  })

  test('of the same picture is found again and not made twice', async () => {
    const first = await estimate()
    expect(await estimate()).toEqual(first)
    expect(server.prompts).toHaveLength(1)
  })

  test.each(['refused', 'breaks'] as const)('needs no line for events: one that is %s', async (socket) => {
    server.behave({ socket })
    expect((await estimate()).pixels).toHaveLength(SIZE.width * SIZE.height)
  })

  test('that was cut off is asked for again', async () => {
    server.behave({ view: 'cut-off' })
    expect((await estimate()).pixels).toHaveLength(SIZE.width * SIZE.height)
  })
})

describe('what goes wrong', () => {
  test('names the extension that is missing', async () => {
    expect(await failure({ missing: ['DepthAnythingV2Preprocessor'] })).toMatchObject({
      code: 'not_configured',
      userMessage: 'ComfyUI lacks the extension comfyui_controlnet_aux. Whoever runs it has to install it.',
    })
  })

  test.each([
    [{ run: 'out-of-memory' }, 'unsupported', /ran out of memory/],
    [{ run: 'vanish' }, 'transient', /no longer knows/],
    [{ run: 'no-picture' }, 'unsupported', /without a picture/],
    [{ view: 'not-an-image' }, 'unsupported', /not an image/],
    [{ submit: 403 }, 'not_configured', /does not let/],
    [{ submit: 500 }, 'transient', /has a problem/],
  ] satisfies [ComfyBehaviour, string, RegExp][])('%o is %s', async (behaviour, code, words) => {
    const error = await failure(behaviour)
    expect(error.code).toBe(code)
    expect(error.userMessage).toMatch(words)
  })

  test('a ComfyUI that is away is said', async () => {
    expect(await engineFailure(estimate({ baseUrl: away }))).toMatchObject({ code: 'transient', userMessage: 'ComfyUI cannot be reached.' })
  })

  test.each(['hold', 'stall'] as const)('one that takes too long (%s) is left, and its work is stopped', async (run) => {
    server.behave({ run })
    const controller = new AbortController()
    const left = expect(estimate({ signal: controller.signal })).rejects.toThrow('too long')
    await vi.waitFor(() => expect(server.prompts).toHaveLength(1))
    controller.abort(new Error('too long'))
    await left
    expect([...server.taken, ...server.interrupted]).toEqual([server.prompts[0]?.id])
  })
})
