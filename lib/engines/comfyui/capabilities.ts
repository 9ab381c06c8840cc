import { ASPECT_RATIOS } from '@/lib/domain/aspect-ratio'
import type { Capabilities } from '@/lib/domain/capabilities'
import { REFERENCE_ROLES } from '@/lib/domain/generation'
import type { TeamWorkflow } from '@/lib/domain/team-workflow'

/** The workflows that come with Maquette. Each is an engine of its own in the menu, for each takes other things. */
export const SHIPPED_WORKFLOWS = ['flux-depth', 'qwen-image-edit', 'sdxl-control'] as const
export type ShippedWorkflow = (typeof SHIPPED_WORKFLOWS)[number]

/** What every workflow has in common: it runs on a machine of one's own, with a seed, and shows how far it is. */
const COMMON = {
  family: 'comfyui',
  canvas: 'required',
  ratios: ASPECT_RATIOS,
  qualities: ['draft', 'standard', 'high'],
  images: [1, 2, 4, 8],
  seed: true,
  mask: true,
  progress: true,
  readsPrompt: false,
  free: true,
} as const

/** What each shipped workflow takes, in the order of the menu. */
export const COMFYUI: Record<ShippedWorkflow, Capabilities> = {
  'qwen-image-edit': {
    ...COMMON,
    id: 'comfyui:qwen-image-edit',
    label: 'Qwen-Image-Edit',
    description: 'On your own ComfyUI. Edits the canvas by your words, with up to two references.',
    sizes: [512, 768, 1024, 1536],
    referenceRoles: ['style', 'material', 'environment', 'concept'],
    referencesMax: 2,
    negativePrompt: true,
    controls: [],
  },
  'flux-depth': {
    ...COMMON,
    id: 'comfyui:flux-depth',
    label: 'FLUX depth',
    description: 'On your own ComfyUI. Paints anew over the exact depth of the scene.',
    sizes: [512, 768, 1024, 1536],
    referenceRoles: [],
    referencesMax: 0,
    negativePrompt: false,
    controls: ['depth'],
  },
  'sdxl-control': {
    ...COMMON,
    id: 'comfyui:sdxl-control',
    label: 'SDXL control',
    description: 'On your own ComfyUI. Holds depth and lines of the scene, in the style of your references.',
    sizes: [768, 1024, 1536],
    referenceRoles: ['style', 'concept'],
    referencesMax: 2,
    negativePrompt: true,
    controls: ['depth', 'lines'],
  },
}

/** What a workflow of a team takes: that which it has an input for. */
export function teamWorkflowCapabilities({ id, name, slots }: TeamWorkflow): Capabilities {
  const references = [slots.reference2, slots.reference3].filter((slot) => slot !== undefined).length
  return {
    ...COMMON,
    id: teamWorkflowEngine(id),
    label: name,
    description: "On your own ComfyUI. The team's own workflow.",
    canvas: slots.canvas || slots.depth || slots.lines ? 'required' : 'unsupported',
    sizes: [512, 768, 1024, 1536],
    qualities: ['standard'],
    referenceRoles: references > 0 ? REFERENCE_ROLES : [],
    referencesMax: references === 2 ? 2 : references === 1 ? 1 : 0,
    // Without a seed every image would be the same.
    images: slots.seed ? COMMON.images : [1],
    seed: slots.seed !== undefined,
    mask: false,
    negativePrompt: slots.negativePrompt !== undefined,
    controls: (['depth', 'lines'] as const).filter((kind) => slots[kind] !== undefined),
  }
}

/** The id of the engine that a workflow of a team is. */
export const teamWorkflowEngine = (workflowId: string): string => `comfyui:${workflowId}`
