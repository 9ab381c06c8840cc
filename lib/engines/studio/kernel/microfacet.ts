import { Angle, INV_PI, turn } from './math'

/** GGX microfacets in a frame with the normal along z. `alpha` is roughness squared. Smith masking, height-correlated. */

/** A sampled microfacet normal. */
export abstract class Facet {
  static x: f32 = 0
  static y: f32 = 0
  static z: f32 = 1
}

/** `rest` is the squared sine of the facet: 1 − z² loses all digits on smooth surfaces. */
@inline export function distribution(alpha: f32, z: f32, rest: f32): f32 {
  const a2 = alpha * alpha
  const q = rest + a2 * z * z
  return (a2 * INV_PI) / (q * q)
}

/** Smith's Λ of a direction with this cosine. */
@inline export function lambda(alpha: f32, c: f32): f32 {
  const c2 = c * c
  return (sqrt<f32>((alpha * alpha * (<f32>1.0 - c2)) / c2 + 1.0) - 1.0) * 0.5
}

/** Samples a facet seen from (x, y, z), z > 0 (Dupuy and Benyoub 2023, "Sampling Visible GGX Normals with Spherical Caps"). */
export function sampleFacet(alpha: f32, x: f32, y: f32, z: f32, r1: f32, r2: f32): void {
  let vx = alpha * x
  let vy = alpha * y
  let vz = z
  let k: f32 = <f32>1.0 / sqrt<f32>(vx * vx + vy * vy + vz * vz)
  vx *= k
  vy *= k
  vz *= k
  turn(r1)
  const cz: f32 = (<f32>1.0 - r2) * (<f32>1.0 + vz) - vz
  const s = sqrt<f32>(max<f32>(0, <f32>1.0 - cz * cz))
  vx = alpha * (s * Angle.cos + vx)
  vy = alpha * (s * Angle.sin + vy)
  vz = max<f32>(1e-7, cz + vz)
  k = <f32>1.0 / sqrt<f32>(vx * vx + vy * vy + vz * vz)
  Facet.x = vx * k
  Facet.y = vy * k
  Facet.z = vz * k
}
