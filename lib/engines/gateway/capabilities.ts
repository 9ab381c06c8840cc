import { ASPECT_RATIOS } from '@/lib/domain/aspect-ratio'
import type { Capabilities } from '@/lib/domain/capabilities'

const GATEWAY: Capabilities = {
  id: 'gateway',
  family: 'gateway',
  label: 'AI Gateway',
  description: 'One key for the image models of many providers, through Vercel’s AI Gateway.',
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

/** Those of OpenAI take a size and a mask, and no seed. */
export const isOpenAi = (model: string): boolean => model.startsWith('openai/')

/** @param model with its provider before a slash, or null where none is set up. */
export function gateway(model: string | null): Capabilities {
  if (!model) return GATEWAY
  return { ...GATEWAY, label: `AI Gateway (${model})`, mask: isOpenAi(model), seed: !isOpenAi(model) }
}
