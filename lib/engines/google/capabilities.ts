import { ASPECT_RATIOS, type ImageSize } from '@/lib/domain/aspect-ratio'
import type { Capabilities } from '@/lib/domain/capabilities'

const GOOGLE: Capabilities = {
  id: 'google',
  family: 'google',
  label: 'Gemini',
  description: 'Google’s Gemini image models. Keeps the composition of the canvas and takes references.',
  canvas: 'optional',
  ratios: ASPECT_RATIOS,
  sizes: [512, 768, 1024, 1536, 2048],
  qualities: ['standard'],
  referenceRoles: ['style', 'material', 'environment', 'concept'],
  referencesMax: 2,
  images: [1, 2, 4, 8],
  seed: true,
  mask: false,
  negativePrompt: false,
  controls: [],
  progress: false,
  readsPrompt: false,
  free: false,
}

/** The first models, and the light ones, make pictures of about one megapixel and take no size. */
export const hasOneSize = (model: string): boolean => /^gemini-2\.|-lite\b/.test(model)

const UP_TO_1K: readonly ImageSize[] = [512, 768, 1024]

/** @param model as the provider names it, or null where none is set up. */
export function google(model: string | null): Capabilities {
  if (!model) return GOOGLE
  return { ...GOOGLE, label: `Gemini (${model})`, sizes: hasOneSize(model) ? UP_TO_1K : GOOGLE.sizes }
}
