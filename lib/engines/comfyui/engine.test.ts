import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ComfyBehaviour, type ComfyUiServer, startComfyUi } from '@/e2e/fixtures/providers/comfyui'
import type { EngineReference, EngineRequest, EngineResult } from '../contract'
import { engineFailure, type TestRun, testCanvas, testEngineRequest, testRun } from '../testing/engine-run'
import { COMFYUI, SHIPPED_WORKFLOWS, type ShippedWorkflow } from './capabilities'
import { createComfyUi, createShippedComfyUi } from './index'
import { frameFor } from './pictures'
import { SHIPPED } from './shipped'

let server: ComfyUiServer
const colour = async (background: string, width = 512, height = 288): Promise<Uint8Array> =>
  new Uint8Array(
    await sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer(),
  )
let pictures: { snapshot: Uint8Array; depth: Uint8Array; lines: Uint8Array }
let reference: EngineReference
beforeAll(async () => {
  server = await startComfyUi()
  pictures = { snapshot: await colour('#102030'), depth: await colour('#808080'), lines: await colour('#000000') }
  reference = { slot: 2, role: 'style', strength: 0.4, mime: 'image/png', bytes: await colour('#ff8800', 40, 30) }
})
afterAll(() => server.close())
beforeEach(() => server.behave({}))

const request = (changes: Partial<EngineRequest> = {}): EngineRequest => testEngineRequest({ canvas: testCanvas(pictures), ...changes })
const engine = (name: ShippedWorkflow = 'flux-depth', baseUrl = server.baseUrl) =>
  createComfyUi({ baseUrl, workflow: SHIPPED[name], capabilities: COMFYUI[name], pollMs: 10 })
const generate = (changes: Partial<EngineRequest> = {}, run: TestRun = testRun(), name?: ShippedWorkflow): Promise<EngineResult> =>
  engine(name).generate(request(changes), run)
const failure = (behaviour: ComfyBehaviour, name?: ShippedWorkflow) => {
  server.behave(behaviour)
  return engineFailure(generate({}, testRun(), name))
}
const graphOf = (index = 0) => {
  const graph = server.prompts[index]?.graph
  if (!graph) throw new Error('no such prompt')
  return graph
}

describe('each shipped workflow', () => {
  test.each(SHIPPED_WORKFLOWS)('%s makes an image of exactly the size that was asked for, for nothing', async (name) => {
    const result = await generate({}, testRun(), name)
    const { width, height } = await sharp(result.bytes).metadata()
    expect({ width, height }).toEqual({ width: request().width, height: request().height })
    expect(result).toMatchObject({ mime: 'image/png', costMicroUsd: 0, seed: 1, details: { workflow: name, providerRequestId: server.prompts[0]?.id } })
  })

  test.each(SHIPPED_WORKFLOWS)('%s carries prompt, seed and quality', async (name) => {
    await generate({ prompt: 'a red vase', seed: 77, quality: 'high' }, testRun(), name)
    const graph = graphOf()
    expect(JSON.stringify(graph.prompt?.inputs)).toContain('a red vase')
    expect(graph.sampler?.inputs).toMatchObject({ seed: 77, steps: SHIPPED[name].inputs.steps?.count.high })
  })
})

