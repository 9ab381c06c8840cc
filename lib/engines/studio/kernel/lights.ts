import {
  LIGHT_DIRECTIONAL, LIGHT_POINT, L_COLOR, L_EDGE_U, L_EDGE_V, L_EXTENT, L_LUMINANCE, L_POSITION, L_SOLID, P_EMITTER_CENTRE, P_EMITTER_COUNT, P_EMITTER_POWER,
  P_EMITTER_RADIUS_SQ, P_LIGHT_COUNT,
} from './layout'
import { sampleEmitter } from './emitters'
import { Light, aim, lightAt, weightAt, word } from './light-sample'
import { Angle, Frame, PI, buildFrame, turn } from './math'
import { Random, next1, next2 } from './rng'
import { paramF, paramI } from './state'
import { Surface } from './surface'

/**
 * Lights near and far: directional, point and area lights of the scene, and triangles that glow, which together count as one
 * more light. One of them is drawn for a point in proportion to what it could give there unshadowed.
 */

/** Weighs every light for the surface point. Lights below its horizon count nothing unless light can pass the surface. */
export function weighLights(passes: bool): void {
  const count = paramI(P_LIGHT_COUNT)
  Light.px = Surface.px
  Light.py = Surface.py
  Light.pz = Surface.pz
  let total: f32 = 0
  for (let i = 0; i < count; i++) {
    const weight = weigh(lightAt(i), passes)
    store<f32>(weightAt(i), weight)
    total += weight
  }
  let glow: f32 = 0
  if (paramI(P_EMITTER_COUNT) > 0) {
    const x = paramF(P_EMITTER_CENTRE) - Light.px
    const y = paramF(P_EMITTER_CENTRE + 1) - Light.py
    const z = paramF(P_EMITTER_CENTRE + 2) - Light.pz
    glow = paramF(P_EMITTER_POWER) / max<f32>(x * x + y * y + z * z, paramF(P_EMITTER_RADIUS_SQ))
  }
  store<f32>(weightAt(count), glow)
  Light.total = total + glow
}

function weigh(light: usize, passes: bool): f32 {
  const kind = load<i32>(light)
  const strength = word(light, L_LUMINANCE)
  const x = word(light, L_POSITION)
  const y = word(light, L_POSITION + 1)
  const z = word(light, L_POSITION + 2)
  if (kind == LIGHT_DIRECTIONAL) {
    const facing: f32 = x * Surface.nx + y * Surface.ny + z * Surface.nz
    // Part of a wide light stands above the horizon even when its middle does not.
    const reach: f32 = sqrt<f32>(word(light, L_SOLID) * 2.0)
    return passes ? strength : facing + reach > 0 ? strength * max<f32>(0.1, facing) : 0
  }
  const extent = word(light, L_EXTENT)
  if (kind == LIGHT_POINT) {
    const dx = x - Light.px
    const dy = y - Light.py
    const dz = z - Light.pz
    const d2 = dx * dx + dy * dy + dz * dz
    const facing: f32 = dx * Surface.nx + dy * Surface.ny + dz * Surface.nz
    if (!passes && facing + extent < 0) return 0
    return strength / max<f32>(d2, extent * extent + 1e-8)
  }
  // The middle of the rectangle and its normal.
  const ux = word(light, L_EDGE_U)
  const uy = word(light, L_EDGE_U + 1)
  const uz = word(light, L_EDGE_U + 2)
  const vx = word(light, L_EDGE_V)
  const vy = word(light, L_EDGE_V + 1)
  const vz = word(light, L_EDGE_V + 2)
  const dx: f32 = x + (ux + vx) * 0.5 - Light.px
  const dy: f32 = y + (uy + vy) * 0.5 - Light.py
  const dz: f32 = z + (uz + vz) * 0.5 - Light.pz
  const behind: f32 = (uy * vz - uz * vy) * dx + (uz * vx - ux * vz) * dy + (ux * vy - uy * vx) * dz
  if (behind >= 0) return 0
  const size: f32 = sqrt<f32>(ux * ux + uy * uy + uz * uz) + sqrt<f32>(vx * vx + vy * vy + vz * vz)
  if (!passes && dx * Surface.nx + dy * Surface.ny + dz * Surface.nz + size * 0.5 < 0) return 0
  return (strength * extent) / max<f32>(dx * dx + dy * dy + dz * dz, extent * 0.25)
}

