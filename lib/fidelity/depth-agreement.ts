import type { GreyPicture } from './control-pictures'
import { squaredDistance } from './distance'
import type { ExactPasses } from './exact-passes'

/** How far around an object its surroundings count, in pixels of the working size: what makes its distance a distance from something. */
const RING = 12
/**
 * Where the standard deviation of exact 1/depth is below this share of its range over the whole picture, ten of 255 steps, the errors of
 * estimates say more than depth does: docs/fidelity.md has the figures.
 */
const VARIES_MIN = 0.04
/** A scene whose 1/depth varies less than this share of its nearest is flat: an estimator would stretch nothing to its whole range. */
const FLAT = 0.01

/**
 * How well an estimate of depth agrees with an object's exact depth: 0 to 1, or null where exact depth hardly varies there. It is
 * the share of the variation of exact 1/depth, over the object and a ring around it, that the estimate explains; nothing
 * behind anything counts as infinitely far.
 *
 * Estimators give 1/depth up to a scale and a shift, and not quite linear (Ranftl et al., MiDaS, 2020). Their own error measure
 * chooses scale and shift by least squares; what is left, as a share of the variation, is 1 − r² with Pearson's r. Done object by
 * object, a curved scale is no harm: a short piece of it is straight.
 * @param estimate near bright, of the size of the passes.
 */
export function depthAgreement(estimate: GreyPicture, passes: ExactPasses): (id: number) => number | null {
  const exact = Float32Array.from(passes.ids, (id, i) => (id === 0 ? 0 : 1 / (passes.depth[i] ?? Infinity)))
  const { least, most } = endsOf(exact)
  if (most - least <= FLAT * most) return () => null
  const variesMin = VARIES_MIN * (most - least)
  const boxes = boxesOf(passes)
  return (id) => {
    const box = boxes.get(id)
    if (!box) return null
    const { n, x, y, xx, yy, xy } = sumsAround(passes, id, box, estimate.pixels, exact)
    // n² times the variances and the covariance: for the whole numbers of an estimate exact, so that an even one has none.
    const [varX, varY, both] = [n * xx - x * x, n * yy - y * y, n * xy - x * y]
    if (varY <= (n * variesMin) ** 2) return null
    return varX > 0 && both > 0 ? Math.min(1, (both * both) / (varX * varY)) : 0
  }
}

function endsOf(values: Float32Array): { least: number; most: number } {
  let least = Infinity
  let most = 0
  for (const value of values) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  return { least, most }
}

/** Where an object is in sight, both ends included. */
type Box = { left: number; top: number; right: number; bottom: number }

function boxesOf({ ids, width }: ExactPasses): Map<number, Box> {
  const boxes = new Map<number, Box>()
  for (let i = 0; i < ids.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    const id = ids[i] ?? 0
    const box = boxes.get(id)
    if (!box) boxes.set(id, { left: x, top: y, right: x, bottom: y })
    else {
      box.left = Math.min(box.left, x)
      box.right = Math.max(box.right, x)
      box.bottom = y
    }
  }
  return boxes
}

type Sums = { n: number; x: number; y: number; xx: number; yy: number; xy: number }

/** Sums over an object and its ring, x of the estimate and y of what is exact. */
function sumsAround({ ids, width, height }: ExactPasses, id: number, box: Box, estimate: Uint8Array, exact: Float32Array): Sums {
  const [left, top] = [Math.max(0, box.left - RING), Math.max(0, box.top - RING)]
  const across = Math.min(width - 1, box.right + RING) - left + 1
  const down = Math.min(height - 1, box.bottom + RING) - top + 1
  const placeOf = (k: number): number => (top + Math.floor(k / across)) * width + left + (k % across)
  const away = squaredDistance(
    Uint8Array.from({ length: across * down }, (_, k) => (ids[placeOf(k)] === id ? 1 : 0)),
    across,
    down,
  )
  const sums: Sums = { n: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 }
  for (let k = 0; k < away.length; k++) {
    if ((away[k] ?? Infinity) > RING * RING) continue
    const place = placeOf(k)
    const [x, y] = [estimate[place] ?? 0, exact[place] ?? 0]
    sums.n += 1
    sums.x += x
    sums.y += y
    sums.xx += x * x
    sums.yy += y * y
    sums.xy += x * y
  }
  return sums
}