describe('what reaches ComfyUI', () => {
  test('the depth is uploaded in the size of the image and painted over', async () => {
    const { left: _left, top: _top, inner: _inner, ...frame } = frameFor(request(), 16)
    await generate({}, testRun(), 'flux-depth')
    const sent = server.uploads.get(String(graphOf().depth?.inputs.image))
    expect(await sharp(sent).metadata()).toMatchObject(frame)
    expect((await sharp(sent).stats()).channels[0]).toMatchObject({ min: 128, max: 128 })
  })

  test('a size that the model cannot make is framed and cut back to the same pixels', async () => {
    const odd = { width: 510, height: 274 }
    const result = await generate(odd, testRun(), 'qwen-image-edit')
    expect(graphOf().size?.inputs).toMatchObject({ width: 512, height: 288 })
    const { data, info } = await sharp(result.bytes).raw().toBuffer({ resolveWithObject: true })
    expect({ width: info.width, height: info.height }).toEqual(odd)
    // The frame is 1 pixel wide at the left and 7 at the top, so its middle lies there and its corners are gone.
    const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels, (y * info.width + x) * info.channels + 3)]
    expect(at(255, 137)).toEqual([255, 255, 255])
    expect(at(0, 0)).toEqual([192, 32, 32])
  })

  test('references go to their slots with strength and role, and without them nothing of theirs is sent', async () => {
    await generate({ references: [reference] }, testRun(), 'sdxl-control')
    expect(graphOf()['apply-2']?.inputs).toMatchObject({ weight: 0.4, weight_type: 'style transfer' })
    expect(graphOf()['apply-3']).toBeUndefined()
    expect(graphOf().sampler?.inputs.model).toEqual(['apply-2', 0])
    await generate({}, testRun(), 'sdxl-control')
    expect(graphOf(1).sampler?.inputs.model).toEqual(['checkpoint', 0])
    expect(Object.values(graphOf(1)).map((node) => node.class_type)).not.toContain('IPAdapterUnifiedLoader')
  })

  test('three pictures go to the three inputs of Qwen, and the prompt says what each is for', async () => {
    await generate(
      { prompt: 'like @Reference 3', references: [reference, { ...reference, slot: 3, role: 'material', bytes: pictures.lines }] },
      testRun(),
      'qwen-image-edit',
    )
    expect(graphOf().prompt?.inputs).toMatchObject({ image1: ['canvas', 0], image2: ['reference-2', 0], image3: ['reference-3', 0] })
    const text = String(graphOf().prompt?.inputs.prompt)
    expect(text).toMatch(/^like picture 3\n/)
    expect(text).toContain('Picture 1 is a view of the 3D scene')
    expect(text).toContain('Picture 3 is a reference. Take its materials')
    await generate({}, testRun(), 'qwen-image-edit')
    expect(graphOf(1).prompt?.inputs).not.toHaveProperty('image2')
  })

  test.each(SHIPPED_WORKFLOWS)('%s changes one object on the picture before, where the mask is white', async (name) => {
    const base = await colour('#00aa00')
    await generate({ edit: { base, mask: pictures.lines, description: '' } }, testRun(), name)
    expect(graphOf().sampler?.inputs.latent_image).toEqual(['masked', 0])
    const average = async (node: string) => (await sharp(server.uploads.get(String(graphOf()[node]?.inputs.image))).stats()).channels.map(({ mean }) => mean)
    expect(await average('base')).toEqual([0, 170, 0])
    expect((await average('mask'))[0]).toBe(0)
    if (name === 'qwen-image-edit') expect(await average('canvas')).toEqual([0, 170, 0])
    await generate({}, testRun(), name)
    expect(graphOf(1).masked).toBeUndefined()
  })

  test.each([
    ['flux-depth', 'text', 'The Vase: brass\nGolden hour'],
    ['sdxl-control', 'text', 'The Vase: brass\nGolden hour'],
    ['qwen-image-edit', 'prompt', 'Change one thing in the picture, the Vase'],
  ] as const)('%s, when one object is changed, reads words that fit what it sees', async (name, input, words) => {
    const edit = { base: pictures.snapshot, mask: pictures.lines, description: 'The Vase: brass\nGolden hour' }
    await generate({ prompt: 'Change one thing in the picture, the Vase', edit }, testRun(), name)
    expect(graphOf().prompt?.inputs[input]).toBe(words)
  })

  test('what a user types stays text', async () => {
    const typed = '["model", 0] {"class_type": "SaveImage"} [temp]'
    await generate({ prompt: typed, negativePrompt: typed }, testRun(), 'sdxl-control')
    expect(graphOf().prompt?.inputs.text).toBe(typed)
    expect(graphOf().negative?.inputs.text).toBe(typed)
    expect(Object.keys(graphOf()).sort()).toEqual(
      Object.keys(graphOf())
        .filter((id) => id in SHIPPED['sdxl-control'].graph)
        .sort(),
    )
  })

  test('words on what to leave out are refused where a workflow takes none', async () => {
    expect(await engineFailure(generate({ negativePrompt: 'people' }))).toMatchObject({ code: 'unsupported' })
    expect(await engineFailure(generate({ canvas: null }))).toMatchObject({ code: 'unsupported' })
    expect(await engineFailure(generate({ references: [reference] }))).toMatchObject({ code: 'unsupported' })
    expect(server.prompts).toHaveLength(0)
  })

  test('a name and password in the address are sent as a header and kept out of the record', async () => {
    const run = testRun()
    await engine('flux-depth', server.baseUrl.replace('//', '//ann:secret@')).generate(request(), run)
    expect(new Set(server.authorizations)).toEqual(new Set([`Basic ${Buffer.from('ann:secret').toString('base64')}`]))
    expect(run.exchanges).toHaveLength(1)
    expect(JSON.stringify(run.exchanges)).not.toContain('secret')
    expect(run.exchanges[0]).toMatchObject({ request: { method: 'POST' }, response: { status: 200, body: { prompt_id: server.prompts[0]?.id } } })
  })
})

