import type { ImageSize } from '@/lib/domain/aspect-ratio'
import { type Capabilities, HOSTED } from '@/lib/domain/capabilities'

const GOOGLE: Capabilities = {
  ...HOSTED,
  id: 'google',
  family: 'google',
  label: 'Gemini',
  description: 'Google’s Gemini image models. Keeps the composition of the canvas and takes references.',
  sizes: [512, 768, 1024, 1536, 2048],
  seed: true,
}

/** The first models, and the light ones, make pictures of about one megapixel and take no size. */
export const hasOneSize = (model: string): boolean => /^gemini-2\.|-lite\b/.test(model)

const UP_TO_1K: readonly ImageSize[] = [512, 768, 1024]

/** @param model as the provider names it, or null where none is set up. */
export function google(model: string | null): Capabilities {
  if (!model) return GOOGLE
  return { ...GOOGLE, label: `Gemini (${model})`, sizes: hasOneSize(model) ? UP_TO_1K : GOOGLE.sizes }
}
