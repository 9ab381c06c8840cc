import { graphFrom } from '@/lib/domain/workflow-graph'
import type { ShippedWorkflow } from './capabilities'
import type { PictureSlot, ReferenceSlot, Workflow } from './workflow'
import fluxDepth from './workflows/flux-depth.json'
import qwenImageEdit from './workflows/qwen-image-edit.json'
import sdxlControl from './workflows/sdxl-control.json'

const picture = (node: string): PictureSlot => ({ node, input: 'image', without: [{ node, outputs: [] }] })

/**
 * Without its picture an IP-Adapter is skipped: whoever read its model reads the model before it. References fill the slots
 * in order, so without the first there is none, and the models of the IP-Adapter are not loaded either.
 */
const adapted = (slot: 2 | 3): ReferenceSlot => ({
  node: `reference-${slot}`,
  input: 'image',
  without: [{ node: `apply-${slot}`, outputs: ['model'] }, ...(slot === 2 ? [{ node: 'adapter', outputs: ['model'] }] : [])],
  strength: { node: `apply-${slot}`, input: 'weight' },
  role: { node: `apply-${slot}`, input: 'weight_type', words: { style: 'style transfer', concept: 'linear' } },
})

const sampled = (draft: number, standard: number, high: number): Pick<Workflow['inputs'], 'seed' | 'steps'> => ({
  seed: { node: 'sampler', input: 'seed' },
  steps: { node: 'sampler', input: 'steps', count: { draft, standard, high } },
})

/** A change of one object begins with the picture before, and its noise goes only where the mask is white. */
const edit: Workflow['inputs']['edit'] = {
  base: { node: 'base', input: 'image' },
  mask: { node: 'mask', input: 'image' },
  link: { node: 'sampler', input: 'latent_image', from: ['masked', 0] },
}

/** The workflows that come with Maquette. Models, sources and choices: docs/engines.md. */
export const SHIPPED: Record<ShippedWorkflow, Workflow> = {
  'flux-depth': {
    id: 'flux-depth',
    graph: graphFrom(fluxDepth),
    output: 'picture',
    multiple: 16,
    numbersPictures: false,
    describesWhole: true,
    inputs: {
      prompt: { node: 'prompt', input: 'text' },
      // The size of the picture is that of the depth.
      controls: { depth: picture('depth') },
      references: [],
      edit,
      ...sampled(12, 20, 30),
    },
  },
  'qwen-image-edit': {
    id: 'qwen-image-edit',
    graph: graphFrom(qwenImageEdit),
    output: 'picture',
    multiple: 16,
    numbersPictures: true,
    inputs: {
      prompt: { node: 'prompt', input: 'prompt' },
      negativePrompt: { node: 'negative', input: 'prompt' },
      canvas: picture('canvas'),
      controls: {},
      references: [picture('reference-2'), picture('reference-3')],
      width: { node: 'size', input: 'width' },
      height: { node: 'size', input: 'height' },
      edit,
      ...sampled(12, 20, 40),
    },
  },
  'sdxl-control': {
    id: 'sdxl-control',
    graph: graphFrom(sdxlControl),
    output: 'picture',
    multiple: 8,
    numbersPictures: false,
    describesWhole: true,
    inputs: {
      prompt: { node: 'prompt', input: 'text' },
      negativePrompt: { node: 'negative', input: 'text' },
      controls: { depth: picture('depth'), lines: picture('lines') },
      references: [adapted(2), adapted(3)],
      width: { node: 'size', input: 'width' },
      height: { node: 'size', input: 'height' },
      edit,
      ...sampled(15, 30, 45),
    },
  },
}
