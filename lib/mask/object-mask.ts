import { squaredDistance } from '@/lib/fidelity/distance'
import { enlarge, type Influence, type MaskSize } from './influence'

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
  const squares = squaredDistance(set, width, height)
  const full = radius / 2
  const mask = new Uint8Array(set.length)
  squares.forEach((square, i) => {
    if (square > radius * radius) return
    const t = Math.min(1, (radius + 1 - Math.sqrt(square)) / (radius + 1 - full))
    mask[i] = Math.max(1, Math.round(255 * t * t * (3 - 2 * t)))
  })
  return mask
}
