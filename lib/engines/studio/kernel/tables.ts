import { GGX_SIZE, GLASS_IORS, GLASS_SIZE, P_TABLES, SHEEN_SIZE, TABLE_GGX, TABLE_GLASS, TABLE_SHEEN } from './layout'
import { INV_PI, clamp01, fresnel, schlick, turn, Angle } from './math'
import { Facet, lambda, sampleFacet } from './microfacet'
import { address } from './state'

/**
 * Directional albedos, integrated once, that give back the light which single scattering loses (Turquin 2019, "Practical
 * multiple scattering compensation for microfacet models"). Axes: x = sqrt(cosine), then roughness (not squared).
 */
const SAMPLES: i32 = 1024
const GLASS_SAMPLES: i32 = 512

@inline function radicalInverse(i: u32): f32 {
  let x = (i >> 16) | (i << 16)
  x = ((x & 0x00ff00ff) << 8) | ((x >> 8) & 0x00ff00ff)
  x = ((x & 0x0f0f0f0f) << 4) | ((x >> 4) & 0x0f0f0f0f)
  x = ((x & 0x33333333) << 2) | ((x >> 2) & 0x33333333)
  x = ((x & 0x55555555) << 1) | ((x >> 1) & 0x55555555)
  return <f32>x * <f32>2.3283064e-10
}

@inline function cosineAt(i: i32, size: i32): f32 {
  const x: f32 = <f32>i / <f32>(size - 1)
  return max<f32>(1e-3, x * x)
}

@inline export function toAlpha(roughness: f32): f32 { return max<f32>(0.0016, roughness * roughness) }

/** Fills the tables at `at`: TABLES_WORDS floats. */
export function buildTables(at: usize): void {
  for (let j = 0; j < GGX_SIZE; j++) {
    const roughness: f32 = <f32>j / <f32>(GGX_SIZE - 1)
    for (let i = 0; i < GGX_SIZE; i++) {
      ggxCell(at + <usize>((TABLE_GGX + (j * GGX_SIZE + i) * 2) << 2), cosineAt(i, GGX_SIZE), toAlpha(roughness))
      const sheenAt = at + <usize>((TABLE_SHEEN + j * SHEEN_SIZE + i) << 2)
      store<f32>(sheenAt, sheenCell(cosineAt(i, SHEEN_SIZE), max<f32>(0.07, roughness)))
    }
  }
  for (let side = 0; side < 2; side++) {
    for (let k = 0; k < GLASS_IORS; k++) {
      const ior: f32 = <f32>k * <f32>(1.5 / <f64>(GLASS_IORS - 1)) + 1.0
      const eta: f32 = side == 0 ? <f32>1.0 / ior : ior
      for (let j = 0; j < GLASS_SIZE; j++) {
        const alpha = toAlpha(<f32>j / <f32>(GLASS_SIZE - 1))
        for (let i = 0; i < GLASS_SIZE; i++) {
          const cell = ((side * GLASS_IORS + k) * GLASS_SIZE + j) * GLASS_SIZE + i
          store<f32>(at + <usize>((TABLE_GLASS + cell) << 2), glassCell(cosineAt(i, GLASS_SIZE), alpha, eta))
        }
      }
    }
  }
}

/** Two floats: the albedo is F0 × first + F90 × second. */
function ggxCell(at: usize, c: f32, alpha: f32): void {
  const x = sqrt<f32>(<f32>1.0 - c * c)
  const own: f32 = lambda(alpha, c) + 1.0
  let scale: f32 = 0
  let bias: f32 = 0
  for (let i = 0; i < SAMPLES; i++) {
    sampleFacet(alpha, x, 0, c, (<f32>i + 0.5) * <f32>(1.0 / <f64>SAMPLES), radicalInverse(i))
    const oh = x * Facet.x + c * Facet.z
    const iz: f32 = oh * Facet.z * 2.0 - c
    if (iz <= 0) continue
    const weight: f32 = own / (own + lambda(alpha, iz))
    const f = schlick(oh)
    scale += weight * (<f32>1.0 - f)
    bias += weight * f
  }
  store<f32>(at, scale * <f32>(1.0 / <f64>SAMPLES))
  store<f32>(at, bias * <f32>(1.0 / <f64>SAMPLES), 4)
}

/** The distribution of Estevez and Kulla 2017 ("Charlie") with Neubelt's visibility, times the cosine. */
@inline export function sheenLobe(roughness: f32, iz: f32, oz: f32, hz: f32): f32 {
  const power: f32 = <f32>1.0 / (roughness * roughness)
  const sine = sqrt<f32>(max<f32>(1e-6, <f32>1.0 - hz * hz))
  const d: f32 = (power + 2.0) * Mathf.pow(sine, power) * (INV_PI * 0.5)
  return (d / ((iz + oz - iz * oz) * 4.0)) * iz
}

function sheenCell(c: f32, roughness: f32): f32 {
  const x = sqrt<f32>(<f32>1.0 - c * c)
  let sum: f32 = 0
  for (let i = 0; i < SAMPLES; i++) {
    // Uniform over the hemisphere: the lobe is brightest near the horizon, where cosine sampling is thin.
    const iz: f32 = (<f32>i + 0.5) * <f32>(1.0 / <f64>SAMPLES)
    turn(radicalInverse(i))
    const s = sqrt<f32>(<f32>1.0 - iz * iz)
    const hx: f32 = s * Angle.cos + x
    const hy: f32 = s * Angle.sin
    const hz: f32 = iz + c
    sum += sheenLobe(roughness, iz, c, hz / sqrt<f32>(hx * hx + hy * hy + hz * hz))
  }
  return sum * <f32>(2.0 * 3.14159265 / <f64>SAMPLES)
}

