import type { AspectRatio } from '../aspect-ratio'

export type ExampleSample = 'plinth' | 'room-corner' | 'small-objects'

/** A camera as the scene document writes it: metres, degrees along the longer side, f-number. */
export type ExampleCamera = {
  position: [number, number, number]
  target: [number, number, number]
  fov: number
  fStop: number | null
  focusDistance: number | null
}

export type GalleryExample = {
  /** Names its file in public/community and its row in the gallery; never changed once shipped. */
  key: string
  sample: ExampleSample
  title: string
  prompt: string
  ratio: AspectRatio
  seed: number
  shotName: string
  camera: ExampleCamera
}

export const EXAMPLES_CREDIT = 'Maquette examples'

const camera = (position: [number, number, number], target: [number, number, number], fov: number, fStop: number | null): ExampleCamera => ({
  position,
  target,
  fov,
  fStop,
  focusDistance: null,
})

/** What the gallery shows at first start, the last one first. Each is a real render by Studio of a sample scene: scripts/pictures.mjs. */
export const GALLERY_EXAMPLES: readonly GalleryExample[] = [
  {
    key: 'clay-study',
    sample: 'small-objects',
    title: 'Clay study',
    prompt: 'Clay render, soft light',
    ratio: '3:2',
    seed: 11,
    shotName: 'From the right',
    camera: camera([0.5, 0.44, 0.9], [0.01, 0.12, -0.02], 42, 11),
  },
  {
    key: 'sunrise-on-oak',
    sample: 'small-objects',
    title: 'Sunrise on oak',
    prompt: 'Sunrise, light from the right, oak table, film grain',
    ratio: '4:5',
    seed: 12,
    shotName: 'Tall still life',
    camera: camera([-0.36, 0.36, 0.92], [0.02, 0.125, -0.03], 42, 8),
  },
  {
    key: 'amber-by-candle',
    sample: 'plinth',
    title: 'Amber by candle',
    prompt: 'Amber glass bottle, candlelight',
    ratio: '3:4',
    seed: 13,
    shotName: 'Left of the bottle',
    camera: camera([-0.3, 0.23, 0.66], [0.02, 0.115, 0], 34, 4),
  },
  {
    key: 'side-table-morning',
    sample: 'room-corner',
    title: 'Side table, morning',
    prompt: 'Morning light, marble side table, shallow focus',
    ratio: '3:4',
    seed: 14,
    shotName: 'Side table',
    camera: camera([1.35, 0.92, 0.72], [0.52, 0.55, -0.42], 36, 4),
  },
  {
    key: 'terracotta-noon',
    sample: 'plinth',
    title: 'Terracotta noon',
    prompt: 'Noon, hard shadows, terracotta floor and backdrop',
    ratio: '1:1',
    seed: 15,
    shotName: 'From above',
    camera: camera([0.5, 0.62, 0.78], [0.02, 0.085, 0], 32, 11),
  },
  {
    key: 'blue-hour-marble',
    sample: 'small-objects',
    title: 'Blue hour, black marble',
    prompt: 'Blue hour, black marble table, cinematic',
    ratio: '21:9',
    seed: 16,
    shotName: 'Wide and low',
    camera: camera([0.1, 0.32, 1.06], [0.01, 0.145, -0.02], 52, 8),
  },
  {
    key: 'reading-corner-candle',
    sample: 'room-corner',
    title: 'Reading corner',
    prompt: 'Candlelight, tan leather armchair, dark green wall',
    ratio: '4:5',
    seed: 17,
    shotName: 'Armchair',
    camera: camera([1.3, 1.05, 2.3], [-0.16, 0.72, -0.4], 42, 8),
  },
  {
    key: 'black-stone-rim',
    sample: 'plinth',
    title: 'Rim on black stone',
    prompt: 'Low key, rim light, black backdrop, black marble plinth',
    ratio: '2:3',
    seed: 18,
    shotName: 'Tall front',
    camera: camera([0.05, 0.2, 0.86], [0.015, 0.13, 0], 40, 8),
  },
  {
    key: 'terrazzo-pastel',
    sample: 'small-objects',
    title: 'Terrazzo, overcast',
    prompt: 'Overcast, pastel, soft shadows, terrazzo table',
    ratio: '1:1',
    seed: 19,
    shotName: 'From above',
    camera: camera([0.3, 0.86, 0.66], [0.01, 0.04, 0], 36, 11),
  },
  {
    key: 'green-velvet',
    sample: 'room-corner',
    title: 'Green velvet, late sun',
    prompt: 'Late afternoon sun, forest green velvet armchair, walnut floor',
    ratio: '3:2',
    seed: 20,
    shotName: 'Corner',
    camera: camera([2.1, 1.35, 2.7], [-0.12, 0.88, -0.35], 50, 16),
  },
  {
    key: 'blush-high-key',
    sample: 'plinth',
    title: 'Blush, high key',
    prompt: 'High key, blush pink floor and backdrop, white marble plinth',
    ratio: '4:5',
    seed: 21,
    shotName: 'Front',
    camera: camera([0.02, 0.235, 0.94], [0.02, 0.128, 0], 38, 8),
  },
  {
    key: 'neon-glass',
    sample: 'small-objects',
    title: 'Neon through glass',
    prompt: 'Night, neon light, shallow focus',
    ratio: '16:9',
    seed: 22,
    shotName: 'Detail, glass',
    camera: camera([0.16, 0.17, 0.62], [0.01, 0.085, 0.02], 36, 4),
  },
  {
    key: 'golden-concrete',
    sample: 'small-objects',
    title: 'Golden hour on concrete',
    prompt: 'Golden hour, long soft shadows, concrete table',
    ratio: '3:2',
    seed: 24,
    shotName: 'Table',
    camera: camera([0.13, 0.36, 0.96], [0.012, 0.11, -0.01], 45, 11),
  },
]