/** Draws a light and a point on it. False when none can reach the surface. */
export function sampleLight(): bool {
  const pick: f32 = next1() * Light.total
  next2()
  const count = paramI(P_LIGHT_COUNT)
  let sum: f32 = 0
  let chosen = -1
  let weight: f32 = 0
  for (let i = 0; i <= count; i++) {
    const w = load<f32>(weightAt(i))
    if (w <= 0) continue
    chosen = i
    weight = w
    sum += w
    if (pick < sum) break
  }
  if (chosen < 0) return false
  const share: f32 = weight / Light.total
  if (chosen == count) return sampleEmitter(share)
  const light = lightAt(chosen)
  Light.r = word(light, L_COLOR)
  Light.g = word(light, L_COLOR + 1)
  Light.b = word(light, L_COLOR + 2)
  const kind = load<i32>(light)
  if (kind == LIGHT_DIRECTIONAL) {
    sampleCone(word(light, L_POSITION), word(light, L_POSITION + 1), word(light, L_POSITION + 2), word(light, L_SOLID), share)
    Light.distance = 1e30
    return true
  }
  if (kind == LIGHT_POINT) return samplePoint(light, share)
  return sampleRectangle(light, share)
}

/** A direction within the cone around (x, y, z) whose half angle has 1 − cosine `solid`. */
function sampleCone(x: f32, y: f32, z: f32, solid: f32, share: f32): void {
  Light.isDelta = solid <= 0
  if (Light.isDelta) {
    Light.x = x
    Light.y = y
    Light.z = z
    Light.pdf = share
    return
  }
  const rise: f32 = Random.a * solid
  const s: f32 = sqrt<f32>(max<f32>(0, rise * (<f32>2.0 - rise)))
  const c: f32 = <f32>1.0 - rise
  turn(Random.b)
  const p: f32 = s * Angle.cos
  const q: f32 = s * Angle.sin
  // The surface's own frame lives in Frame: it is kept and restored around this second one.
  const tx = Frame.tx
  const ty = Frame.ty
  const tz = Frame.tz
  const bx = Frame.bx
  const by = Frame.by
  const bz = Frame.bz
  buildFrame(x, y, z)
  Light.x = Frame.tx * p + Frame.bx * q + x * c
  Light.y = Frame.ty * p + Frame.by * q + y * c
  Light.z = Frame.tz * p + Frame.bz * q + z * c
  Frame.tx = tx
  Frame.ty = ty
  Frame.tz = tz
  Frame.bx = bx
  Frame.by = by
  Frame.bz = bz
  Light.pdf = share / (PI * 2.0 * solid)
}

/** 1 − cosine of the half angle under which a sphere is seen. */
@inline export function coneOf(radius: f32, d2: f32): f32 {
  const s2: f32 = min<f32>(1, (radius * radius) / d2)
  return s2 / (sqrt<f32>(<f32>1.0 - s2) + 1.0)
}

function samplePoint(light: usize, share: f32): bool {
  const dx = word(light, L_POSITION) - Light.px
  const dy = word(light, L_POSITION + 1) - Light.py
  const dz = word(light, L_POSITION + 2) - Light.pz
  const d2 = dx * dx + dy * dy + dz * dz
  const radius = word(light, L_EXTENT)
  if (d2 <= radius * radius || d2 < 1e-12) return false
  const distance = sqrt<f32>(d2)
  const k: f32 = <f32>1.0 / distance
  sampleCone(dx * k, dy * k, dz * k, radius > 0 ? coneOf(radius, d2) : 0, share)
  Light.distance = distance - radius
  // A point has intensity, so it falls off by itself; a sphere has radiance and its cone does.
  if (Light.isDelta) {
    Light.r /= d2
    Light.g /= d2
    Light.b /= d2
  }
  return true
}

function sampleRectangle(light: usize, share: f32): bool {
  const ux = word(light, L_EDGE_U)
  const uy = word(light, L_EDGE_U + 1)
  const uz = word(light, L_EDGE_U + 2)
  const vx = word(light, L_EDGE_V)
  const vy = word(light, L_EDGE_V + 1)
  const vz = word(light, L_EDGE_V + 2)
  const dx: f32 = word(light, L_POSITION) + ux * Random.a + vx * Random.b - Light.px
  const dy: f32 = word(light, L_POSITION + 1) + uy * Random.a + vy * Random.b - Light.py
  const dz: f32 = word(light, L_POSITION + 2) + uz * Random.a + vz * Random.b - Light.pz
  // The cross product's length is the area, so the cosine comes multiplied by it: exactly what the density needs.
  const facing: f32 = -((uy * vz - uz * vy) * dx + (uz * vx - ux * vz) * dy + (ux * vy - uy * vx) * dz)
  if (facing <= 0) return false
  aim(dx, dy, dz)
  Light.pdf = (share * Light.distance * Light.distance * Light.distance) / facing
  return true
}
