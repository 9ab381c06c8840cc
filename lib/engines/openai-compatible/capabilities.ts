import { ASPECT_RATIOS } from '@/lib/domain/aspect-ratio'
import type { Capabilities } from '@/lib/domain/capabilities'

/** Any server that speaks the OpenAI image API, by base URL and key. */
export const OPENAI_COMPATIBLE: Capabilities = {
  id: 'openai-compatible',
  family: 'openai-compatible',
  label: 'Hosted model',
  description: 'An OpenAI-compatible image server, set up by whoever runs this installation.',
  canvas: 'optional',
  ratios: ASPECT_RATIOS,
  sizes: [512, 768, 1024, 1536],
  qualities: ['standard'],
  referenceRoles: ['style', 'material', 'environment', 'concept'],
  referencesMax: 2,
  images: [1, 2, 4, 8],
  seed: false,
  mask: false,
  negativePrompt: false,
  controls: [],
  progress: false,
  readsPrompt: false,
  free: false,
}

/** @param model as the server knows it, which is the best name there is. */
export const openAiCompatible = (model: string | null): Capabilities => (model ? { ...OPENAI_COMPATIBLE, label: model } : OPENAI_COMPATIBLE)
