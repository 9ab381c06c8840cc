import { boxMean } from './blur'
import { squaredDistance } from './distance'
import type { EdgePoints } from './edge-points'
import type { ImageEdges } from './image-edges'

/** Six directions of thirty degrees. */
const BINS = 6
/** Pixels within which an edge counts as being in its place, and the spread of the Gaussian by which support falls beyond them. */
const TOLERANCE = { free: 1, spread: 2 }
/** From this distance on an edge is no support at all. */
const REACH = 9
/** Half the side of the square in which chance is looked at: the surroundings of a thing, not the whole picture. */
const CHANCE_REACH = 32

/** Which of the directions an angle from 0 to π belongs to. */
export const binOf = (angle: number): number => Math.floor((angle / Math.PI) * BINS) % BINS

/** For each direction, how well an edge at each pixel is supported by the edges of a picture, and what chance gives there: 0 to 1. */
export type EdgeSupport = { width: number; height: number; at: readonly Float32Array[]; chance: readonly Float32Array[] }

/**
 * Support by the distance to the nearest edge that runs within about 45 degrees, as in oriented chamfer matching (Shotton, Blake and
 * Cipolla, "Multiscale categorical object recognition using contour fragments", 2008).
 *
 * A busy picture has an edge near any place, and a measure that only looks for edges would call it faithful. So each place
 * also has its chance: the mean support of its surroundings, which is what an edge finds there that was put at random.
 */
export function supportOf({ isEdge, across }: ImageEdges, width: number, height: number): EdgeSupport {
  const bins = Uint8Array.from(across, binOf)
  const at: Float32Array[] = []
  const chance: Float32Array[] = []
  for (let bin = 0; bin < BINS; bin++) {
    const similar = isEdge.map((edge, i) => (edge > 0 && isNear(bins[i] ?? 0, bin) ? 1 : 0))
    const support = squaredDistance(similar, width, height).map(supportAt)
    at.push(support)
    chance.push(boxMean(support, width, height, CHANCE_REACH))
  }
  return { width, height, at, chance }
}

function supportAt(square: number): number {
  if (square > REACH * REACH) return 0
  const beyond = Math.max(0, Math.sqrt(square) - TOLERANCE.free)
  return Math.exp(-(beyond * beyond) / (2 * TOLERANCE.spread * TOLERANCE.spread))
}

const isNear = (a: number, b: number): boolean => {
  const apart = Math.abs(a - b)
  return Math.min(apart, BINS - apart) <= 1
}

/** Sums over the edges of an object: its weight, and the support and the chance of its edges by weight. */
export type Found = { weight: number; support: number; chance: number }

/** What the edges of an object find when all of them are moved by some pixels; those that leave the picture are left out. */
export function findAt({ width, height, at, chance }: EdgeSupport, points: EdgePoints, dx: number, dy: number): Found {
  const found: Found = { weight: 0, support: 0, chance: 0 }
  for (let k = 0; k < points.x.length; k++) {
    const x = (points.x[k] ?? 0) + dx
    const y = (points.y[k] ?? 0) + dy
    if (x < 0 || y < 0 || x >= width || y >= height) continue
    const bin = points.bin[k] ?? 0
    const weight = points.weight[k] ?? 0
    const i = y * width + x
    found.weight += weight
    found.support += weight * (at[bin]?.[i] ?? 0)
    found.chance += weight * (chance[bin]?.[i] ?? 0)
  }
  return found
}

/** 1 where every edge is there, 0 where no more than chance gives. */
export const agreementOf = ({ weight, support, chance }: Found): number => Math.min(1, Math.max(0, (support - chance) / Math.max(1e-6, weight - chance)))
