import type { AspectRatio, ImageSize } from './aspect-ratio'
import { ASPECT_RATIOS } from './aspect-ratio'
import type { Quality, ReferenceRole } from './generation'

/** What an engine can take. The panel shows it and the server enforces it again. */
export type Capabilities = {
  id: string
  label: string
  /** One sentence for the engine menu. */
  description: string
  canvas: 'required' | 'optional' | 'unsupported'
  ratios: readonly AspectRatio[]
  sizes: readonly ImageSize[]
  qualities: readonly Quality[]
  referenceRoles: readonly ReferenceRole[]
  referencesMax: 0 | 1 | 2
  images: readonly (1 | 2 | 4)[]
  seed: boolean
  /** Whether the engine says how far it is and shows previews. */
  progress: boolean
  /** Whether the prompt is read into chips (Studio) or sent as it is. */
  readsPrompt: boolean
  /** Costs nothing and runs here, so no budget is needed. */
  free: boolean
}

export const STUDIO: Capabilities = {
  id: 'studio',
  label: 'Studio',
  description: 'Built in. Renders the scene itself, free, on this machine.',
  canvas: 'required',
  ratios: ASPECT_RATIOS,
  sizes: [512, 768, 1024, 1536],
  qualities: ['draft', 'standard', 'high'],
  referenceRoles: ['style', 'environment', 'material', 'concept'],
  referencesMax: 2,
  images: [1, 2, 4],
  seed: true,
  progress: true,
  readsPrompt: true,
  free: true,
}

/** Any server that speaks the OpenAI image API, by base URL and key. */
export const OPENAI_COMPATIBLE: Capabilities = {
  id: 'openai-compatible',
  label: 'Hosted model',
  description: 'An OpenAI-compatible image server, set up by whoever runs this installation.',
  canvas: 'optional',
  ratios: ASPECT_RATIOS,
  sizes: [512, 768, 1024, 1536],
  qualities: ['standard'],
  referenceRoles: ['style', 'material', 'environment', 'concept'],
  referencesMax: 2,
  images: [1, 2, 4],
  seed: false,
  progress: false,
  readsPrompt: false,
  free: false,
}
