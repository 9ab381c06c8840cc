import sharp from 'sharp'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { testRequest } from '@/e2e/fixtures/generations'
import { type ComfyUiServer, startComfyUi } from '@/e2e/fixtures/providers/comfyui'
import { getGeneration } from '@/lib/data/generations/queries'
import { renderPasses } from '@/lib/engines/studio'
import { depthPicture } from '@/lib/fidelity/control-pictures'
import { log } from '@/lib/platform/log'
import { makePasses } from './render-passes'
import { measured, painted } from './testing/painted'
import { type Behaviour, ended, press, renderHarness, rowOf } from './testing/render-harness'

let server: ComfyUiServer
beforeAll(async () => {
  server = await startComfyUi()
  vi.stubEnv('FIDELITY_DEPTH_ESTIMATOR', 'comfyui')
  vi.stubEnv('COMFYUI_BASE_URL', server.baseUrl)
})
afterAll(() => server.close())
const harness = renderHarness()

/** Paints the scene, and has the estimator see what is really there. */
const paintedAndSeen: Behaviour = async (request, run) => {
  if (!request.canvas) throw new Error('This engine paints the canvas.')
  const { pixels, width, height } = depthPicture(await renderPasses(request.canvas, { width: 400, height: 300 }))
  const depth = await sharp(pixels, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer()
  server.behave({ depth: new Uint8Array(depth) })
  return painted(request, run)
}
const shownOf = async (id: string) => (await getGeneration(harness.team.actor, id)).outputs.map(({ fidelityDetails }) => fidelityDetails)

test('the depth of a finished image is estimated, kept object by object, and is part of its figure', async () => {
  harness.makePasses = makePasses
  harness.script = [paintedAndSeen]
  const id = await press(harness.team)
  expect((await ended(id)).status).toBe('succeeded')
  const [output] = await measured(id)
  const [details] = await shownOf(id)
  expect(details).toMatchObject({ version: 1, estimator: 'depth-anything-v2-small' })
  const bottle = details?.objects.find(({ name }) => name === 'Bottle')
  expect(bottle?.depth).toBeGreaterThan(85)
  expect(output?.fidelity).toBeGreaterThan(85)
  expect((await rowOf(id)).costMicroUsd).toBe(0)
  expect(server.prompts).toHaveLength(1)
})

test('an estimator that sees something else lowers the figure', async () => {
  harness.makePasses = makePasses
  harness.script = [painted]
  server.behave({
    depth: new Uint8Array(
      await sharp({ create: { width: 64, height: 48, channels: 3, background: '#777777' } })
        .png()
        .toBuffer(),
    ),
  })
  const id = await press(harness.team)
  await ended(id)
  const [output] = await measured(id)
  const [details] = await shownOf(id)
  expect(details?.objects.find(({ name }) => name === 'Bottle')?.depth).toBe(0)
  expect(output?.fidelity).toBeLessThanOrEqual(80)
})

test.each([
  [
    'lacks the extension',
    { missing: ['DepthAnythingV2Preprocessor'] },
    'ComfyUI lacks the extension comfyui_controlnet_aux. Whoever runs it has to install it.',
  ],
  ['answers with something else', { view: 'not-an-image' }, 'ComfyUI answered with something that is not an image.'],
  ['is away', 'closed', 'ComfyUI cannot be reached.'],
] as const)('where ComfyUI %s, images are measured without depth, and the log says so once', async (_, behaviour, reason) => {
  const warn = vi.spyOn(log, 'warn').mockReturnValue()
  harness.makePasses = makePasses
  harness.script = [painted]
  if (behaviour === 'closed') await server.close()
  else server.behave(behaviour)
  const { settings } = await testRequest(harness.team)
  const id = await press(harness.team, { settings: { ...settings, images: 2 } })
  expect((await ended(id)).status).toBe('succeeded')
  const outputs = await measured(id)
  for (const { fidelity } of outputs) expect(fidelity).toBeGreaterThan(85)
  for (const details of await shownOf(id)) {
    expect(details).not.toHaveProperty('estimator')
    expect(details?.objects.some((object) => 'depth' in object)).toBe(false)
  }
  const told = warn.mock.calls.filter(([message]) => message.includes('without depth'))
  expect(told).toMatchObject([['Fidelity is measured without depth, because its estimator failed', { generationId: id, reason }]])
  warn.mockRestore()
})
