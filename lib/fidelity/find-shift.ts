import type { EdgePoints } from './edge-points'
import { agreementOf, type EdgeSupport, type Found, findAt } from './edge-support'

/** How far a thing is looked for, in pixels of the working size, and in what steps at first. */
const REACH = 28
const STEP = 2
/** A thing counts as moved when it is that much better found elsewhere, and well found there. */
const GAIN_MIN = 0.25
const AGREEMENT_MIN = 0.8
/** In a picture where chance finds more than this share of the edges, places cannot be told apart. */
const CHANCE_MAX = 0.5
/** Fewer edge pixels than this fit somewhere by chance. */
const POINTS_MIN = 100
/** About as many edge pixels are looked at: of longer edges every second, third and so on. */
const POINTS_MAX = 500

export type Shift = { x: number; y: number; agreement: number }

/**
 * Where a thing, or several together, went: the small shift at which its edges are found best, in pixels to the right and down, or
 * null where it is not clearly better found anywhere else.
 */
export function findShift(support: EdgeSupport, things: readonly EdgePoints[]): Shift | null {
  const count = things.reduce((sum, points) => sum + points.x.length, 0)
  if (count < POINTS_MIN) return null
  const sparse = things.map((points) => thin(points, Math.ceil(count / POINTS_MAX)))
  const foundAt = (x: number, y: number): Found => sum(sparse.map((points) => findAt(support, points, x, y)))
  const here = foundAt(0, 0)
  const still = agreementOf(here)
  if (still > 1 - GAIN_MIN || here.chance > CHANCE_MAX * here.weight) return null
  let best: Shift = { x: 0, y: 0, agreement: still }
  const look = (x: number, y: number): void => {
    const agreement = agreementOf(foundAt(x, y))
    if (agreement > best.agreement) best = { x, y, agreement }
  }
  for (let y = -REACH; y <= REACH; y += STEP) for (let x = -REACH; x <= REACH; x += STEP) look(x, y)
  const { x, y } = best
  for (const [dx, dy] of [
    [-1, -1],
    [0, -1],
    [1, -1],
    [-1, 0],
    [1, 0],
    [-1, 1],
    [0, 1],
    [1, 1],
  ] as const)
    look(x + dx, y + dy)
  return best.agreement >= AGREEMENT_MIN && best.agreement >= still + GAIN_MIN ? best : null
}

const sum = (found: readonly Found[]): Found =>
  found.reduce((all, one) => ({ weight: all.weight + one.weight, support: all.support + one.support, chance: all.chance + one.chance }), {
    weight: 0,
    support: 0,
    chance: 0,
  })

function thin(points: EdgePoints, every: number): EdgePoints {
  const stays = (_: number, k: number): boolean => k % every === 0
  return {
    id: points.id,
    x: points.x.filter(stays),
    y: points.y.filter(stays),
    weight: points.weight.filter(stays),
    across: points.across.filter(stays),
    bin: points.bin.filter(stays),
    isOutline: points.isOutline.filter(stays),
  }
}
