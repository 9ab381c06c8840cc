import {
  EMITTER_WORDS,
  L_COLOR,
  L_EDGE_U,
  L_EDGE_V,
  L_EXTENT,
  L_KIND,
  L_LUMINANCE,
  L_POSITION,
  L_SOLID,
  LIGHT_AREA,
  LIGHT_DIRECTIONAL,
  LIGHT_POINT,
  LIGHT_WORDS,
  M_EMISSION,
  MATERIAL_WORDS,
  T_LIGHT_PDF,
  T_MATERIAL,
  TRIANGLE_WORDS,
} from '../kernel/layout'
import type { Rgb, StudioLight } from '../studio-scene'
import { buildAliasTable } from './alias-table'
import type { FlatScene } from './flatten'

const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b
const scale = ([r, g, b]: Rgb, k: number): Rgb => [r * k, g * k, b * k]
const cross = (a: Rgb, b: Rgb): Rgb => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]

/** Records of LIGHT_WORDS. Lights that give nothing, or have no size where they need one, are left out. */
export function packLights(lights: readonly StudioLight[]): { data: Float32Array; count: number } {
  const records = lights.flatMap((light) => packLight(light) ?? [])
  const data = new Float32Array(Math.max(1, records.length) * LIGHT_WORDS)
  records.forEach((record, i) => {
    data.set(record, i * LIGHT_WORDS)
  })
  return { data, count: records.length }
}

function packLight(light: StudioLight): Float32Array | null {
  const record = new Float32Array(LIGHT_WORDS)
  const kind = new Int32Array(record.buffer, 0, 1)
  const finish = (code: number, color: Rgb, strength: number): Float32Array | null => {
    kind[L_KIND] = code
    record.set(color, L_COLOR)
    record[L_LUMINANCE] = strength
    return strength > 0 && record.subarray(1).every(Number.isFinite) ? record : null
  }
  switch (light.kind) {
    case 'directional': {
      const length = Math.hypot(...light.direction)
      record.set(scale(light.direction, 1 / length), L_POSITION)
      const half = (Math.min(179, Math.max(0, light.angle)) * Math.PI) / 360
      const solid = 2 * Math.sin(half / 2) ** 2
      record[L_EXTENT] = 1 - solid
      record[L_SOLID] = solid
      // Over a disc of this radius the radiance π sin² adds up to the irradiance that was asked for.
      const radiance = half > 0 ? scale(light.irradiance, 1 / (Math.PI * Math.sin(half) ** 2)) : light.irradiance
      return finish(LIGHT_DIRECTIONAL, radiance, luminance(light.irradiance))
    }
    case 'point': {
      record.set(light.position, L_POSITION)
      record[L_EXTENT] = Math.max(0, light.radius)
      const radiance = light.radius > 0 ? scale(light.intensity, 1 / (Math.PI * light.radius ** 2)) : light.intensity
      return finish(LIGHT_POINT, radiance, luminance(light.intensity))
    }
    case 'area': {
      record.set(light.corner, L_POSITION)
      record.set(light.edgeU, L_EDGE_U)
      record.set(light.edgeV, L_EDGE_V)
      const area = Math.hypot(...cross(light.edgeU, light.edgeV))
      record[L_EXTENT] = area
      return finish(LIGHT_AREA, light.radiance, area > 0 ? luminance(light.radiance) : 0)
    }
  }
}

export type Emitters = { data: Float32Array; count: number; centre: Rgb; radiusSq: number; power: number }

/**
 * The alias table over glowing triangles, in proportion to area and emission, and where they are on average. Writes into
 * each triangle's record with which density it is drawn.
 */
export function packEmitters(flat: FlatScene, materials: Float32Array): Emitters {
  const count = flat.emitters.length
  const data = new Float32Array(Math.max(1, count) * EMITTER_WORDS)
  if (count === 0) return { data, count, centre: [0, 0, 0], radiusSq: 0, power: 0 }
  const areas = flat.emitters.map((triangle) => areaOf(flat, triangle))
  const powers = Float64Array.from(flat.emitters, (triangle, i) => (areas[i] ?? 0) * emissionOf(flat, materials, triangle))
  const power = powers.reduce((sum, p) => sum + p, 0)
  const { probability, alias } = buildAliasTable(powers)
  const ints = new Int32Array(data.buffer)
  const densities = new Float32Array(flat.triangles.buffer, flat.triangles.byteOffset, flat.triangles.length)
  const bounds = { min: [Infinity, Infinity, Infinity], max: [-Infinity, -Infinity, -Infinity] }
  flat.emitters.forEach((triangle, i) => {
    const at = i * EMITTER_WORDS
    ints[at] = triangle
    data[at + 1] = probability[i] ?? 1
    ints[at + 2] = alias[i] ?? i
    densities[triangle * TRIANGLE_WORDS + T_LIGHT_PDF] = (powers[i] ?? 0) / power / (areas[i] ?? 1)
    for (let k = 0; k < 9; k++) {
      const v = flat.positions[(flat.indices[triangle * 3 + Math.floor(k / 3)] ?? 0) * 3 + (k % 3)] ?? 0
      bounds.min[k % 3] = Math.min(bounds.min[k % 3] ?? v, v)
      bounds.max[k % 3] = Math.max(bounds.max[k % 3] ?? v, v)
    }
  })
  const [x = 0, y = 0, z = 0] = bounds.min
  const [X = 0, Y = 0, Z = 0] = bounds.max
  return { data, count, centre: [(x + X) / 2, (y + Y) / 2, (z + Z) / 2], radiusSq: Math.max(1e-8, Math.hypot(X - x, Y - y, Z - z) ** 2 / 4), power }
}

function areaOf(flat: FlatScene, triangle: number): number {
  const corner = (k: number): Rgb => {
    const at = (flat.indices[triangle * 3 + k] ?? 0) * 3
    return [flat.positions[at] ?? 0, flat.positions[at + 1] ?? 0, flat.positions[at + 2] ?? 0]
  }
  const [a, b, c] = [corner(0), corner(1), corner(2)]
  return Math.hypot(...cross([b[0] - a[0], b[1] - a[1], b[2] - a[2]], [c[0] - a[0], c[1] - a[1], c[2] - a[2]])) / 2
}

function emissionOf(flat: FlatScene, materials: Float32Array, triangle: number): number {
  const at = (flat.triangles[triangle * TRIANGLE_WORDS + T_MATERIAL] ?? 0) * MATERIAL_WORDS + M_EMISSION
  return luminance([materials[at] ?? 0, materials[at + 1] ?? 0, materials[at + 2] ?? 0])
}
