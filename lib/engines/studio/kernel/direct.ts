import { Scatter, evaluate, setLight } from './bsdf'
import { Sky, sampleEnvironment } from './environment'
import { evaluateGlass } from './glass'
import { M_ABSORPTION, SCRATCH_LIGHT_SAMPLE, SCRATCH_SKY_SAMPLE } from './layout'
import { Light } from './light-sample'
import { sampleLight, weighLights } from './lights'
import { exponential, schlick } from './math'
import { Hit, Memory, Ray } from './state'
import { Surface, leaveAlong, locate } from './surface'
import { isOccluded, traceNearest } from './traverse'

/** Light that reaches a point directly: one sample of the environment and one of the lights, each with a shadow ray. */
export abstract class Direct {
  static r: f32 = 0
  static g: f32 = 0
  static b: f32 = 0
  static rays: f64 = 0
}

/** What see-through things on a shadow ray leave of the light. */
abstract class Shadow {
  static r: f32 = 1
  static g: f32 = 1
  static b: f32 = 1
}

const WALK_MAX: i32 = 16

/**
 * A light sample waits in the thread's scratch memory for its shadow ray: origin, direction, what it gives if nothing is in the
 * way, and its length, 0 where there is none. The rays are traced after the path has chosen how it goes on, because they
 * overwrite the surface.
 */
@inline function sample(at: usize): usize { return Memory.scratch + at }

/** Keeps the ray from where `faces` put the origin, with light of colour (r, g, b) weighed by `k`. */
@inline function keep(at: usize, dx: f32, dy: f32, dz: f32, length: f32, r: f32, g: f32, b: f32, k: f32): void {
  const to = sample(at)
  store<f32>(to, Ray.ox)
  store<f32>(to, Ray.oy, 4)
  store<f32>(to, Ray.oz, 8)
  store<f32>(to, dx, 12)
  store<f32>(to, dy, 16)
  store<f32>(to, dz, 20)
  store<f32>(to, r * Scatter.r * k, 24)
  store<f32>(to, g * Scatter.g * k, 28)
  store<f32>(to, b * Scatter.b * k, 32)
  store<f32>(to, length, 36)
}

/** Traces the ray of a sample and adds what arrives to Direct. */
function receive(at: usize, strict: bool): void {
  const from = sample(at)
  const length = load<f32>(from, 36)
  if (length == 0) return
  Ray.ox = load<f32>(from)
  Ray.oy = load<f32>(from, 4)
  Ray.oz = load<f32>(from, 8)
  Ray.dx = load<f32>(from, 12)
  Ray.dy = load<f32>(from, 16)
  Ray.dz = load<f32>(from, 20)
  if (!isLit(length, strict)) return
  Direct.r += load<f32>(from, 24) * Shadow.r
  Direct.g += load<f32>(from, 28) * Shadow.g
  Direct.b += load<f32>(from, 32) * Shadow.b
}

/** Weight of a light sample against the surface's own sampling (power heuristic), over its density. */
@inline function share(density: f32): f32 { return density / (density * density + Scatter.pdf * Scatter.pdf) }

/** Evaluates the surface towards (x, y, z) and puts the ray's origin on the side that the direction leaves from. */
function faces(x: f32, y: f32, z: f32, glass: bool): bool {
  const above = x * Surface.gx + y * Surface.gy + z * Surface.gz
  setLight(x, y, z)
  if (glass) {
    // The shading and the true normal must agree about the side, or light would leak through.
    if (above * Scatter.iz <= 0) return false
    evaluateGlass()
  } else {
    if (above <= 1e-5) return false
    evaluate()
  }
  if (!(Scatter.r + Scatter.g + Scatter.b > 0)) return false
  if (above > 0) leaveAlong(Surface.qx, Surface.qy, Surface.qz, Surface.gx, Surface.gy, Surface.gz)
  else leaveAlong(Surface.px, Surface.py, Surface.pz, -Surface.gx, -Surface.gy, -Surface.gz)
  return true
}

