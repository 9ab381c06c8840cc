import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generationOutputs } from '@/db/schema'
import { type OpenAiImagesServer, startOpenAiImages } from '@/e2e/fixtures/providers/openai-images'
import { system } from '@/lib/data/actor'
import { readAssetBytes } from '@/lib/data/assets/queries'
import { db } from '@/lib/data/db'
import { markRunning, succeed } from '@/lib/data/generations/mutations'
import { requestEdit } from '@/lib/data/generations/request-edit'
import { queued, useTeams } from '@/lib/data/generations/testing/generations'
import { outputPixels } from '@/lib/domain/aspect-ratio'
import type { Engine, EngineRequest } from '@/lib/engines/contract'
import { createOpenAiCompatible } from '@/lib/engines/openai-compatible'
import { renderPasses, studio } from '@/lib/engines/studio'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { renderImage } from './render-image'

const { team } = useTeams()
const OBJECT = 'node_bottle'
const GROW = 12
/** On a machine that does other things as well. */
const RENDER_MS_MAX = 240_000
const { width: WIDTH, height: HEIGHT } = outputPixels('4:3', 512)

let server: OpenAiImagesServer
let base: Uint8Array
let baseOutputId = ''
let inObject: Uint8Array

/** Runs a generation's only image on a real engine. @returns the stored picture and what the engine was given. */
async function render(generationId: string, engine: Engine) {
  const seen: EngineRequest[] = []
  await markRunning(system, generationId, engine.version)
  const outputId = await renderImage(generationId, 0, async () => ({
    ...engine,
    generate: (request, run) => {
      seen.push(request)
      return engine.generate(request, run)
    },
  }))
  await succeed(system, generationId)
  const [row] = await db()
    .select()
    .from(generationOutputs)
    .where(eq(generationOutputs.id, outputId ?? ''))
  if (!row || !seen[0]) throw new Error('no picture')
  return { row, request: seen[0], bytes: (await readAssetBytes(system, row.assetId)).bytes }
}
const pixelsOf = async (bytes: Uint8Array): Promise<Uint8Array> => new Uint8Array(await sharp(bytes).raw().toBuffer())
async function maskOf(request: EngineRequest): Promise<Uint8Array> {
  const image = sharp(request.edit?.mask ?? new Uint8Array())
  expect(await image.metadata()).toMatchObject({ format: 'png', channels: 1, depth: 'uchar', width: WIDTH, height: HEIGHT })
  return new Uint8Array(await image.toColourspace('b-w').raw().toBuffer())
}
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(Buffer.from(b))

/** Brute force: whether each pixel lies within the radius of a pixel of the object. */
function within(radius: number): Uint8Array {
  const near = new Uint8Array(inObject.length)
  const reach = Math.ceil(radius)
  inObject.forEach((set, i) => {
    if (!set) return
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)]
    for (let v = Math.max(0, y - reach); v <= Math.min(HEIGHT - 1, y + reach); v++) {
      for (let u = Math.max(0, x - reach); u <= Math.min(WIDTH - 1, x + reach); u++) if ((u - x) ** 2 + (v - y) ** 2 <= radius * radius) near[v * WIDTH + u] = 1
    }
  })
  return near
}

/** How many bytes differ where nothing may change, and how many where it may. */
function compare(before: Uint8Array, after: Uint8Array, mayChange: (i: number) => boolean): { outside: number; inside: number } {
  const counts = { outside: 0, inside: 0 }
  expect(after.length).toBe(before.length)
  before.forEach((value, at) => {
    if (value !== after[at]) counts[mayChange(Math.floor(at / 3)) ? 'inside' : 'outside']++
  })
  return counts
}

const change = async (engine: Engine, includeShadow: boolean) => {
  const wish = { requestKey: randomUUID(), baseOutputId, nodeId: OBJECT, prompt: 'polished gold', engine: engine.id, grow: GROW, includeShadow }
  const made = await render((await requestEdit(team.actor, wish)).generationId, engine)
  return { ...made, pixels: await pixelsOf(made.bytes), mask: await maskOf(made.request) }
}
const hosted = (): Engine => createOpenAiCompatible({ baseUrl: server.baseUrl, apiKey: 'secret', model: 'picture-1' })

