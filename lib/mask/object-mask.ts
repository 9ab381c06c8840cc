import { squaredDistances } from './distance'

export type MaskSize = { width: number; height: number }

/** A picture of how strongly something changed: levels of 255, row 0 at the top, of any size with the ratio of the mask. */
export type Influence = MaskSize & { levels: Float32Array }

/** Changes weaker than this many levels of 255 are left outside: side by side nobody sees them. */
export const INFLUENCE_LEVELS_MIN = 3

/** The longer side for which {@link MaskWish.grow} is given. */
const GROW_SIDE = 1024

export type MaskWish = {
  /** How far the mask reaches beyond the object, in pixels of a picture whose longer side has 1024. */
  grow: number
  /** Where the object changes the picture beyond its own outline: its shadow, what mirrors it. Null leaves that as it is. */
  influence: Influence | null
}

/**
 * Where one object of a picture may change: 255 anywhere, 0 nowhere, and in between a mixture of both pictures. The edge is soft
 * towards the inside alone: beyond the grown outline every pixel is exactly 0.
 * @param ids the object-id pass; `id` is the object's number in it.
 * @returns one byte a pixel, or null where the object is not in sight.
 */
export function objectMask(ids: Uint16Array, id: number, size: MaskSize, wish: MaskWish): Uint8Array | null {
  const own = Uint8Array.from(ids, (value) => (value === id ? 1 : 0))
  if (!own.includes(1)) return null
  const side = Math.max(size.width, size.height)
  const radius = (wish.grow * side) / GROW_SIDE
  const mask = fadeOut(own, size, radius)
  if (!wish.influence) return mask
  // What was measured coarsely has an edge that may lie one of its pixels away.
  const coarse = side / Math.max(wish.influence.width, wish.influence.height)
  const around = fadeOut(enlarge(wish.influence, size), size, Math.max(radius, coarse * 2))
  return mask.map((value, i) => Math.max(value, around[i] ?? 0))
}

/** Full on what is set and over half of the radius, then falling to nothing, which it is from the radius on. */
function fadeOut(set: Uint8Array, { width, height }: MaskSize, radius: number): Uint8Array {
  const squares = squaredDistances(set, width, height)
  const full = radius / 2
  const mask = new Uint8Array(set.length)
  squares.forEach((square, i) => {
    if (square > radius * radius) return
    const t = Math.min(1, (radius + 1 - Math.sqrt(square)) / (radius + 1 - full))
    mask[i] = Math.max(1, Math.round(255 * t * t * (3 - 2 * t)))
  })
  return mask
}

/** Where the influence, averaged over its neighbours and interpolated, is strong enough to be seen. */
function enlarge(influence: Influence, { width, height }: MaskSize): Uint8Array {
  const even = average(influence)
  const set = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const v = Math.min(influence.height - 1, Math.max(0, ((y + 0.5) * influence.height) / height - 0.5))
    for (let x = 0; x < width; x++) {
      const u = Math.min(influence.width - 1, Math.max(0, ((x + 0.5) * influence.width) / width - 0.5))
      if (interpolate(even, influence.width, u, v) >= INFLUENCE_LEVELS_MIN) set[y * width + x] = 1
    }
  }
  return set
}

/** Each pixel with its eight neighbours; single noisy ones disappear. */
function average({ width, height, levels }: Influence): Float32Array {
  const even = new Float32Array(levels.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          sum += levels[Math.min(height - 1, Math.max(0, y + dy)) * width + Math.min(width - 1, Math.max(0, x + dx))] ?? 0
        }
      }
      even[y * width + x] = sum / 9
    }
  }
  return even
}

function interpolate(plane: Float32Array, width: number, u: number, v: number): number {
  const [x, y] = [Math.floor(u), Math.floor(v)]
  const [fx, fy] = [u - x, v - y]
  const at = (i: number, j: number): number => plane[j * width + Math.min(width - 1, i)] ?? plane[y * width + Math.min(width - 1, i)] ?? 0
  return (at(x, y) * (1 - fx) + at(x + 1, y) * fx) * (1 - fy) + (at(x, y + 1) * (1 - fx) + at(x + 1, y + 1) * fx) * fy
}
