import type { Drift } from '@/lib/domain/replay'
import { ciede2000 } from './ciede2000'
import { toLab } from './lab'

/** Differences are counted in classes this wide, which is all that the 95th percentile needs. */
const CLASS_DELTA_E = 0.01
const CLASSES = 20_000
const WINDOW = 8
const STRIDE = 4
/** (0.01 × 255)² and (0.03 × 255)², which keep flat areas from dividing by nothing. */
const C1 = 6.5025
const C2 = 58.5225

/**
 * How far a picture drifted from another of the same size: mean and 95th percentile of CIEDE2000 over all pixels, and
 * SSIM. Null where every byte is the same.
 * @param before @param now three bytes a pixel, sRGB. @throws RangeError for different sizes.
 */
export function measureDrift(before: Uint8Array, now: Uint8Array, { width, height }: { width: number; height: number }): Drift | null {
  const pixels = width * height
  if (before.length !== pixels * 3 || now.length !== pixels * 3) throw new RangeError('Both pictures must have three bytes for each pixel.')
  if (Buffer.compare(before, now) === 0) return null
  const [one, two] = [toLab(before), toLab(now)]
  const classes = new Uint32Array(CLASSES)
  let sum = 0
  for (let i = 0; i < pixels; i++) {
    const at = i * 3
    const same = before[at] === now[at] && before[at + 1] === now[at + 1] && before[at + 2] === now[at + 2]
    const distance = same ? 0 : ciede2000(one[0][i] ?? 0, one[1][i] ?? 0, one[2][i] ?? 0, two[0][i] ?? 0, two[1][i] ?? 0, two[2][i] ?? 0)
    sum += distance
    const place = Math.min(CLASSES - 1, Math.round(distance / CLASS_DELTA_E))
    classes[place] = (classes[place] ?? 0) + 1
  }
  return { meanDeltaE: round(sum / pixels), p95DeltaE: round(percentile(classes, pixels * 0.95)), ssim: round(ssim(luma(before), luma(now), width, height)) }
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000

/** The least class with at least so many pixels in and below it, as a difference. */
function percentile(classes: Uint32Array, wanted: number): number {
  let seen = 0
  for (let place = 0; place < classes.length; place++) {
    seen += classes[place] ?? 0
    if (seen >= wanted) return place * CLASS_DELTA_E
  }
  return (classes.length - 1) * CLASS_DELTA_E
}

/** Brightness by ITU-R BT.709, 0 to 255. */
function luma(rgb: Uint8Array): Float32Array {
  return Float32Array.from({ length: rgb.length / 3 }, (_, i) => 0.2126 * (rgb[i * 3] ?? 0) + 0.7152 * (rgb[i * 3 + 1] ?? 0) + 0.0722 * (rgb[i * 3 + 2] ?? 0))
}

/**
 * Structural similarity (Wang, Bovik, Sheikh and Simoncelli, 2004) of brightness, in windows of 8 × 8 that overlap by
 * half, all pixels of one counting alike. 1 for the same structure.
 */
function ssim(before: Float32Array, now: Float32Array, width: number, height: number): number {
  let sum = 0
  let windows = 0
  for (const top of starts(height)) {
    for (const left of starts(width)) {
      sum += windowSsim(before, now, width, { top, left, bottom: Math.min(height, top + WINDOW), right: Math.min(width, left + WINDOW) })
      windows++
    }
  }
  return sum / windows
}

/** Where windows begin along a side; the last one ends with it, so that no pixel is left out. */
function starts(length: number): number[] {
  const last = Math.max(0, length - WINDOW)
  const all = Array.from({ length: Math.floor(last / STRIDE) + 1 }, (_, i) => i * STRIDE)
  return all.at(-1) === last ? all : [...all, last]
}

function windowSsim(
  before: Float32Array,
  now: Float32Array,
  width: number,
  { top, left, bottom, right }: Record<'top' | 'left' | 'bottom' | 'right', number>,
): number {
  let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0]
  for (let row = top; row < bottom; row++) {
    for (let i = row * width + left; i < row * width + right; i++) {
      const a = before[i] ?? 0
      const b = now[i] ?? 0
      x += a
      y += b
      xx += a * a
      yy += b * b
      xy += a * b
    }
  }
  const n = (bottom - top) * (right - left)
  const [meanX, meanY] = [x / n, y / n]
  const [varX, varY, both] = [xx / n - meanX * meanX, yy / n - meanY * meanY, xy / n - meanX * meanY]
  return ((2 * meanX * meanY + C1) * (2 * both + C2)) / ((meanX * meanX + meanY * meanY + C1) * (varX + varY + C2))
}
