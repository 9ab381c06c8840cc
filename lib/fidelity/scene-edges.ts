import type { ExactPasses } from './exact-passes'

/** Where an edge of the scene comes from: another object, the same object behind itself, or a fold of the surface. */
export const EDGE = { outline: 1, occlusion: 2, crease: 3 } as const

/** The edges that a faithful picture of the scene shows, one pixel wide, on the side of whatever is nearer. */
export type SceneEdges = {
  width: number
  height: number
  /** One of {@link EDGE}, 0 where there is none. */
  kind: Uint8Array
  /** How much an edge counts, above 0 to 1; 0 where there is none. */
  weight: Float32Array
  /** Across the edge, in radians from 0 to π (x right, y down). */
  across: Float32Array
}

/** A jump in depth within one object that counts, as a share of the distance: about eight pixels of a picture that is 512 wide. */
const JUMP = 0.012
/** Folds flatter than the first angle count nothing, folds from the second on count fully: degrees. */
const FOLD_DEGREES = { from: 18, to: 60 }
/** An outline is there in every light. A fold can vanish in soft light although nothing has moved. */
const WEIGHT = { outline: 1, occlusion: 0.8, crease: 0.5 }

/** Length of the difference of two unit normals at an angle. */
const chord = (degrees: number): number => 2 * Math.sin((degrees * Math.PI) / 360)

/**
 * Outlines where the object changes, occlusions where its depth jumps, creases where its surface folds. Depth is looked at
 * as 1/depth, which is linear in the picture on any plane: so a floor seen at a flat angle has no jumps.
 * After Saito and Takahashi, "Comprehensible rendering of 3-D shapes", SIGGRAPH 1990.
 */
export function findSceneEdges(passes: ExactPasses): SceneEdges {
  const { width, height, ids, depth } = passes
  const kind = new Uint8Array(width * height)
  const weight = new Float32Array(width * height)
  const across = new Float32Array(width * height)
  const folds = foldsOf(passes)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x
      const id = ids[i] ?? 0
      if (id === 0) continue
      const found = outlineAt(passes, x, y) ? EDGE.outline : jumpAt(passes, x, y) ? EDGE.occlusion : isCrest(folds, passes, x, y) ? EDGE.crease : 0
      if (found === 0) continue
      kind[i] = found
      if (found === EDGE.crease) {
        const strength = ((folds.strength[i] ?? 0) - chord(FOLD_DEGREES.from)) / (chord(FOLD_DEGREES.to) - chord(FOLD_DEGREES.from))
        weight[i] = WEIGHT.crease * Math.min(1, Math.max(0.05, strength))
        across[i] = folds.across[i] ?? 0
        continue
      }
      weight[i] = found === EDGE.outline ? WEIGHT.outline : WEIGHT.occlusion
      const limit = (depth[i] ?? 0) * (1 + JUMP)
      across[i] = directionAt(passes, x, y, (q) => ids[q] !== id || (found === EDGE.occlusion && (depth[q] ?? 0) > limit))
    }
  }
  return { width, height, kind, weight, across }
}

const NEXT: readonly (readonly [number, number])[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
]

/** Nothing lies infinitely far. */
const distance = (passes: ExactPasses, i: number): number => ((passes.ids[i] ?? 0) === 0 ? Infinity : (passes.depth[i] ?? 0))

/** Whether a neighbour belongs to something that lies behind. The frame of the picture is no edge. */
function outlineAt(passes: ExactPasses, x: number, y: number): boolean {
  const { width, height, ids } = passes
  const i = y * width + x
  const here = distance(passes, i)
  return NEXT.some(([dx, dy]) => {
    if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) return false
    const q = i + dy * width + dx
    if (ids[q] === ids[i]) return false
    const there = distance(passes, q)
    // Where two things touch they are equally far: the later one in the list, usually what stands on the other, has the edge.
    return there > here || (there === here && (ids[q] ?? 0) < (ids[i] ?? 0))
  })
}

