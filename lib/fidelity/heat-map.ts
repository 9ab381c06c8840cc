import { blur } from './blur'
import type { GreyPicture } from './control-pictures'
import type { EdgePoints } from './edge-points'
import type { EdgeSupport } from './edge-support'

/** Spread in pixels of the working size: wide enough to be seen, narrow enough to show which edge is meant. */
const SPREAD = 5
/** From this density of edges on, the share that is missing shows fully. */
const DENSE = 0.02

/** Where a picture disagrees with its scene: black where what was expected is there or nothing was expected, white where it is missing. */
export function heatMap({ width, height, at }: EdgeSupport, things: readonly EdgePoints[]): GreyPicture {
  const expected = new Float32Array(width * height)
  const missing = new Float32Array(width * height)
  for (const points of things) {
    for (let k = 0; k < points.x.length; k++) {
      const i = (points.y[k] ?? 0) * width + (points.x[k] ?? 0)
      expected[i] = points.weight[k] ?? 0
      missing[i] = (points.weight[k] ?? 0) * (1 - (at[points.bin[k] ?? 0]?.[i] ?? 0))
    }
  }
  const density = blur(expected, width, height, SPREAD)
  const lack = blur(missing, width, height, SPREAD)
  const pixels = new Uint8Array(width * height)
  for (let i = 0; i < pixels.length; i++) {
    const share = (lack[i] ?? 0) / Math.max(DENSE, density[i] ?? 0)
    pixels[i] = Math.round(255 * Math.min(1, share))
  }
  return { width, height, pixels }
}
