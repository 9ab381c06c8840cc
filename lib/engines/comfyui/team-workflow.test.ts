import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ComfyUiServer, startComfyUi } from '@/e2e/fixtures/providers/comfyui'
import type { TeamWorkflow } from '@/lib/domain/team-workflow'
import { engineFailure, testCanvas, testEngineRequest, testRun } from '../testing/engine-run'
import { teamWorkflowCapabilities } from './capabilities'
import { fillWorkflow } from './fill-workflow'
import { frameFor } from './pictures'
import { SHIPPED } from './shipped'
import { createTeamComfyUi, fromTeam } from './team-workflow'

let server: ComfyUiServer
beforeAll(async () => {
  server = await startComfyUi()
})
afterAll(() => server.close())

const workflow: TeamWorkflow = {
  id: 'wfl_1',
  name: 'House style',
  graph: SHIPPED['qwen-image-edit'].graph,
  output: 'picture',
  slots: {
    prompt: { node: 'prompt', input: 'prompt' },
    canvas: { node: 'canvas', input: 'image' },
    reference2: { node: 'reference-2', input: 'image' },
    seed: { node: 'sampler', input: 'seed' },
    width: { node: 'size', input: 'width' },
    height: { node: 'size', input: 'height' },
  },
}

test('a workflow of a team takes what it has inputs for', () => {
  const can = { id: 'comfyui:wfl_1', label: 'House style', canvas: 'required', referencesMax: 1, negativePrompt: false, controls: [], seed: true, free: true }
  expect(teamWorkflowCapabilities(workflow)).toMatchObject(can)
  const { seed: _, canvas: __, ...slots } = workflow.slots
  expect(teamWorkflowCapabilities({ ...workflow, slots })).toMatchObject({ canvas: 'unsupported', seed: false, images: [1] })
})

test('it is filled at its inputs and nowhere else, and its picture comes back in the size that was asked for', async () => {
  const snapshot = new Uint8Array(
    await sharp({ create: { width: 64, height: 36, channels: 3, background: '#123456' } })
      .png()
      .toBuffer(),
  )
  const given = {
    prompt: 'oak',
    seed: 5,
    canvas: testCanvas({ snapshot }),
    references: [{ slot: 2, role: 'style', strength: 1, bytes: snapshot, mime: 'image/png' }],
  } as const
  const team: TeamWorkflow = { ...workflow, graph: onlyTwoPictures() }
  const request = testEngineRequest(given)
  const result = await createTeamComfyUi(team, server.baseUrl, 10).generate(request, testRun())
  const { width, height } = await sharp(result.bytes).metadata()
  expect({ width, height }).toEqual({ width: request.width, height: request.height })
  const graph = server.prompts[0]?.graph
  expect(graph?.prompt?.inputs).toMatchObject({ prompt: 'oak' })
  expect(graph?.sampler?.inputs).toMatchObject({ seed: 5, steps: 20, cfg: 4 })
  expect(graph?.negative?.inputs).toMatchObject({ prompt: '' })
})

test.each([
  ['the canvas', { canvas: { node: 'canvas', input: 'image' } }, 'Change one thing in the picture, the Vase'],
  ['depth alone', { depth: { node: 'canvas', input: 'image' } }, 'The Vase: brass'],
])('a workflow that is shown %s is told of a change of one object in words that fit', (_, slots, words) => {
  const { prompt } = workflow.slots
  const edit = { base: new Uint8Array(), mask: new Uint8Array(), description: 'The Vase: brass' }
  const request = testEngineRequest({ prompt: 'Change one thing in the picture, the Vase', canvas: testCanvas({ snapshot: edit.base }), edit })
  const names = { canvas: 'canvas.png', depth: 'depth.png', lines: null, base: null, mask: null, references: [] }
  const filled = fillWorkflow(fromTeam({ ...workflow, slots: { prompt, ...slots } }), request, frameFor(request, 16), names)
  expect(filled.prompt?.inputs.prompt).toBe(words)
})

test('a picture that a node cannot be without is asked for in words', async () => {
  const flux: TeamWorkflow = {
    ...workflow,
    graph: SHIPPED['flux-depth'].graph,
    slots: { prompt: { node: 'prompt', input: 'text' }, reference2: { node: 'depth', input: 'image' } },
  }
  const error = await engineFailure(createTeamComfyUi(flux, server.baseUrl, 10).generate(testEngineRequest(), testRun()))
  expect(error).toMatchObject({ code: 'unsupported' })
  expect(error.userMessage).toContain('InstructPixToPixConditioning: Required input is missing: pixels')
})

/** Without the third picture, which this workflow does not bind. */
function onlyTwoPictures(): TeamWorkflow['graph'] {
  const { 'reference-3': _, ...graph } = workflow.graph
  const without = (id: 'prompt' | 'negative') => {
    const node = graph[id]
    if (!node) throw new Error('no such node')
    const { image3: _image3, ...inputs } = node.inputs
    return { ...node, inputs }
  }
  return { ...graph, prompt: without('prompt'), negative: without('negative') }
}
