import { type Capabilities, HOSTED, UP_TO_A_MEGAPIXEL } from '@/lib/domain/capabilities'

/** How a model takes pictures: a list of them, one, one of depth, or none. */
export type FalPictures = 'many' | 'one' | 'depth' | 'none'

const MANY =
  /\/(flux-2[\w-]*|nano-banana[\w-]*|gpt-image[\w.-]*|bytedance\/seedream|qwen-image-edit-(plus|2\d+))(\/.*)?\/edit|\/flux-2[\w-]*$|\/multi$|qwen-image-edit-(plus|2\d+)/
const ONE = /\/(edit|image-to-image|redux|remix)$|\/kontext(\/max|\/dev)?$|qwen-image-edit$/

/** Told by the name, for fal names its models by what they do. */
export function falPictures(model: string): FalPictures {
  if (/control-lora-depth$/.test(model)) return 'depth'
  if (MANY.test(model)) return 'many'
  return ONE.test(model) ? 'one' : 'none'
}

const FAL: Capabilities = {
  ...HOSTED,
  id: 'fal',
  family: 'fal',
  label: 'fal',
  description: 'A model on fal.ai. Keeps the composition of the canvas and takes references.',
  seed: true,
}

const BY_PICTURES: Record<FalPictures, Partial<Capabilities>> = {
  many: {},
  one: { description: 'A model on fal.ai that takes one picture: the canvas.', canvas: 'required', referencesMax: 0 },
  depth: {
    sizes: UP_TO_A_MEGAPIXEL,
    description: 'FLUX on fal.ai, led by the exact depth of the scene. Takes colours and materials from the prompt alone.',
    canvas: 'required',
    referencesMax: 0,
    controls: ['depth'],
  },
  none: { description: 'A model on fal.ai, from the prompt alone.', canvas: 'unsupported', referencesMax: 0 },
}

/** @param model as fal names it, such as `fal-ai/flux-2-pro/edit`. */
export function fal(model: string | null): Capabilities {
  if (!model) return FAL
  const sizes = model.includes('kontext') ? UP_TO_A_MEGAPIXEL : FAL.sizes
  return { ...FAL, sizes, ...BY_PICTURES[falPictures(model)], label: `fal (${model.replace(/^fal-ai\//, '')})` }
}
