import { beforeAll, describe, expect, test } from 'vitest'
import { startReplicate } from '@/e2e/fixtures/providers/replicate'
import { outputPixels } from '@/lib/domain/aspect-ratio'
import type { EngineReference } from '../contract'
import { engineFailure, testCanvas, testEngineRequest, testRun } from '../testing/engine-run'
import { describeJobEngine, FAST, testPictures } from '../testing/job-engine-suite'
import { replicatePictures } from './capabilities'
import { createReplicate } from './index'

const { server, generate, failure } = describeJobEngine('Replicate', {
  start: startReplicate,
  create: ({ baseURL, key }, changes) => createReplicate({ apiKey: key, model: 'black-forest-labs/flux-2-pro', baseUrl: baseURL, ...changes }, FAST),
  tellsCost: false,
  cancels: true,
})

let pictures: Awaited<ReturnType<typeof testPictures>>
beforeAll(async () => {
  pictures = await testPictures()
})
const dataUrl = (bytes: Uint8Array | undefined): string => `data:image/png;base64,${Buffer.from(bytes ?? []).toString('base64')}`
const reference = (bytes: Uint8Array): EngineReference => ({ slot: 2, role: 'concept', strength: 1, mime: 'image/png', bytes })
const withModel = (model: string) => createReplicate({ apiKey: server().key, model, baseUrl: server().baseURL }, FAST)
const input = (): unknown => server().jobs.at(-1)?.body.input

describe('what Replicate gets', () => {
  test('for FLUX.2 one list of pictures, the snapshot first, and a size of its own', async () => {
    const [snapshot, second, third] = pictures
    await generate({ ...outputPixels('21:9', 1536), canvas: testCanvas({ snapshot }), references: [reference(second), reference(third)] })
    expect(server().jobs[0]?.model).toBe('black-forest-labs/flux-2-pro')
    expect(input()).toMatchObject({
      input_images: [dataUrl(snapshot), dataUrl(second), dataUrl(third)],
      ...{ aspect_ratio: 'custom', width: 2048, height: 896, output_format: 'png' },
      prompt: expect.stringContaining('Image 2 is a reference. Closely take its idea.'),
    })
  })

  test('for FLUX.2 without pictures the prompt alone', async () => {
    await generate()
    expect(input()).toMatchObject({ prompt: 'a lighthouse', aspect_ratio: 'custom' })
    expect(input()).not.toHaveProperty('input_images')
  })

  test('for Kontext the canvas alone under its own name, and a ratio', async () => {
    const engine = withModel('black-forest-labs/flux-kontext-pro')
    await engine.generate(testEngineRequest({ canvas: testCanvas({ snapshot: pictures[0] }) }), testRun())
    expect(input()).toMatchObject({ input_image: dataUrl(pictures[0]), aspect_ratio: '16:9' })
    expect(engine.capabilities).toMatchObject({ canvas: 'required', referencesMax: 0 })
  })

  test('for FLUX.1 Depth the snapshot, whose depth it guesses itself, and no claim to take ours', async () => {
    const engine = withModel('black-forest-labs/flux-depth-dev')
    await engine.generate(testEngineRequest({ canvas: testCanvas({ snapshot: pictures[0] }) }), testRun())
    expect(input()).toMatchObject({ control_image: dataUrl(pictures[0]), prompt: 'a lighthouse' })
    expect(engine.capabilities.controls).toEqual([])
  })

  test('for FLUX.1 Depth the words of the whole picture when one object is changed, of which it sees the depth alone', async () => {
    const [snapshot, base] = pictures
    const edit = { base: base ?? new Uint8Array(), mask: new Uint8Array(), description: 'The Vase: brass\nGolden hour' }
    const asked = testEngineRequest({ prompt: 'Change one thing in the picture, the Vase', canvas: testCanvas({ snapshot }), edit })
    await withModel('black-forest-labs/flux-depth-dev').generate(asked, testRun())
    expect(input()).toMatchObject({ control_image: dataUrl(base), prompt: 'The Vase: brass\nGolden hour' })
  })

  test('for any other model the canvas as its picture, and its version where the name has one', async () => {
    const engine = withModel('someone/painter:abc123')
    await engine.generate(testEngineRequest({ canvas: testCanvas({ snapshot: pictures[0] }) }), testRun())
    expect(server().jobs[0]?.body).toMatchObject({ version: 'abc123', input: { image: dataUrl(pictures[0]), aspect_ratio: '16:9' } })
    expect((await engineFailure(engine.generate(testEngineRequest(), testRun()))).code).toBe('unsupported')
  })

  test('no waiting at the door, so that there is an id at once, and an end when nobody can be waiting', async () => {
    await generate()
    expect(server().jobs[0]?.headers).toMatchObject({ prefer: 'respond-async', 'cancel-after': '15m' })
  })
})

describe('what Replicate says', () => {
  test.each([
    ['request', 'flagged as sensitive'],
    ['picture', 'NSFW content detected'],
  ] as const)('a refusal after a look at the %s, which is never tried again', async (at, words) => {
    server().behave({ kind: 'refused', at })
    expect(await failure()).toMatchObject({ code: 'rejected', userMessage: expect.stringContaining(words) })
    expect(server().jobs).toHaveLength(1)
    expect(server().billedMicroUsd()).toBe(0)
  })

  test('a model that failed may have cost its time; an interrupted one did not run', async () => {
    server().behave({ kind: 'failed', message: 'CUDA out of memory' }, { kind: 'failed', message: 'Prediction interrupted; please retry (code: PA)' })
    expect(await failure()).toMatchObject({
      code: 'maybe_charged',
      userMessage: 'The model failed: CUDA out of memory. The provider may have charged for the time it ran.',
    })
    expect(await failure()).toMatchObject({ code: 'rejected', userMessage: expect.stringContaining('Try again.') })
  })

  test('how far it is, read from the log', async () => {
    server().behave({ kind: 'image', waits: 3 })
    const run = testRun()
    await generate({}, run)
    expect(run.seen.map(({ fraction }) => fraction)).toEqual(expect.arrayContaining([0.2, 0.3]))
  })
})

test.each([
  ['black-forest-labs/flux-2-flex', 'flux-2'],
  ['black-forest-labs/flux-kontext-max', 'kontext'],
  ['black-forest-labs/flux-depth-pro', 'guessed-depth'],
  ['black-forest-labs/flux-1.1-pro-ultra', 'none'],
  ['stability-ai/sdxl:abc', 'one'],
] as const)('%s takes pictures as %s', (model, kind) => {
  expect(replicatePictures(model)).toBe(kind)
})
