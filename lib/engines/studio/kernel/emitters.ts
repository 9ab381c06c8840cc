import {
  EMITTER_WORDS, MATERIAL_TEXTURED, MATERIAL_WORDS, M_EMISSION, M_EMISSION_TEXTURE, M_FLAGS, P_EMITTERS, P_EMITTER_COUNT, P_MATERIALS, P_POSITIONS, P_TRIANGLES, P_UV0, P_UV1,
  TRIANGLE_WORDS, T_LIGHT_PDF, T_MATERIAL,
} from './layout'
import { Light, aim } from './light-sample'
import { Random, hash, toUnit } from './rng'
import { address, paramI } from './state'
import { Texel, sampleTexture } from './texture'

@inline function recordAt(triangle: i32): usize { return address(P_TRIANGLES) + <usize>triangle * (TRIANGLE_WORDS << 2) }

/** Draws a point on one of the glowing triangles. `share` is the chance with which they were chosen among all lights. */
export function sampleEmitter(share: f32): bool {
  const count = paramI(P_EMITTER_COUNT)
  const spot: f32 = Random.a * <f32>count
  let i = min<i32>(count - 1, <i32>spot)
  let row = address(P_EMITTERS) + <usize>i * (EMITTER_WORDS << 2)
  if (spot - <f32>i >= load<f32>(row, 4)) {
    i = load<i32>(row, 8)
    row = address(P_EMITTERS) + <usize>i * (EMITTER_WORDS << 2)
  }
  const triangle = load<i32>(row)
  const record = address(P_TRIANGLES) + <usize>triangle * (TRIANGLE_WORDS << 2)
  let u = toUnit(hash(Random.seed ^ hash(<u32>i ^ Random.index * 0x9e3779b9) ^ Random.dimension))
  let v = Random.b
  if (u + v > 1) {
    u = <f32>1.0 - u
    v = <f32>1.0 - v
  }
  const positions = address(P_POSITIONS)
  const a = positions + <usize>load<u32>(record) * 12
  const b = positions + <usize>load<u32>(record, 4) * 12
  const c = positions + <usize>load<u32>(record, 8) * 12
  const e1x = load<f32>(b) - load<f32>(a)
  const e1y = load<f32>(b, 4) - load<f32>(a, 4)
  const e1z = load<f32>(b, 8) - load<f32>(a, 8)
  const e2x = load<f32>(c) - load<f32>(a)
  const e2y = load<f32>(c, 4) - load<f32>(a, 4)
  const e2z = load<f32>(c, 8) - load<f32>(a, 8)
  aim(load<f32>(a) + e1x * u + e2x * v - Light.px, load<f32>(a, 4) + e1y * u + e2y * v - Light.py, load<f32>(a, 8) + e1z * u + e2z * v - Light.pz)
  const nx = e1y * e2z - e1z * e2y
  const ny = e1z * e2x - e1x * e2z
  const nz = e1x * e2y - e1y * e2x
  const cosine: f32 = abs<f32>(nx * Light.x + ny * Light.y + nz * Light.z) / sqrt<f32>(nx * nx + ny * ny + nz * nz)
  if (!(cosine > 1e-5)) return false
  Light.pdf = (share * load<f32>(record, T_LIGHT_PDF << 2) * Light.distance * Light.distance) / cosine
  emissionAt(triangle, u, v)
  return true
}

@inline function coordinate(array: usize, record: usize, u: f32, v: f32, offset: usize): f32 {
  if (array == 0) return 0
  const a = load<f32>(array + (<usize>load<u32>(record) << 3) + offset)
  const b = load<f32>(array + (<usize>load<u32>(record, 4) << 3) + offset)
  const c = load<f32>(array + (<usize>load<u32>(record, 8) << 3) + offset)
  return a * (<f32>1.0 - u - v) + b * u + c * v
}

/** What a point on a triangle emits, into Light. */
function emissionAt(triangle: i32, u: f32, v: f32): void {
  const record = recordAt(triangle)
  const material = address(P_MATERIALS) + <usize>load<i32>(record, T_MATERIAL << 2) * (MATERIAL_WORDS << 2)
  Light.r = load<f32>(material, M_EMISSION << 2)
  Light.g = load<f32>(material, (M_EMISSION + 1) << 2)
  Light.b = load<f32>(material, (M_EMISSION + 2) << 2)
  if ((load<i32>(material, M_FLAGS << 2) & MATERIAL_TEXTURED) == 0) return
  const uv0 = address(P_UV0)
  const uv1 = address(P_UV1)
  const s0 = coordinate(uv0, record, u, v, 0)
  const t0 = coordinate(uv0, record, u, v, 4)
  const s1 = coordinate(uv1, record, u, v, 0)
  const t1 = coordinate(uv1, record, u, v, 4)
  if (!sampleTexture(material + (M_EMISSION_TEXTURE << 2), s0, t0, s1, t1)) return
  Light.r *= Texel.r
  Light.g *= Texel.g
  Light.b *= Texel.b
}

/** Density over solid angle with which `sampleEmitter` draws the point at this distance, seen at this cosine. */
@inline export function emitterDensity(triangle: i32, distance: f32, cosine: f32): f32 {
  return (load<f32>(recordAt(triangle), T_LIGHT_PDF << 2) * distance * distance) / max<f32>(1e-6, cosine)
}
