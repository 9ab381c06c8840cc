import { type Capabilities, HOSTED, UP_TO_A_MEGAPIXEL } from '@/lib/domain/capabilities'

/**
 * How a model takes pictures. Every model on Replicate names its inputs as it likes, so this goes by families:
 * FLUX.2 takes a list and a size, Kontext one picture and a ratio, FLUX.1 Depth one picture whose depth it guesses
 * itself, others with a picture take it as `image`, and those that make pictures from words take none.
 */
export type ReplicatePictures = 'flux-2' | 'kontext' | 'guessed-depth' | 'one' | 'none'

const WORDS_ALONE = /\/(flux-(schnell|pro|dev|1\.1-pro[\w-]*|krea[\w-]*)|imagen[\w.-]*|ideogram[\w.-]*|recraft[\w.-]*|photon[\w-]*)$/

export function replicatePictures(model: string): ReplicatePictures {
  const name = model.split(':')[0] ?? model
  if (/\/flux-2-/.test(name)) return 'flux-2'
  if (/\/flux-kontext-/.test(name)) return 'kontext'
  if (/\/flux-depth-/.test(name)) return 'guessed-depth'
  return WORDS_ALONE.test(name) ? 'none' : 'one'
}

const REPLICATE: Capabilities = {
  ...HOSTED,
  id: 'replicate',
  family: 'replicate',
  label: 'Replicate',
  description: 'A model on Replicate. Keeps the composition of the canvas and takes references.',
  seed: true,
}

const ONE: Partial<Capabilities> = { description: 'A model on Replicate that takes one picture: the canvas.', canvas: 'required', referencesMax: 0 }

const BY_PICTURES: Record<ReplicatePictures, Partial<Capabilities>> = {
  'flux-2': {},
  kontext: { ...ONE, sizes: UP_TO_A_MEGAPIXEL },
  'guessed-depth': { ...ONE, sizes: UP_TO_A_MEGAPIXEL, description: 'A model on Replicate that guesses the depth of the canvas and paints over it.' },
  one: ONE,
  none: { description: 'A model on Replicate, from the prompt alone.', canvas: 'unsupported', referencesMax: 0 },
}

/** @param model as Replicate names it, such as `black-forest-labs/flux-2-pro`, with `:version` where it needs one. */
export const replicate = (model: string | null): Capabilities =>
  model ? { ...REPLICATE, ...BY_PICTURES[replicatePictures(model)], label: `Replicate (${model.split(':')[0]})` } : REPLICATE
