import { describe, expect, test } from 'vitest'
import type { InputSlot, WorkflowGraph } from '@/lib/domain/workflow-graph'
import { COMFYUI, SHIPPED_WORKFLOWS } from './capabilities'
import { NODE_DEFINITIONS } from './node-definitions'
import { SHIPPED } from './shipped'
import { graphProblems } from './validate-graph'

describe.each(SHIPPED_WORKFLOWS)('%s', (name) => {
  const { graph, inputs, output } = SHIPPED[name]

  test('uses nodes and inputs as ComfyUI declares them', () => {
    expect(graphProblems(graph)).toEqual([])
    expect(Object.values(graph).filter((node) => !(node.class_type in NODE_DEFINITIONS))).toEqual([])
    expect(NODE_DEFINITIONS[graph[output]?.class_type ?? '']?.ends).toBe(true)
  })

  test('binds inputs that exist', () => {
    const slots: (InputSlot | undefined)[] = [
      inputs.prompt,
      inputs.negativePrompt,
      inputs.canvas,
      inputs.controls.depth,
      inputs.controls.lines,
      inputs.seed,
      inputs.width,
      inputs.height,
      inputs.steps,
      inputs.edit?.base,
      inputs.edit?.mask,
      inputs.edit?.link,
      ...inputs.references.flatMap((slot) => [slot, slot.strength, slot.role]),
    ]
    for (const slot of slots) if (slot) expect(graph[slot.node]?.inputs, `${slot.node}.${slot.input}`).toHaveProperty(slot.input)
  })

  test('takes what the menu says that it takes', () => {
    const can = COMFYUI[name]
    expect(can.referencesMax).toBe(inputs.references.length)
    expect(can.negativePrompt).toBe(inputs.negativePrompt !== undefined)
    expect(can.controls).toEqual(Object.keys(inputs.controls))
    expect(can.mask).toBe(inputs.edit !== undefined)
    expect(can.seed).toBe(inputs.seed !== undefined)
  })
})

describe('the check of a graph', () => {
  const sound: WorkflowGraph = SHIPPED['flux-depth'].graph
  const broken = (node: string, inputs: WorkflowGraph[string]['inputs']): WorkflowGraph => {
    const before = sound[node]
    if (!before) throw new Error('no such node')
    return { ...sound, [node]: { ...before, inputs: { ...before.inputs, ...inputs } } }
  }

  test.each([
    ['a wrong name', broken('vae', { name: 'ae.safetensors' }), 'Node vae (VAELoader) has no input name.'],
    ['a link of another type', broken('decode', { vae: ['model', 0] }), 'it takes VAE, and output 0 of node model is MODEL.'],
    ['a link to nowhere', broken('decode', { vae: ['nowhere', 0] }), 'there is no node nowhere.'],
    ['an output that is not there', broken('decode', { vae: ['vae', 1] }), 'node vae (VAELoader) has no output 1.'],
    ['a number out of bounds', broken('sampler', { steps: 0 }), '0 is not between 1 and 10000.'],
    ['an unknown choice', broken('sampler', { scheduler: 'quickly' }), '"quickly" is not one of its choices.'],
    ['a value for a link', broken('decode', { vae: 'ae.safetensors' }), 'it takes a link to VAE, not a value.'],
  ])('finds %s', (_, graph, words) => {
    expect(graphProblems(graph).join(' ')).toContain(words)
  })

  test('finds an input that is missing', () => {
    const { vae: _, ...inputs } = sound.decode?.inputs ?? {}
    expect(graphProblems({ ...sound, decode: { class_type: 'VAEDecode', inputs } })).toContain('Node decode (VAEDecode) lacks its input vae.')
  })

  test('finds nodes that read each other in a circle', () => {
    expect(graphProblems(broken('guidance', { conditioning: ['guidance', 0] })).join(' ')).toContain('in a circle')
  })
})