/** Whether the same object continues behind itself: neither side's plane leads to the other. */
function jumpAt({ width, height, ids, depth }: ExactPasses, x: number, y: number): boolean {
  const i = y * width + x
  const near = 1 / (depth[i] ?? 1)
  return NEXT.some(([dx, dy]) => {
    if (x - dx < 0 || x - dx >= width || y - dy < 0 || y - dy >= height) return false
    if (x + 2 * dx < 0 || x + 2 * dx >= width || y + 2 * dy < 0 || y + 2 * dy >= height) return false
    const step = dy * width + dx
    if (ids[i - step] !== ids[i] || ids[i + step] !== ids[i] || ids[i + 2 * step] !== ids[i]) return false
    const there = 1 / (depth[i + step] ?? 1)
    if (there >= near) return false
    const [before, after] = [1 / (depth[i - step] ?? 1), 1 / (depth[i + 2 * step] ?? 1)]
    return Math.min(Math.abs(there - (2 * near - before)), Math.abs(near - (2 * there - after))) > JUMP * near
  })
}

/** The mean direction towards the pixels within two steps that lie beyond the edge. */
function directionAt({ width, height }: ExactPasses, x: number, y: number, isBeyond: (q: number) => boolean): number {
  let [sumX, sumY] = [0, 0]
  for (let dy = -2; dy <= 2; dy++) {
    for (let dx = -2; dx <= 2; dx++) {
      if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height || !isBeyond((y + dy) * width + x + dx)) continue
      sumX += dx
      sumY += dy
    }
  }
  return upright(Math.atan2(sumY, sumX))
}

/** A direction without its sign: radians from 0 to π. */
const upright = (angle: number): number => (angle < 0 ? angle + Math.PI : angle) % Math.PI

type Folds = { strength: Float32Array; across: Float32Array }

/**
 * How much the normals turn at each pixel, and in which direction: the largest eigenvalue of the structure tensor of the three
 * components (Di Zenzo, 1986). Looked at over up to a 512th of the picture, so that a rounded edge of some pixels is one.
 */
function foldsOf({ width, height, ids, normal }: ExactPasses): Folds {
  const strength = new Float32Array(width * height)
  const across = new Float32Array(width * height)
  const reach = Math.max(1, Math.round(Math.max(width, height) / 512))
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      if (ids[i] === 0) continue
      let [xx, yy, xy] = [0, 0, 0]
      for (let s = 1; s <= reach; s++) {
        const [left, right, up, down] = [i - s, i + s, i - s * width, i + s * width]
        if (x < s || y < s || x >= width - s || y >= height - s) break
        const flat = ids[left] !== ids[i] || ids[right] !== ids[i]
        const level = ids[up] !== ids[i] || ids[down] !== ids[i]
        for (let c = 0; c < 3; c++) {
          const gx = flat ? 0 : (normal[right * 3 + c] ?? 0) - (normal[left * 3 + c] ?? 0)
          const gy = level ? 0 : (normal[down * 3 + c] ?? 0) - (normal[up * 3 + c] ?? 0)
          xx += gx * gx
          yy += gy * gy
          xy += gx * gy
        }
      }
      const spread = Math.hypot(xx - yy, 2 * xy)
      strength[i] = Math.sqrt((xx + yy + spread) / 2 / reach)
      across[i] = upright(0.5 * Math.atan2(2 * xy, xx - yy))
    }
  }
  return { strength, across }
}

/** Whether a fold is sharp enough and sharper than what lies next to it across; of two equal neighbours the first counts. */
function isCrest({ strength, across }: Folds, { width, height }: ExactPasses, x: number, y: number): boolean {
  const i = y * width + x
  const here = strength[i] ?? 0
  if (here < chord(FOLD_DEGREES.from) || x === 0 || y === 0 || x === width - 1 || y === height - 1) return false
  const angle = across[i] ?? 0
  const step = Math.round(Math.sin(angle)) * width + Math.round(Math.cos(angle))
  return here > (strength[i - step] ?? 0) && here >= (strength[i + step] ?? 0)
}