/** Draws light for the surface and the BSDF prepared for it. `glass` says which of the two BSDFs that is. */
export function gatherLight(glass: bool): void {
  store<f32>(sample(SCRATCH_SKY_SAMPLE), 0, 36)
  store<f32>(sample(SCRATCH_LIGHT_SAMPLE), 0, 36)
  sampleEnvironment()
  if (Sky.pdf > 0 && Sky.r + Sky.g + Sky.b > 0 && faces(Sky.x, Sky.y, Sky.z, glass)) {
    keep(SCRATCH_SKY_SAMPLE, Sky.x, Sky.y, Sky.z, 1e30, Sky.r, Sky.g, Sky.b, share(Sky.pdf))
  }
  weighLights(glass)
  if (!(Light.total > 0) || !sampleLight() || !(Light.pdf > 0) || !faces(Light.x, Light.y, Light.z, glass)) return
  const k: f32 = Light.isDelta ? <f32>1.0 / Light.pdf : share(Light.pdf)
  keep(SCRATCH_LIGHT_SAMPLE, Light.x, Light.y, Light.z, Light.distance * <f32>0.9999, Light.r, Light.g, Light.b, k)
}

/** Traces the shadow rays of the samples that `gatherLight` left and sums what arrives. Overwrites Ray and Surface. */
export function receiveLight(strict: bool): void {
  Direct.r = 0
  Direct.g = 0
  Direct.b = 0
  receive(SCRATCH_SKY_SAMPLE, strict)
  receive(SCRATCH_LIGHT_SAMPLE, strict)
}

/**
 * Whether light gets from the ray's origin to `tmax`, with what is left of it in Shadow. Light passes glass in a straight
 * line, a deliberate simplification that trades caustics for far less noise; `strict` lets it pass cut-outs alone and is
 * used where the path itself will follow refraction, so that nothing is counted twice.
 */
function isLit(tmax: f32, strict: bool): bool {
  Shadow.r = 1
  Shadow.g = 1
  Shadow.b = 1
  Direct.rays += 1
  if (isOccluded(tmax)) return false
  if (!Hit.passed) return true
  let left = tmax
  for (let i = 0; i < WALK_MAX; i++) {
    Direct.rays += 1
    if (traceNearest(left) < 0) return true
    const t = Hit.t
    locate()
    if (!attenuate(t, strict)) return false
    const side: f32 = Surface.gx * Ray.dx + Surface.gy * Ray.dy + Surface.gz * Ray.dz < 0 ? -1 : 1
    leaveAlong(Surface.px, Surface.py, Surface.pz, Surface.gx * side, Surface.gy * side, Surface.gz * side)
    if (tmax < 1e29) left -= t
    if (left <= 0) return true
  }
  return false
}

/** Weakens Shadow by the surface that was just located, `t` behind the last one. */
function attenuate(t: f32, strict: bool): bool {
  const open: f32 = <f32>1.0 - Surface.alpha
  const cosine = abs<f32>(Surface.gx * Ray.dx + Surface.gy * Ray.dy + Surface.gz * Ray.dz)
  const glass: f32 = strict ? 0 : Surface.alpha * Surface.transmission * (<f32>0.96 - schlick(cosine) * 0.96)
  if (open + glass < 1e-3) return false
  Shadow.r *= open + glass * sqrt<f32>(Surface.r)
  Shadow.g *= open + glass * sqrt<f32>(Surface.g)
  Shadow.b *= open + glass * sqrt<f32>(Surface.b)
  if (!Surface.front && Surface.transmission > 0) {
    Shadow.r *= exponential(-load<f32>(Surface.material, M_ABSORPTION << 2) * t)
    Shadow.g *= exponential(-load<f32>(Surface.material, (M_ABSORPTION + 1) << 2) * t)
    Shadow.b *= exponential(-load<f32>(Surface.material, (M_ABSORPTION + 2) << 2) * t)
  }
  return true
}
