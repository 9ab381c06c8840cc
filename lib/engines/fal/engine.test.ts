import { beforeAll, describe, expect, test } from 'vitest'
import { startFal } from '@/e2e/fixtures/providers/fal'
import { outputPixels } from '@/lib/domain/aspect-ratio'
import type { EngineReference } from '../contract'
import { testCanvas, testEngineRequest, testRun } from '../testing/engine-run'
import { describeJobEngine, FAST, testPictures } from '../testing/job-engine-suite'
import { fal, falPictures } from './capabilities'
import { createFal } from './index'

const { server, generate, failure } = describeJobEngine('fal', {
  start: startFal,
  create: ({ baseURL, key }, changes) => createFal({ apiKey: key, model: 'fal-ai/flux-2-pro/edit', baseUrl: baseURL, ...changes }, FAST),
  tellsCost: true,
  cancels: true,
})

let pictures: Awaited<ReturnType<typeof testPictures>>
beforeAll(async () => {
  pictures = await testPictures()
})
const dataUrl = (bytes: Uint8Array | undefined): string => `data:image/png;base64,${Buffer.from(bytes ?? []).toString('base64')}`
const reference = (bytes: Uint8Array): EngineReference => ({ slot: 2, role: 'environment', strength: 0.5, mime: 'image/png', bytes })
const withModel = (model: string) => createFal({ apiKey: server().key, model, baseUrl: server().baseURL }, FAST)

function sizeOf(value: unknown): { width: number; height: number } {
  const { width, height } = typeof value === 'object' && value !== null && 'width' in value && 'height' in value ? value : {}
  return { width: Number(width), height: Number(height) }
}

describe('what fal gets', () => {
  test('the snapshot first and all references after it, in one list, with a line for each', async () => {
    const [snapshot, second, third] = pictures
    await generate({ canvas: testCanvas({ snapshot }), references: [reference(second), reference(third)] })
    const [job] = server().jobs
    expect(job?.model).toBe('fal-ai/flux-2-pro/edit')
    expect(job?.body).toMatchObject({ image_urls: [dataUrl(snapshot), dataUrl(second), dataUrl(third)], num_images: 1, output_format: 'png' })
    expect(job?.body.image_size).toEqual({ width: 912, height: 512 })
    expect([job?.body.image_url, job?.body.aspect_ratio]).toEqual([undefined, undefined])
    expect(job?.body.prompt).toContain('Image 3 is a reference. Take its surroundings and light.')
  })

  test('the sister of the model that makes pictures from words when there are none', async () => {
    await generate()
    expect(server().jobs[0]?.model).toBe('fal-ai/flux-2-pro')
    expect(server().jobs[0]?.body).toMatchObject({ prompt: 'a lighthouse' })
  })

  test('one picture under its own name, and the nearest ratio, for Kontext', async () => {
    const settings = { ...testEngineRequest().settings, ratio: '4:5' as const }
    const engine = withModel('fal-ai/flux-pro/kontext')
    const result = await engine.generate(testEngineRequest({ ...outputPixels('4:5', 512), settings, canvas: testCanvas({ snapshot: pictures[0] }) }), testRun())
    expect(server().jobs[0]?.body).toMatchObject({ image_url: dataUrl(pictures[0]), aspect_ratio: '3:4' })
    expect(server().jobs[0]?.body.image_size).toBeUndefined()
    expect(engine.capabilities).toMatchObject({ canvas: 'required', referencesMax: 0 })
    expect(result.bytes.byteLength).toBeGreaterThan(0)
  })

  test('the exact depth for the depth model, which must not guess it from a picture', async () => {
    const [snapshot, depth] = pictures
    const engine = withModel('fal-ai/flux-control-lora-depth')
    await engine.generate(testEngineRequest({ canvas: testCanvas({ snapshot, depth }) }), testRun())
    expect(server().jobs[0]?.body).toMatchObject({ control_lora_image_url: dataUrl(depth), preprocess_depth: false, prompt: 'a lighthouse' })
    expect(JSON.stringify(server().jobs[0]?.body)).not.toContain(dataUrl(snapshot))
    expect(engine.capabilities.controls).toEqual(['depth'])
  })

  test('the picture before, the depth and the words of the whole picture, for the sister of the depth model, when one object is changed', async () => {
    const [snapshot, depth, base] = pictures
    const edit = { base: base ?? new Uint8Array(), mask: depth ?? new Uint8Array(), description: 'The Vase: brass\nGolden hour' }
    await withModel('fal-ai/flux-control-lora-depth').generate(
      testEngineRequest({ prompt: 'Change one thing in the picture, the Vase', canvas: testCanvas({ snapshot, depth }), edit }),
      testRun(),
    )
    const [job] = server().jobs
    expect(job?.model).toBe('fal-ai/flux-control-lora-depth/image-to-image')
    expect(job?.body).toMatchObject({ image_url: dataUrl(base), control_lora_image_url: dataUrl(depth), preprocess_depth: false })
    expect(job?.body.prompt).toBe('The Vase: brass\nGolden hour')
  })

  test('a size of whole sixteenths between 512 and 2048 on each side that keeps the ratio within four percent', async () => {
    for (const [ratio, size] of [
      ['21:9', 1536],
      ['9:16', 512],
      ['1:1', 1024],
    ] as const) {
      const wanted = outputPixels(ratio, size)
      await generate({ ...wanted, settings: { ...testEngineRequest().settings, ratio, size } })
      const { width, height } = sizeOf(server().jobs.at(-1)?.body.image_size)
      for (const side of [width, height]) {
        expect(side % 16).toBe(0)
        expect(side).toBeGreaterThanOrEqual(512)
        expect(side).toBeLessThanOrEqual(2048)
      }
      expect(Math.abs(width / height - wanted.width / wanted.height) / (wanted.width / wanted.height)).toBeLessThan(0.04)
    }
  })
})

