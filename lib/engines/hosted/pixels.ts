import { type AspectRatio, ratioValue } from '@/lib/domain/aspect-ratio'

export type PixelLimits = {
  /** Both sides are a multiple of this. */
  step: number
  sideMin: number
  sideMax: number
  areaMax?: number
}
export type Pixels = { width: number; height: number }

/**
 * The size to ask a model for: the one that is wanted where the model makes it, else as near as its limits allow with
 * the ratio kept within one step. What is over is cut off afterwards.
 */
export function nearestPixels(wanted: Pixels, { step, sideMin, sideMax, areaMax = Number.POSITIVE_INFINITY }: PixelLimits): Pixels {
  const long = Math.max(wanted.width, wanted.height)
  const short = Math.min(wanted.width, wanted.height)
  const down = Math.min(1, sideMax / long, Math.sqrt(areaMax / (long * short)))
  const scale = Math.max(down, Math.min(sideMin / short, sideMax / long))
  // Rounded up, so that nothing has to be stretched, unless that would pass a limit.
  const snap = (side: number, grow: boolean): number => {
    const snapped = (grow ? Math.ceil(side / step - 1e-6) : Math.floor(side / step)) * step
    return Math.min(Math.floor(sideMax / step) * step, Math.max(Math.ceil(sideMin / step) * step, snapped))
  }
  const at = (grow: boolean): Pixels => ({ width: snap(wanted.width * scale, grow), height: snap(wanted.height * scale, grow) })
  const grown = at(true)
  return grown.width * grown.height <= areaMax ? grown : at(false)
}

/** The ratio to ask a model for that takes no sizes: the wanted one, or the nearest that it has. */
export function nearestRatio(wanted: AspectRatio, offered: readonly AspectRatio[]): AspectRatio {
  const distance = (ratio: AspectRatio): number => Math.abs(Math.log(ratioValue(ratio) / ratioValue(wanted)))
  return offered.reduce((best, ratio) => (distance(ratio) < distance(best) ? ratio : best), offered[0] ?? wanted)
}
