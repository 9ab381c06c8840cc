import { beforeAll, describe, expect, test } from 'vitest'
import { startBlackForestLabs } from '@/e2e/fixtures/providers/black-forest-labs'
import { ASPECT_RATIOS, outputPixels } from '@/lib/domain/aspect-ratio'
import type { EngineReference } from '../contract'
import { testCanvas, testEngineRequest, testRun } from '../testing/engine-run'
import { describeJobEngine, FAST, testPictures } from '../testing/job-engine-suite'
import { blackForestLabs } from './capabilities'
import { createBlackForestLabs } from './index'

const { server, generate, failure } = describeJobEngine('FLUX by Black Forest Labs', {
  start: startBlackForestLabs,
  create: ({ baseURL, key }, changes) => createBlackForestLabs({ apiKey: key, model: 'flux-2-pro', baseUrl: baseURL, ...changes }, FAST),
  tellsCost: true,
  cancels: false,
})

let pictures: Awaited<ReturnType<typeof testPictures>>
beforeAll(async () => {
  pictures = await testPictures()
})
const base64 = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('base64')
const reference = (bytes: Uint8Array, changes: Partial<EngineReference> = {}): EngineReference => ({
  slot: 2,
  role: 'style',
  strength: 0.5,
  mime: 'image/png',
  bytes,
  ...changes,
})
const withModel = (model: string) => createBlackForestLabs({ apiKey: server().key, model, baseUrl: server().baseURL }, FAST)

describe('what FLUX gets', () => {
  test('the snapshot first, the references after it in their order, and a line for each with its role and strength in words', async () => {
    const [snapshot, second, third] = pictures
    await generate({
      canvas: testCanvas({ snapshot }),
      references: [reference(second, { strength: 0.1 }), reference(third, { role: 'material', strength: 0.9 })],
    })
    const [job] = server().jobs
    expect(job?.model).toBe('flux-2-pro')
    expect(job?.body).toMatchObject({ input_image: base64(snapshot), input_image_2: base64(second), input_image_3: base64(third), output_format: 'png' })
    expect(String(job?.body.prompt).split('\n')).toEqual([
      'a lighthouse',
      'Image 1 is a view of the 3D scene. Keep its objects, composition and camera.',
      'Image 2 is a reference. Take a hint of its style, palette and mood, not its content.',
      'Image 3 is a reference. Closely take its materials and surfaces.',
    ])
  })

  test('no pictures and no word of them when canvas and references are off', async () => {
    await generate()
    expect(server().jobs[0]?.body.prompt).toBe('a lighthouse')
    expect(Object.keys(server().jobs[0]?.body ?? {}).filter((name) => name.includes('image'))).toEqual([])
  })

  test('the picture before in place of the snapshot when one object is changed', async () => {
    const [snapshot, base, mask] = pictures
    await generate({ canvas: testCanvas({ snapshot }), edit: { base, mask, description: '' } })
    expect(server().jobs[0]?.body.input_image).toBe(base64(base))
    expect(server().jobs[0]?.body.prompt).toBe('a lighthouse')
  })

  test.each(ASPECT_RATIOS)('a size of whole sixteenths that has the ratio %s within one of them, and no ratio beside it', async (ratio) => {
    for (const size of [512, 1536] as const) {
      const wanted = outputPixels(ratio, size)
      await generate({ ...wanted, settings: { ...testEngineRequest().settings, ratio, size } })
      const { width, height, aspect_ratio } = server().jobs.at(-1)?.body ?? {}
      expect(aspect_ratio).toBeUndefined()
      expect([Number(width) % 16, Number(height) % 16]).toEqual([0, 0])
      expect(Number(width) * Number(height)).toBeLessThanOrEqual(4_000_000)
      expect(Math.abs(Number(width) - wanted.width)).toBeLessThan(16)
      expect(Math.abs(Number(height) - wanted.height)).toBeLessThan(16)
    }
  })

  test('a ratio in place of a size for Kontext', async () => {
    const settings = { ...testEngineRequest().settings, ratio: '21:9' as const }
    await withModel('flux-kontext-pro').generate(testEngineRequest({ settings, canvas: testCanvas({ snapshot: pictures[0] }) }), testRun())
    expect(server().jobs[0]?.body).toMatchObject({ aspect_ratio: '21:9', input_image: base64(pictures[0]) })
    expect(server().jobs[0]?.body.width).toBeUndefined()
  })

  test('the exact depth in place of the snapshot for the depth model, as a ready map, and no line on pictures', async () => {
    const [snapshot, depth] = pictures
    const engine = withModel('flux-pro-1.0-depth')
    const result = await engine.generate(testEngineRequest({ canvas: testCanvas({ snapshot, depth }) }), testRun())
    expect(server().jobs[0]?.body).toMatchObject({ preprocessed_image: base64(depth), prompt: 'a lighthouse', seed: 1 })
    expect(JSON.stringify(server().jobs[0]?.body)).not.toContain(base64(snapshot))
    expect(result.costMicroUsd).toBe(server().billedMicroUsd())
    expect(engine.capabilities).toMatchObject({ canvas: 'required', referencesMax: 0, controls: ['depth'], sizes: [512, 768, 1024] })
  })

  test('no word of a picture to change for the depth model, which sees none, when one object is changed', async () => {
    const [snapshot, depth, base] = pictures
    const edit = { base: base ?? new Uint8Array(), mask: depth ?? new Uint8Array(), description: 'The Vase: brass\nGolden hour' }
    await withModel('flux-pro-1.0-depth').generate(
      testEngineRequest({ prompt: 'Change one thing in the picture, the Vase', canvas: testCanvas({ snapshot, depth }), edit }),
      testRun(),
    )
    expect(server().jobs[0]?.body).toMatchObject({ preprocessed_image: base64(depth), prompt: 'The Vase: brass\nGolden hour' })
    expect(JSON.stringify(server().jobs[0]?.body)).not.toContain(base64(base))
  })

  test('words alone for the older models', async () => {
    await withModel('flux-pro-1.1').generate(testEngineRequest(), testRun())
    expect(server().jobs[0]?.body).toMatchObject({ prompt: 'a lighthouse', width: 672, height: 384 })
    expect(blackForestLabs('flux-pro-1.1')).toMatchObject({ canvas: 'unsupported', referencesMax: 0 })
  })
})

