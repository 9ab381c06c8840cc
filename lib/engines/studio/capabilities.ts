import { ASPECT_RATIOS } from '@/lib/domain/aspect-ratio'
import type { Capabilities } from '@/lib/domain/capabilities'

/** The built-in engine. */
export const STUDIO: Capabilities = {
  id: 'studio',
  family: 'studio',
  label: 'Studio',
  description: 'Built in. Renders the scene itself, free, on this machine.',
  canvas: 'required',
  ratios: ASPECT_RATIOS,
  sizes: [512, 768, 1024, 1536],
  qualities: ['draft', 'standard', 'high'],
  referenceRoles: ['style', 'environment', 'material', 'concept'],
  referencesMax: 2,
  images: [1, 2, 4, 8],
  seed: true,
  mask: false,
  negativePrompt: false,
  controls: [],
  progress: true,
  readsPrompt: true,
  free: true,
}
