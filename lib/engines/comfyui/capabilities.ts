import { ASPECT_RATIOS } from '@/lib/domain/aspect-ratio'
import type { Capabilities } from '@/lib/domain/capabilities'

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
