import type { GeometryArrays } from './geometry'

/**
 * Turns a profile of [radius, y] pairs about the y axis. A profile that runs from bottom to top faces outwards; where it
 * turns back (the inside of a vase) it faces the axis. Corners sharper than `creaseDeg` stay hard edges: the two sides get
 * normals of their own. u runs once around, v along the profile by length.
 */
export function revolve(profile: ReadonlyArray<readonly [number, number]>, segments: number, creaseDeg = 40): GeometryArrays {
  const points = profile.filter(([r, y], i) => {
    const before = profile[i - 1]
    return before === undefined || Math.hypot(r - before[0], y - before[1]) > 1e-9
  })
  const rings = profileRings(points, Math.cos((creaseDeg * Math.PI) / 180))
  const columns = segments + 1
  const positions = new Float32Array(rings.length * columns * 3)
  const normals = new Float32Array(rings.length * columns * 3)
  const uvs = new Float32Array(rings.length * columns * 2)
  rings.forEach((ring, row) => {
    for (let column = 0; column < columns; column++) {
      const phi = ((column % segments) / segments) * 2 * Math.PI
      const [sin, cos] = [Math.sin(phi), Math.cos(phi)]
      const at = row * columns + column
      positions.set([ring.r * sin, ring.y, ring.r * cos], at * 3)
      normals.set([ring.nr * sin, ring.ny, ring.nr * cos], at * 3)
      uvs.set([column / segments, ring.v], at * 2)
    }
  })
  const indices: number[] = []
  for (let row = 0; row + 1 < rings.length; row++) {
    const low = rings[row]
    const high = rings[row + 1]
    if (low === undefined || high === undefined || !low.joinsNext) continue
    for (let column = 0; column < segments; column++) {
      const a = row * columns + column
      const b = a + columns
      // A ring of radius 0 is a pole: one of the two triangles would have no area there.
      if (low.r > 0) indices.push(a, a + 1, b)
      if (high.r > 0) indices.push(a + 1, b + 1, b)
    }
  }
  return { positions, normals, uvs, indices: Uint32Array.from(indices) }
}

type Ring = { r: number; y: number; nr: number; ny: number; v: number; joinsNext: boolean }

/** One ring for each smooth point of the profile, two for each hard corner. */
function profileRings(points: ReadonlyArray<readonly [number, number]>, creaseCos: number): Ring[] {
  const spans = points.slice(1).flatMap(([r, y], i) => {
    const from = points[i]
    if (from === undefined) return []
    const [dr, dy] = [r - from[0], y - from[1]]
    const length = Math.hypot(dr, dy)
    return [{ from, to: [r, y] as const, nr: dy / length, ny: -dr / length, length }]
  })
  const total = spans.reduce((sum, span) => sum + span.length, 0)
  const rings: Ring[] = []
  let travelled = 0
  spans.forEach((span, i) => {
    const before = spans[i - 1]
    const after = spans[i + 1]
    const smoothWith = (other: typeof before) => other !== undefined && other.nr * span.nr + other.ny * span.ny >= creaseCos
    // Weighted by length, so that a long flat side stays flat beside the short steps of a rounded rim.
    const blend = (other: typeof span): readonly [number, number] => {
      const [nr, ny] = [span.nr * span.length + other.nr * other.length, span.ny * span.length + other.ny * other.length]
      const length = Math.hypot(nr, ny)
      return [nr / length, ny / length]
    }
    if (before === undefined || !smoothWith(before)) {
      rings.push({ r: span.from[0], y: span.from[1], nr: span.nr, ny: span.ny, v: travelled / total, joinsNext: true })
    }
    travelled += span.length
    const smooth = after !== undefined && smoothWith(after)
    const [nr, ny] = smooth ? blend(after) : [span.nr, span.ny]
    rings.push({ r: span.to[0], y: span.to[1], nr, ny, v: travelled / total, joinsNext: smooth })
  })
  return rings
}
