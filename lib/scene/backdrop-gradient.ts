import { fromOklab, toOklab } from './oklab'
import { exposureScale, inverseToneMap, linearToSrgb, srgbToLinear, toneMap } from './tone-map'

type Rgb = [number, number, number]

/**
 * The colour `k` of the way (0 to 1) from one backdrop colour to another, mixed evenly for the eye: in Oklab, as the colours are
 * shown. Mixed as light, blue to orange passes through a harsh pale band and the dark end shrinks to a stripe. All colours are
 * linear radiance before this exposure, in stops.
 */
export function mixShown(from: Rgb, to: Rgb, k: number, exposure: number): Rgb {
  if (k <= 0) return from
  if (k >= 1) return to
  const scale = exposureScale(exposure)
  const shown = ([r, g, b]: Rgb): Rgb => toOklab(toneMap(r * scale, g * scale, b * scale).map(srgbToLinear) as Rgb)
  const [a, b] = [shown(from), shown(to)]
  const mixed = fromOklab([a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k, a[2] + (b[2] - a[2]) * k])
  const display = mixed.map((v) => Math.min(1, Math.max(0, linearToSrgb(Math.max(0, v))))) as Rgb
  // The tone curve is flat at white, where its inverse would answer with far more light than either end has.
  const most = Math.max(...from, ...to)
  return inverseToneMap(display).map((v) => Math.min(most, v / scale)) as Rgb
}
