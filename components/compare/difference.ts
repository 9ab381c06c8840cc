import { toOklab } from '@/lib/scene/oklab'
import { srgbToLinear } from '@/lib/scene/tone-map'

/** A distance in Oklab below which hardly anybody sees a difference, and one from which the map is at its brightest. */
export const VISIBLE = 0.02
export const STRONGEST = 0.3

export type Difference = {
  /** RGBA, as many pixels as were compared. */
  pixels: Uint8ClampedArray<ArrayBuffer>
  /** The part of the picture that looks different, 0 to 1. */
  share: number
  /** The mean distance in Oklab; 1 is black against white. */
  mean: number
}

type Rgb = [number, number, number]

/** From a trace of difference to a great one. Lightness rises all the way, so the map also reads without colour. */
export const HEAT: readonly Rgb[] = [
  [64, 34, 122],
  [146, 42, 122],
  [217, 71, 89],
  [248, 142, 82],
  [253, 242, 170],
]

const LINEAR = Float32Array.from({ length: 256 }, (_, value) => srgbToLinear(value / 255))

/**
 * How different two pictures look, pixel by pixel, as colours over a dim, grey copy of the first. Both are RGBA of one
 * size; where one of them has no picture, the map is empty and nothing is counted.
 */
export function differenceOf(a: Uint8ClampedArray, b: Uint8ClampedArray): Difference {
  const pixels = new Uint8ClampedArray(a.length)
  let [compared, visible, sum] = [0, 0, 0]
  for (let i = 0; i < a.length; i += 4) {
    if ((a[i + 3] ?? 0) < 128 || (b[i + 3] ?? 0) < 128) continue
    const [p, q] = [labAt(a, i), labAt(b, i)]
    const distance = Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])
    compared++
    sum += distance
    if (distance >= VISIBLE) visible++
    paint(pixels, i, distance, p[0])
  }
  return { pixels, share: compared === 0 ? 0 : visible / compared, mean: compared === 0 ? 0 : sum / compared }
}

const linear = (value: number | undefined): number => LINEAR[value ?? 0] ?? 0
const labAt = (rgba: Uint8ClampedArray, i: number): Rgb => toOklab([linear(rgba[i]), linear(rgba[i + 1]), linear(rgba[i + 2])])

function paint(pixels: Uint8ClampedArray, i: number, distance: number, lightness: number): void {
  const grey = 16 + 70 * lightness
  const [r, g, b] = heatOf(distance)
  // Fades in around the least visible difference, so that the noise of a render stays grey.
  const k = Math.min(1, Math.max(0, (distance - VISIBLE / 2) / VISIBLE))
  pixels[i] = grey + (r - grey) * k
  pixels[i + 1] = grey + (g - grey) * k
  pixels[i + 2] = grey + (b - grey) * k
  pixels[i + 3] = 255
}

function heatOf(distance: number): Rgb {
  const t = Math.min(1, distance / STRONGEST) * (HEAT.length - 1)
  const low = Math.min(HEAT.length - 2, Math.floor(t))
  const [from, to] = [HEAT[low] ?? [0, 0, 0], HEAT[low + 1] ?? [0, 0, 0]]
  const k = t - low
  return [from[0] + (to[0] - from[0]) * k, from[1] + (to[1] - from[1]) * k, from[2] + (to[2] - from[2]) * k]
}

/** The measured difference in a sentence. */
export function differenceWords({ share, mean }: Pick<Difference, 'share' | 'mean'>): string {
  if (share === 0) return 'No visible difference.'
  const percent = share < 0.01 ? 'Less than 1%' : share > 0.99 ? 'Nearly all' : `${Math.round(share * 100)}%`
  return `${percent} of the picture looks different. On average by ${(mean * 100).toFixed(1)}, where 2 is just visible and 100 is black against white.`
}
