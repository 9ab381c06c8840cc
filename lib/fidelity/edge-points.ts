import { binOf } from './edge-support'
import type { ExactPasses } from './exact-passes'
import { EDGE, type SceneEdges } from './scene-edges'

/** The expected edges of one object, pixel by pixel, as lists of the same length. */
export type EdgePoints = {
  /** The object's number in the passes. */
  id: number
  x: Int16Array
  y: Int16Array
  weight: Float32Array
  /** Radians from 0 to π. */
  across: Float32Array
  /** The direction as {@link binOf} counts it. */
  bin: Uint8Array
  isOutline: Uint8Array
}

/** So near to the frame no edge of a picture is found, since half of what makes one lies outside. */
const FRAME = 2

/** The edges of a scene by the object that owns them: the nearer one. Objects without an edge in sight are left out. */
export function pointsByObject({ ids, width, height }: ExactPasses, { kind, weight, across }: SceneEdges): EdgePoints[] {
  const places = new Map<number, number[]>()
  for (let i = 0; i < kind.length; i++) {
    if ((kind[i] ?? 0) === 0) continue
    const [x, y] = [i % width, Math.floor(i / width)]
    if (x < FRAME || y < FRAME || x >= width - FRAME || y >= height - FRAME) continue
    const id = ids[i] ?? 0
    const known = places.get(id)
    if (known) known.push(i)
    else places.set(id, [i])
  }
  return [...places]
    .sort(([a], [b]) => a - b)
    .map(([id, at]) => ({
      id,
      x: Int16Array.from(at, (i) => i % width),
      y: Int16Array.from(at, (i) => Math.floor(i / width)),
      weight: Float32Array.from(at, (i) => weight[i] ?? 0),
      across: Float32Array.from(at, (i) => across[i] ?? 0),
      bin: Uint8Array.from(at, (i) => binOf(across[i] ?? 0)),
      isOutline: Uint8Array.from(at, (i) => (kind[i] === EDGE.outline ? 1 : 0)),
    }))
}
