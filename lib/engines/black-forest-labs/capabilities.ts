import { type Capabilities, HOSTED, UP_TO_A_MEGAPIXEL } from '@/lib/domain/capabilities'

/**
 * The ways in which FLUX models take a request: FLUX.2 makes and edits with several pictures at any size, Kontext does
 * with a ratio in place of a size, the depth model is led by a picture of depth, and the older ones take words alone.
 */
export type FluxKind = 'flux-2' | 'kontext' | 'depth' | 'words'

/** A name that nobody knows is taken for a newer model of the FLUX.2 kind. */
export function fluxKind(model: string): FluxKind {
  if (/depth/.test(model)) return 'depth'
  if (/^flux-kontext/.test(model)) return 'kontext'
  return /^flux-(pro|dev)/.test(model) ? 'words' : 'flux-2'
}

const FLUX: Capabilities = {
  ...HOSTED,
  id: 'black-forest-labs',
  family: 'black-forest-labs',
  label: 'FLUX',
  description: 'FLUX by Black Forest Labs. Keeps the composition of the canvas and takes references.',
  seed: true,
}

const BY_KIND: Record<FluxKind, Partial<Capabilities>> = {
  'flux-2': {},
  kontext: { sizes: UP_TO_A_MEGAPIXEL },
  depth: {
    sizes: UP_TO_A_MEGAPIXEL,
    description: 'FLUX by Black Forest Labs, led by the exact depth of the scene. Takes colours and materials from the prompt alone.',
    canvas: 'required',
    referencesMax: 0,
    controls: ['depth'],
  },
  words: { description: 'FLUX by Black Forest Labs, from the prompt alone.', sizes: UP_TO_A_MEGAPIXEL, canvas: 'unsupported', referencesMax: 0 },
}

/** @param model as the provider names it. */
export const blackForestLabs = (model: string | null): Capabilities => (model ? { ...FLUX, ...BY_KIND[fluxKind(model)], label: `FLUX (${model})` } : FLUX)
