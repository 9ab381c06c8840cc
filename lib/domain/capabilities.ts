import { ASPECT_RATIOS, type AspectRatio, type ImageSize } from './aspect-ratio'
import { type ImageCount, type Quality, REFERENCE_ROLES, type ReferenceRole } from './generation'

/** A picture of the exact scene that some models take: its depth, or a line drawing of it. */
export type ControlKind = 'depth' | 'lines'

/** What an engine can take. The panel shows it and the server enforces it again. Each engine's table lies in its folder. */
export type Capabilities = {
  id: string
  /** Whose models these are, such as `google`; one family may have several engines. */
  family: string
  label: string
  /** One sentence for the engine menu. */
  description: string
  canvas: 'required' | 'optional' | 'unsupported'
  ratios: readonly AspectRatio[]
  sizes: readonly ImageSize[]
  qualities: readonly Quality[]
  referenceRoles: readonly ReferenceRole[]
  referencesMax: 0 | 1 | 2
  images: readonly ImageCount[]
  seed: boolean
  /** Whether the model itself takes a mask of what may change. Where it does not, the server still puts back everything outside of it. */
  mask: boolean
  negativePrompt: boolean
  /** Which pictures of the exact scene it asks for, beside or in place of the snapshot. */
  controls: readonly ControlKind[]
  /** Whether the engine says how far it is and shows previews. */
  progress: boolean
  /** Whether the prompt is read into chips (Studio) or sent as it is. */
  readsPrompt: boolean
  /** Costs nothing and runs here, so no budget is needed. */
  free: boolean
}

/** What a paid model behind an API takes, unless its table says otherwise. */
export const HOSTED = {
  canvas: 'optional',
  ratios: ASPECT_RATIOS,
  sizes: [512, 768, 1024, 1536],
  qualities: ['standard'],
  referenceRoles: REFERENCE_ROLES,
  referencesMax: 2,
  images: [1, 2, 4, 8],
  seed: false,
  mask: false,
  negativePrompt: false,
  controls: [],
  progress: false,
  readsPrompt: false,
  free: false,
} as const satisfies Omit<Capabilities, 'id' | 'family' | 'label' | 'description'>

/** The sizes of FLUX.1, which makes about a megapixel, whatever is asked for. */
export const UP_TO_A_MEGAPIXEL = [512, 768, 1024] as const satisfies readonly ImageSize[]