describe('what FLUX says', () => {
  test('a refused request ends at once, with the reason, and costs nothing', async () => {
    server().behave({ kind: 'refused', at: 'request', reason: 'Derivative Works Filter' })
    expect(await failure()).toMatchObject({
      code: 'rejected',
      userMessage: 'The provider refused the prompt or a picture sent with it: Derivative Works Filter. Nothing was charged. Change them and try again.',
    })
    expect(server().jobs[0]?.polls).toBe(1)
    expect(server().billedMicroUsd()).toBe(0)
  })

  test('a refused picture is told from a refused request', async () => {
    server().behave({ kind: 'refused', at: 'picture' })
    const error = await failure()
    expect(error).toMatchObject({ code: 'rejected', userMessage: expect.stringContaining('made a picture and refused to give it out.') })
    expect(server().jobs).toHaveLength(1)
  })

  test('broken work ends, so that asking again cannot meet it for ever', async () => {
    server().behave({ kind: 'failed' })
    expect(await failure()).toMatchObject({ code: 'rejected', userMessage: expect.stringContaining('Nothing was charged') })
  })

  test('the seed that was really used is kept', async () => {
    server().behave({ kind: 'image', seed: 99 })
    expect((await generate({ seed: 5 })).seed).toBe(99)
  })

  test('how far it is', async () => {
    server().behave({ kind: 'image', waits: 3 })
    const run = testRun()
    await generate({}, run)
    expect(run.seen.map(({ fraction }) => fraction)).toEqual(expect.arrayContaining([0.1, 0.2, 0.3]))
  })

  test('a place to ask that belongs to somebody else gets neither the key nor a question', async () => {
    const kept = { status: 200, body: JSON.stringify({ id: 'x', polling_url: 'https://elsewhere.example/v1/get_result?id=x' }) }
    expect(await failure({}, testRun({ ref: JSON.stringify(kept) }))).toMatchObject({ code: 'maybe_charged' })
  })
})