describe('what fal says', () => {
  test('a refused request, with the part that it is about', async () => {
    server().behave({ kind: 'refused', at: 'request', reason: 'The prompt could not be checked as safe' })
    expect(await failure()).toMatchObject({
      code: 'rejected',
      userMessage: 'The provider refused this prompt: The prompt could not be checked as safe. Change the prompt and try again.',
    })
    expect(server().jobs).toHaveLength(1)
  })

  test('a picture that was blacked out is not given out as one, and costs what it cost', async () => {
    server().behave({ kind: 'refused', at: 'picture' })
    expect(await failure()).toMatchObject({ code: 'rejected', costMicroUsd: 30_000, userMessage: expect.stringContaining('blacked it out as unsafe') })
    expect(server().pictures).toHaveLength(0)
  })

  test('broken work ends, so that asking again cannot meet it for ever', async () => {
    server().behave({ kind: 'failed', message: 'Runner crashed' })
    expect(await failure()).toMatchObject({ code: 'rejected', userMessage: 'The provider broke off the work: Runner crashed. Nothing was charged. Try again.' })
    expect(server().billedMicroUsd()).toBe(0)
  })

  test('its place in the queue', async () => {
    server().behave({ kind: 'image', waits: 2 })
    const run = testRun()
    await generate({}, run)
    expect(run.seen.map(({ step }) => step)).toEqual(expect.arrayContaining(['In the queue of the provider, 1 before this one', 'The provider is at work']))
  })

  test('the seed that was really used, and the units that were billed', async () => {
    server().behave({ kind: 'image', seed: 99 })
    const result = await generate({ seed: 5 })
    expect(result.seed).toBe(99)
    expect(result.details.billedUnits).toBe(2)
  })
})

test('sizes that a model cannot make are not offered', () => {
  expect(fal('fal-ai/flux-2-pro/edit').sizes).toContain(1536)
  for (const model of ['fal-ai/flux-pro/kontext', 'fal-ai/flux-pro/kontext/max/multi', 'fal-ai/flux-control-lora-depth']) {
    expect(fal(model).sizes).toEqual([512, 768, 1024])
  }
})

test.each([
  ['fal-ai/flux-2-pro/edit', 'many'],
  ['fal-ai/flux-2-flex/edit', 'many'],
  ['fal-ai/flux-2/edit', 'many'],
  ['fal-ai/nano-banana/edit', 'many'],
  ['fal-ai/bytedance/seedream/v4/edit', 'many'],
  ['fal-ai/qwen-image-edit-plus', 'many'],
  ['fal-ai/flux-pro/kontext/max/multi', 'many'],
  ['fal-ai/flux-pro/kontext/max', 'one'],
  ['fal-ai/qwen-image-edit', 'one'],
  ['fal-ai/flux/dev/image-to-image', 'one'],
  ['fal-ai/flux-control-lora-depth', 'depth'],
  ['fal-ai/flux-pro/v1.1-ultra', 'none'],
] as const)('%s takes pictures as %s', (model, kind) => {
  expect(falPictures(model)).toBe(kind)
  expect(fal(model).label).toContain(model.replace('fal-ai/', ''))
})
