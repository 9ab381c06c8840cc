import { describe, expect, test } from 'vitest'
import { inputsFor, outputsOf, readWorkflow, readWorkflowFile, suggestSlots, WORKFLOW_NODES_MAX } from './team-workflow'

const graph = {
  '1': { class_type: 'LoadImage', inputs: { image: 'scene.png', upload: 'image' }, _meta: { title: 'Canvas' } },
  '2': { class_type: 'CLIPTextEncode', inputs: { text: 'words', clip: ['9', 1] } },
  '5': { class_type: 'KSampler', inputs: { seed: 1, steps: 20, positive: ['2', 0], latent_image: ['1', 0] } },
  '7': { class_type: 'SaveImage', inputs: { images: ['5', 0], filename_prefix: 'ComfyUI' } },
  '9': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'a.safetensors' } },
}
const slots = { prompt: { node: '2', input: 'text' }, canvas: { node: '1', input: 'image' }, seed: { node: '5', input: 'seed' } }
const sound = { graph, output: '7', slots }
const refusal = (changes: Record<string, unknown>): string => {
  const read = readWorkflow({ ...sound, ...changes })
  return read.ok ? 'taken' : read.message
}

test('a workflow as ComfyUI exports it is taken, without its titles', () => {
  const read = readWorkflow(sound)
  expect(read).toMatchObject({ ok: true, definition: { output: '7', slots } })
  expect(JSON.stringify(read)).not.toContain('_meta')
})

test('a slot that the form left open is none', () => {
  expect(readWorkflow({ ...sound, slots: { ...slots, canvas: undefined } }).ok).toBe(true)
})

test('the form offers for each slot the inputs that can take it', () => {
  expect(outputsOf(graph)).toEqual(['7'])
  expect(inputsFor('canvas', graph)).toEqual([{ node: '1', input: 'image' }])
  expect(inputsFor('seed', graph)).toEqual([
    { node: '5', input: 'seed' },
    { node: '5', input: 'steps' },
  ])
  expect(inputsFor('prompt', graph)).toContainEqual({ node: '2', input: 'text' })
  expect(inputsFor('prompt', graph)).not.toContainEqual({ node: '1', input: 'image' })
})

test('the form begins with inputs whose names say what they take, and with both sides or neither', () => {
  expect(suggestSlots(graph)).toEqual({ prompt: slots.prompt, seed: slots.seed })
  const wide = { ...graph, '3': { class_type: 'EmptyLatentImage', inputs: { width: 512 } } }
  expect(suggestSlots(wide)).not.toHaveProperty('width')
})

test('a chosen file gives its graph, and the titles of its nodes for the form alone', () => {
  const read = readWorkflowFile(JSON.stringify(graph))
  expect(read).toMatchObject({ ok: true, file: { graph: { '2': graph['2'] }, titles: { '1': 'Canvas' } } })
  expect(read.ok && JSON.stringify(read.file.graph)).not.toContain('Canvas')
  expect(readWorkflowFile(JSON.stringify({ ...graph, '9': { ...graph['9'], _meta: 'none' } }))).toMatchObject({ ok: true, file: { titles: { '1': 'Canvas' } } })
})

test.each([
  ['a picture', '\u0089PNG', /not JSON/],
  ['nothing', '', /not JSON/],
  ['a workflow as ComfyUI saves it', { last_node_id: 9, nodes: [{ id: 3, type: 'KSampler' }], links: [], version: 0.4 }, /was saved.*Export \(API\)/],
  ['other JSON', { hello: 'world' }, /API format/],
  ['no node at all', {}, /API format/],
  ['no picture', { '2': graph['2'] }, /gives a picture/],
])('a chosen file that cannot be a workflow says why: %s', (_, sent, words) => {
  const read = readWorkflowFile(typeof sent === 'string' ? sent : JSON.stringify(sent))
  expect(read.ok ? 'taken' : read.message).toMatch(words)
})

describe('what cannot be kept says why', () => {
  test.each([
    ['the format of the editor', { graph: { nodes: [], links: [] } }, /API format/],
    ['a link to nowhere', { graph: { ...graph, '5': { class_type: 'KSampler', inputs: { seed: 1, model: ['33', 0] } } } }, /no such node/],
    ['an output that gives no picture', { output: '5' }, /gives the picture/],
    ['no prompt', { slots: { seed: slots.seed } }, /takes the prompt/],
    ['width alone', { slots: { ...slots, width: { node: '5', input: 'steps' } } }, /both width and height/],
    ['the third slot without the second', { slots: { ...slots, reference3: { node: '1', input: 'image' } } }, /reference 2 first/],
    ['a picture for a text', { slots: { ...slots, canvas: { node: '2', input: 'text' } } }, /cannot go to text of node 2/],
    ['a link that would be overwritten', { slots: { ...slots, prompt: { node: '2', input: 'clip' } } }, /cannot go to clip/],
    ['two things at one input', { slots: { ...slots, depth: slots.canvas } }, /same input/],
    ['a slot that there is not', { slots: { ...slots, model: slots.seed } }, /API format/],
  ])('%s', (_, changes, words) => {
    expect(refusal(changes)).toMatch(words)
  })

  test('one that is too large', () => {
    const many = Object.fromEntries(Array.from({ length: WORKFLOW_NODES_MAX + 1 }, (_, i) => [String(i), graph['9']]))
    expect(refusal({ graph: { ...many, ...graph } })).toMatch(/too large/)
    expect(refusal({ graph: { ...graph, '2': { class_type: 'CLIPTextEncode', inputs: { text: 'x'.repeat(300_000) } } } })).toMatch(/too large/)
  })
})
