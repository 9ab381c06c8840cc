import type { AspectRatio } from '../aspect-ratio'
import type { ExampleCamera, ExampleSample } from './gallery-examples'

export type GuidePair = {
  /** Names its two files in public/guide. */
  key: string
  sample: ExampleSample
  ratio: AspectRatio
  camera: ExampleCamera
  title: string
  /** What to take from the two pictures, in two or three sentences. */
  text: string
  before: string
  after: string
  /** Addresses of pictures that the product has already, made from the sample's own camera; the others are rendered for the guide. */
  pictures?: { before?: string; after?: string }
}

/** Where the picture of a side stands. */
export const guidePicture = (pair: GuidePair, side: 'before' | 'after'): string => pair.pictures?.[side] ?? `/guide/${pair.key}-${side}.webp`

const camera = (position: [number, number, number], target: [number, number, number], fov: number, fStop: number | null): ExampleCamera => ({
  position,
  target,
  fov,
  fStop,
  focusDistance: null,
})

/** The lessons of the prompt guide. Each pair is one scene and one camera, rendered by Studio with both prompts: scripts/pictures.mjs. */
export const GUIDE_PAIRS: readonly GuidePair[] = [
  {
    key: 'light',
    sample: 'small-objects',
    ratio: '3:2',
    camera: camera([0.13, 0.36, 0.96], [0.012, 0.11, -0.01], 45, 11),
    title: 'Say what the light does',
    text: 'Praise changes nothing: no renderer knows what “beautiful” looks like. A time of day does, because it has a colour, a height and a kind of shadow.',
    before: 'A beautiful, stunning picture',
    after: 'Golden hour, long soft shadows',
  },
  {
    key: 'material',
    sample: 'room-corner',
    ratio: '3:2',
    camera: camera([1.5, 1.05, 2.35], [-0.12, 0.66, -0.36], 44, 8),
    title: 'Name the object, then its material',
    text: 'Put the material and colour right before the thing, and use the name it has in the outliner. A material alone has nothing to go on.',
    before: 'Velvet and walnut',
    after: 'Forest green velvet armchair, walnut floor',
  },
  {
    key: 'ground',
    sample: 'plinth',
    ratio: '4:3',
    camera: camera([0.02, 0.225, 0.98], [0.012, 0.132, 0], 38, 8),
    title: 'Change the ground, not the product',
    text: 'Floor and backdrop fill half of most product pictures. Give them a material or a colour by their names, and leave the product as it is.',
    before: '',
    after: 'Overcast noon, marble floor, shallow focus',
    pictures: { before: '/samples/plinth.webp', after: '/landing/marble.webp' },
  },
  {
    key: 'mood',
    sample: 'small-objects',
    ratio: '4:3',
    camera: camera([0.13, 0.385, 0.99], [0.012, 0.116, -0.01], 46, 11),
    title: 'Give a mood a lamp',
    text: '“Cool” and “moody” are wishes; night and neon are how a photographer grants them. Words for light work better than words for feelings.',
    before: '',
    after: 'Night, neon light',
    pictures: { before: '/samples/small-objects.webp', after: '/landing/neon.webp' },
  },
  {
    key: 'grade',
    sample: 'room-corner',
    ratio: '4:3',
    camera: camera([2.35, 1.4, 2.95], [-0.12, 0.9, -0.35], 51, 16),
    title: 'Finish like a photographer',
    text: 'Last come words for the film rather than the room: black and white, muted, cinematic, film grain. One or two are enough.',
    before: 'Evening, warm light',
    after: 'Evening, warm light, black and white, high contrast',
    pictures: { before: '/landing/evening.webp' },
  },
]