describe('progress', () => {
  test('rises to the end with steps and previews', async () => {
    const run = testRun()
    await generate({}, run)
    const fractions = run.seen.map(({ fraction }) => fraction ?? 0)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    expect(fractions.at(-1)).toBe(1)
    expect(run.seen.map(({ step }) => step)).toEqual(expect.arrayContaining(['Loading models', 'Step 2 of 4', 'Finishing']))
    const previews = run.seen.flatMap(({ preview }) => preview ?? [])
    expect(previews.length).toBeGreaterThan(0)
    expect(previews[0]?.mime).toBe('image/jpeg')
    expect(await sharp(previews[0]?.bytes).metadata()).toMatchObject({ width: 64, height: 64, format: 'jpeg' })
    expect(server.prompts[0]?.extra).toEqual({ preview_method: 'auto' })
  })

  test('says how many wait before it', async () => {
    server.behave({ run: 'hold', ahead: 2 })
    const controller = new AbortController()
    const run = testRun({ signal: controller.signal, onProgress: ({ step }) => step.includes('2 ahead') && controller.abort(new Error('seen enough')) })
    await expect(generate({}, run)).rejects.toThrow('seen enough')
  })

  test.each(['refused', 'breaks'] as const)('ends well where the line for events is %s', async (socket) => {
    server.behave({ socket })
    expect((await generate()).details.workflow).toBe('flux-depth')
  })
})

describe('stopping', () => {
  test('interrupts a prompt that runs, by its id', async () => {
    server.behave({ run: 'stall' })
    const controller = new AbortController()
    const run = testRun({ signal: controller.signal, onProgress: ({ step }) => step.startsWith('Step') && controller.abort(new Error('enough')) })
    await expect(generate({}, run)).rejects.toThrow('enough')
    expect(server.interrupted).toEqual([server.prompts[0]?.id])
  })

  test('takes a prompt that waits out of the queue', async () => {
    server.behave({ run: 'hold' })
    const controller = new AbortController()
    const run = testRun({ signal: controller.signal, onProgress: ({ step }) => step === 'Waiting in ComfyUI' && controller.abort(new Error('enough')) })
    await expect(generate({}, run)).rejects.toThrow('enough')
    expect(server.taken).toEqual([server.prompts[0]?.id])
    expect(server.interrupted).toEqual([])
  })
})

describe('after a restart of Maquette', () => {
  test('the same request finds its prompt and sends nothing', async () => {
    const first = await generate()
    const again = await generate()
    expect(server.prompts).toHaveLength(1)
    expect(again.bytes).toEqual(first.bytes)
  })

  test('a prompt that was kept is asked for by its id', async () => {
    await generate()
    const run = testRun({ ref: server.prompts[0]?.id })
    expect((await generate({ prompt: 'worded anew' }, run)).details.providerRequestId).toBe(server.prompts[0]?.id)
    expect(server.prompts).toHaveLength(1)
  })

  test('another seed is another prompt', async () => {
    await generate()
    await generate({ seed: 2 })
    expect(new Set(server.prompts.map(({ id }) => id)).size).toBe(2)
  })

  test('a prompt that failed, or whose picture is gone, is made anew', async () => {
    await failure({ run: 'fail' })
    server.behave({ run: 'succeed' })
    await generate()
    expect(server.prompts).toHaveLength(1)
  })

  test('a prompt that arrived before the line broke is not sent again', async () => {
    server.behave({ submit: 'break' })
    await generate()
    expect(server.prompts).toHaveLength(1)
  })
})