/** The share of light that a rough dielectric keeps when it scatters once. */
function glassCell(c: f32, alpha: f32, eta: f32): f32 {
  const x = sqrt<f32>(<f32>1.0 - c * c)
  const own: f32 = lambda(alpha, c) + 1.0
  let sum: f32 = 0
  for (let i = 0; i < GLASS_SAMPLES; i++) {
    sampleFacet(alpha, x, 0, c, (<f32>i + 0.5) * <f32>(1.0 / <f64>GLASS_SAMPLES), radicalInverse(i))
    const oh = x * Facet.x + c * Facet.z
    const reflectance = fresnel(oh, eta)
    const rz: f32 = oh * Facet.z * 2.0 - c
    if (rz > 0) sum += (reflectance * own) / (own + lambda(alpha, rz))
    if (reflectance < 1) {
      const t = sqrt<f32>(<f32>1.0 - eta * eta * (<f32>1.0 - oh * oh))
      const tz: f32 = (eta * oh - t) * Facet.z - eta * c
      if (tz < 0) sum += ((<f32>1.0 - reflectance) * own) / (own + lambda(alpha, -tz))
    }
  }
  return sum * <f32>(1.0 / <f64>GLASS_SAMPLES)
}

/** The last lookup of the GGX table. */
export abstract class Albedo {
  static scale: f32 = 1
  static bias: f32 = 0
  /** (1 − E) / E, to be multiplied by F0: what comes back from scattering more than once. */
  static lost: f32 = 0
}

@inline function blend(a: f32, b: f32, k: f32): f32 { return a + (b - a) * k }

export function lookUpAlbedo(c: f32, roughness: f32): void {
  const x: f32 = sqrt<f32>(clamp01(c)) * <f32>(GGX_SIZE - 1)
  const y: f32 = clamp01(roughness) * <f32>(GGX_SIZE - 1)
  const i = min<i32>(GGX_SIZE - 2, <i32>x)
  const j = min<i32>(GGX_SIZE - 2, <i32>y)
  const u = x - <f32>i
  const v = y - <f32>j
  const p = address(P_TABLES) + <usize>((TABLE_GGX + (j * GGX_SIZE + i) * 2) << 2)
  const row: usize = GGX_SIZE * 8
  Albedo.scale = blend(blend(load<f32>(p), load<f32>(p, 8), u), blend(load<f32>(p + row), load<f32>(p + row, 8), u), v)
  Albedo.bias = blend(blend(load<f32>(p, 4), load<f32>(p, 12), u), blend(load<f32>(p + row, 4), load<f32>(p + row, 12), u), v)
  const sum = Albedo.scale + Albedo.bias
  Albedo.lost = (<f32>1.0 - sum) / sum
}

export function sheenAlbedo(c: f32, roughness: f32): f32 {
  const x: f32 = sqrt<f32>(clamp01(c)) * <f32>(SHEEN_SIZE - 1)
  const y: f32 = clamp01(roughness) * <f32>(SHEEN_SIZE - 1)
  const i = min<i32>(SHEEN_SIZE - 2, <i32>x)
  const j = min<i32>(SHEEN_SIZE - 2, <i32>y)
  const u = x - <f32>i
  const p = address(P_TABLES) + <usize>((TABLE_SHEEN + j * SHEEN_SIZE + i) << 2)
  const row: usize = SHEEN_SIZE * 4
  return blend(blend(load<f32>(p), load<f32>(p, 4), u), blend(load<f32>(p + row), load<f32>(p + row, 4), u), y - <f32>j)
}

@inline function glassLayer(layer: i32, i: i32, j: i32, u: f32, v: f32): f32 {
  const p = address(P_TABLES) + <usize>((TABLE_GLASS + (layer * GLASS_SIZE + j) * GLASS_SIZE + i) << 2)
  const row: usize = GLASS_SIZE * 4
  return blend(blend(load<f32>(p), load<f32>(p, 4), u), blend(load<f32>(p + row), load<f32>(p + row, 4), u), v)
}

/** What a rough dielectric keeps, seen from outside (`entering`) or from inside. */
export function glassAlbedo(c: f32, roughness: f32, ior: f32, entering: bool): f32 {
  const x: f32 = sqrt<f32>(clamp01(c)) * <f32>(GLASS_SIZE - 1)
  const y: f32 = clamp01(roughness) * <f32>(GLASS_SIZE - 1)
  const z: f32 = clamp01((ior - 1.0) / 1.5) * <f32>(GLASS_IORS - 1)
  const i = min<i32>(GLASS_SIZE - 2, <i32>x)
  const j = min<i32>(GLASS_SIZE - 2, <i32>y)
  const k = min<i32>(GLASS_IORS - 2, <i32>z)
  const layer = (entering ? 0 : GLASS_IORS) + k
  const u = x - <f32>i
  const v = y - <f32>j
  return blend(glassLayer(layer, i, j, u, v), glassLayer(layer + 1, i, j, u, v), z - <f32>k)
}
