import { Scatter, evaluate, setLight } from './bsdf'
import { Sky, sampleEnvironment } from './environment'
import { evaluateGlass } from './glass'
import { M_ABSORPTION } from './layout'
import { Light } from './light-sample'
import { sampleLight, weighLights } from './lights'
import { exponential, schlick } from './math'
import { Hit, Ray } from './state'
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
 * A light sample that waits for its shadow ray: origin, direction, length and what it gives if nothing is in the way. The
 * rays are traced after the path has chosen how it goes on, because they overwrite the surface.
 */
abstract class EnvironmentSample {
  static open: bool = false
  static ox: f32 = 0
  static oy: f32 = 0
  static oz: f32 = 0
  static dx: f32 = 0
  static dy: f32 = 0
  static dz: f32 = 0
  static r: f32 = 0
  static g: f32 = 0
  static b: f32 = 0
}

abstract class LightSample {
  static open: bool = false
  static ox: f32 = 0
  static oy: f32 = 0
  static oz: f32 = 0
  static dx: f32 = 0
  static dy: f32 = 0
  static dz: f32 = 0
  static length: f32 = 0
  static r: f32 = 0
  static g: f32 = 0
  static b: f32 = 0
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
  EnvironmentSample.open = false
  LightSample.open = false
  sampleEnvironment()
  if (Sky.pdf > 0 && Sky.r + Sky.g + Sky.b > 0 && faces(Sky.x, Sky.y, Sky.z, glass)) {
    const k = share(Sky.pdf)
    EnvironmentSample.open = true
    EnvironmentSample.ox = Ray.ox
    EnvironmentSample.oy = Ray.oy
    EnvironmentSample.oz = Ray.oz
    EnvironmentSample.dx = Sky.x
    EnvironmentSample.dy = Sky.y
    EnvironmentSample.dz = Sky.z
    EnvironmentSample.r = Sky.r * Scatter.r * k
    EnvironmentSample.g = Sky.g * Scatter.g * k
    EnvironmentSample.b = Sky.b * Scatter.b * k
  }
  weighLights(glass)
  if (!(Light.total > 0) || !sampleLight() || !(Light.pdf > 0) || !faces(Light.x, Light.y, Light.z, glass)) return
  const k: f32 = Light.isDelta ? <f32>1.0 / Light.pdf : share(Light.pdf)
  LightSample.open = true
  LightSample.ox = Ray.ox
  LightSample.oy = Ray.oy
  LightSample.oz = Ray.oz
  LightSample.dx = Light.x
  LightSample.dy = Light.y
  LightSample.dz = Light.z
  LightSample.length = Light.distance * <f32>0.9999
  LightSample.r = Light.r * Scatter.r * k
  LightSample.g = Light.g * Scatter.g * k
  LightSample.b = Light.b * Scatter.b * k
}

/** Traces the shadow rays of the samples that `gatherLight` left and sums what arrives. Overwrites Ray and Surface. */
export function receiveLight(strict: bool): void {
  Direct.r = 0
  Direct.g = 0
  Direct.b = 0
  if (EnvironmentSample.open) {
    Ray.ox = EnvironmentSample.ox
    Ray.oy = EnvironmentSample.oy
    Ray.oz = EnvironmentSample.oz
    Ray.dx = EnvironmentSample.dx
    Ray.dy = EnvironmentSample.dy
    Ray.dz = EnvironmentSample.dz
    if (isLit(1e30, strict)) {
      Direct.r += EnvironmentSample.r * Shadow.r
      Direct.g += EnvironmentSample.g * Shadow.g
      Direct.b += EnvironmentSample.b * Shadow.b
    }
  }
  if (!LightSample.open) return
  Ray.ox = LightSample.ox
  Ray.oy = LightSample.oy
  Ray.oz = LightSample.oz
  Ray.dx = LightSample.dx
  Ray.dy = LightSample.dy
  Ray.dz = LightSample.dz
  if (isLit(LightSample.length, strict)) {
    Direct.r += LightSample.r * Shadow.r
    Direct.g += LightSample.g * Shadow.g
    Direct.b += LightSample.b * Shadow.b
  }
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