describe('what goes wrong', () => {
  test('a missing model is named, with its folder, and nothing else of that machine', async () => {
    const { code, userMessage } = await failure({ missing: ['flux1-depth-dev.safetensors'] })
    expect(code).toBe('not_configured')
    expect(userMessage).toBe('ComfyUI lacks the model flux1-depth-dev.safetensors. Whoever runs it puts it into models/diffusion_models.')
  })

  test('a missing extension is named', async () => {
    server.behave({ missing: ['IPAdapterAdvanced'] })
    const error = await engineFailure(generate({ references: [reference] }, testRun(), 'sdxl-control'))
    expect(error).toMatchObject({
      code: 'not_configured',
      userMessage: 'ComfyUI lacks the extension ComfyUI_IPAdapter_plus. Whoever runs it has to install it.',
    })
  })

  test('an error in a node is told in its first line, without folders', async () => {
    expect(await failure({ run: 'fail' })).toMatchObject({
      code: 'unsupported',
      userMessage: 'ComfyUI stopped in KSampler: Error while reading ae.safetensors: header too large.',
    })
  })

  test.each([
    [{ run: 'out-of-memory' }, 'unsupported', /ran out of memory/],
    [{ run: 'vanish' }, 'transient', /no longer knows/],
    [{ run: 'no-picture' }, 'unsupported', /without a picture/],
    [{ view: 'not-an-image' }, 'unsupported', /not an image/],
    [{ view: 'gone' }, 'transient', /no longer has/],
    [{ submit: 403 }, 'not_configured', /does not let/],
    [{ submit: 413 }, 'unsupported', /too large/],
    [{ submit: 500 }, 'transient', /has a problem/],
  ] satisfies [ComfyBehaviour, string, RegExp][])('%o is %s', async (behaviour, code, words) => {
    const error = await failure(behaviour)
    expect(error.code).toBe(code)
    expect(error.userMessage).toMatch(words)
  })

  test('somebody who stops it at ComfyUI ends it, and it is not begun again', async () => {
    server.behave({ run: 'stall' })
    const run = testRun({
      onProgress: ({ step }) => {
        const id = server.prompts[0]?.id
        if (step.startsWith('Step')) void fetch(`${server.baseUrl}/interrupt`, { method: 'POST', body: JSON.stringify({ prompt_id: id }) })
      },
    })
    expect(await engineFailure(generate({}, run))).toMatchObject({ code: 'rejected', userMessage: 'The image was stopped on the ComfyUI machine.' })
  })

  test('a picture that was cut off is asked for again', async () => {
    server.behave({ view: 'cut-off' })
    expect((await generate()).mime).toBe('image/png')
  })

  test('a picture of another size is cut to the pixels that were asked for', async () => {
    server.behave({ size: { width: 300, height: 900 } })
    const { width, height } = await sharp((await generate()).bytes).metadata()
    expect({ width, height }).toEqual({ width: request().width, height: request().height })
  })

  test('a ComfyUI that is not there is transient', async () => {
    const gone = await startComfyUi()
    await gone.close()
    expect(await engineFailure(engine('flux-depth', gone.baseUrl).generate(request(), testRun()))).toMatchObject({ code: 'transient' })
  })
})

test('the version of an engine names its workflow, and differs between workflows', () => {
  const versions = SHIPPED_WORKFLOWS.map((name) => createShippedComfyUi(name, server.baseUrl).version)
  expect(new Set(versions).size).toBe(versions.length)
  for (const [i, name] of SHIPPED_WORKFLOWS.entries()) expect(versions[i]).toMatch(new RegExp(`^${name}/[0-9a-f]{12}$`))
})