beforeAll(async () => {
  server = await startOpenAiImages()
  const settings = { engine: 'studio', canvas: true, ratio: '4:3', size: 512, quality: 'draft', seed: 7, images: 1 } as const
  const first = await render(await queued(team, { prompt: 'Golden hour, marble plinth', settings }), studio)
  baseOutputId = first.row.id
  base = await pixelsOf(first.bytes)
  const { document } = SAMPLE_SCENES.plinth
  const passes = await renderPasses({ scene: document, camera: document.camera, models: new Map() }, { width: WIDTH, height: HEIGHT })
  const id = passes.nodes.indexOf(OBJECT) + 1
  inObject = Uint8Array.from(passes.ids, (value) => (value === id ? 1 : 0))
}, RENDER_MS_MAX)
afterAll(() => server.close())

describe('a change of one object', () => {
  test(
    'by Studio leaves every byte beyond the grown outline as it was, and changes the object',
    async () => {
      const { pixels, mask, row } = await change(studio, false)
      const near = within((GROW * WIDTH) / 1024)
      // The mask that the engine was given reaches exactly as far as was asked for.
      expect(
        same(
          mask.map((value) => (value > 0 ? 1 : 0)),
          near,
        ),
      ).toBe(true)
      const { outside, inside } = compare(base, pixels, (i) => near[i] === 1)
      expect(outside).toBe(0)
      expect(inside).toBeGreaterThan(5000)
      expect(row.details.changedShare).toBeCloseTo(near.reduce((sum, value) => sum + value, 0) / near.length, 3)
    },
    RENDER_MS_MAX,
  )

  test(
    'by Studio with its shadow may change more, and every byte outside the mask is as it was',
    async () => {
      const { pixels, mask } = await change(studio, true)
      const near = within((GROW * WIDTH) / 1024)
      const count = (values: Uint8Array): number => values.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0)
      expect(near.every((value, i) => value === 0 || (mask[i] ?? 0) > 0)).toBe(true)
      expect(count(mask)).toBeGreaterThan(count(near) * 1.2)
      expect(count(mask)).toBeLessThan(mask.length / 2)
      expect(compare(base, pixels, (i) => (mask[i] ?? 0) > 0).outside).toBe(0)
    },
    RENDER_MS_MAX,
  )

  test.each([false, true])(
    'by a model without a mask (shadow: %s) keeps every byte outside, however different its answer is',
    async (includeShadow) => {
      server.requests.length = 0
      const { pixels, mask, request, row } = await change(hosted(), includeShadow)
      const { outside, inside } = compare(base, pixels, (i) => (mask[i] ?? 0) > 0)
      expect(outside).toBe(0)
      expect(inside).toBeGreaterThan(5000)
      // What the mask leaves fully to the model is the model's to the byte: its answer is blue and white.
      const full = mask.indexOf(255)
      expect([...pixels.subarray(full * 3, full * 3 + 3)]).toEqual([...(await pixelsOf(await answerOf(request))).subarray(full * 3, full * 3 + 3)])
      expect(row.width).toBe(WIDTH)
    },
    60_000,
  )

  test(
    'gives a model without a mask the picture before, and the name of the object in words',
    async () => {
      server.requests.length = 0
      const { request } = await change(hosted(), false)
      const [sent] = server.requests
      expect(same(await pixelsOf(sent?.images[0] ?? new Uint8Array()), base)).toBe(true)
      expect(sent?.images).toHaveLength(1)
      expect(sent?.fields.prompt?.split(/\r?\n/)).toEqual([
        'Change one thing in the picture, the Bottle, and nothing else: polished gold',
        'Keep every other object, the light, the background, the camera and the framing exactly as they are.',
      ])
      // For models that never see that picture.
      expect(request.edit?.description).toBe('The Bottle: polished gold\nGolden hour, marble plinth')
    },
    RENDER_MS_MAX,
  )
})

/** The model's answer alone, without the compositing. */
const answerOf = async (request: EngineRequest): Promise<Uint8Array> => {
  const run = { signal: new AbortController().signal, onProgress: () => {}, job: { ref: null, keep: async () => {} }, record: async () => {} }
  return (await hosted().generate(request, run)).bytes
}
