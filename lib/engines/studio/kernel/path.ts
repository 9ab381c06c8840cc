import { setViewer } from './bsdf'
import { Direct, receiveLight } from './direct'
import { emitterDensity } from './emitters'
import { Sky, lookUpBackdrop, lookUpEnvironment } from './environment'
import { Passage } from './glass'
import { MATERIAL_DOUBLE_SIDED, MATERIAL_EMISSIVE, P_BOUNCES, P_CLAMP_DIRECT, P_CLAMP_INDIRECT, P_EMITTER_COUNT, P_LIGHT_COUNT } from './layout'
import { Met, meetLights } from './light-hits'
import { Light, weightAt } from './light-sample'
import { exponential, max3, schlick } from './math'
import { next1 } from './rng'
import { Bounce, Found, Medium, Sight, crossFace, scatterInGlass, scatterOnSurface, see } from './scatter'
import { Hit, Ray, paramF, paramI } from './state'
import { Surface, leaveAlong, locate, shade } from './surface'
import { traceNearest } from './traverse'

/** What the light found further on is worth in the pixel. */
abstract class Throughput {
  static r: f32 = 1
  static g: f32 = 1
  static b: f32 = 1
}

/** Surfaces that a path may pass straight through before it is given up. */
const PASSES_MAX: i32 = 64
@inline function balance(own: f32, other: f32): f32 { return (own * own) / (own * own + other * other) }

/** Adds radiance, held back where one sample would stand out as a speck: the more so after a bounce. */
function add(r: f32, g: f32, b: f32, isIndirect: bool): void {
  let x: f32 = r * Throughput.r
  let y: f32 = g * Throughput.g
  let z: f32 = b * Throughput.b
  const top = max3(x, y, z)
  const limit = paramF(isIndirect ? P_CLAMP_INDIRECT : P_CLAMP_DIRECT)
  if (!(top < 1e20)) return
  if (top > limit) {
    const k = limit / top
    x *= k
    y *= k
    z *= k
  }
  Found.r += x
  Found.g += y
  Found.b += z
}

@inline function attenuateBy(t: f32): void {
  if (Medium.r + Medium.g + Medium.b <= 0) return
  Throughput.r *= exponential(-Medium.r * t)
  Throughput.g *= exponential(-Medium.g * t)
  Throughput.b *= exponential(-Medium.b * t)
}

@inline function passThrough(): void {
  leaveAlong(Surface.px, Surface.py, Surface.pz, -Surface.gx, -Surface.gy, -Surface.gz)
}

/** A single-sided surface is not drawn from behind, as in the canvas; light still meets it. */
@inline function isCulled(): bool {
  return !Surface.front && Surface.transmission <= 0 && (Surface.flags & MATERIAL_DOUBLE_SIDED) == 0
}

/** Finds the first surface that the camera sees along Ray, through cut-outs, into Surface. Returns its distance or -1. */
export function firstVisible(): f32 {
  let travelled: f32 = 0
  for (let i = 0; i < PASSES_MAX; i++) {
    if (traceNearest(1e30) < 0) return -1
    travelled += Hit.t
    locate()
    // Half-transparent things count as there: a pass has no noise.
    if (!isCulled() && Surface.alpha >= 0.5) {
      shade()
      return travelled
    }
    passThrough()
  }
  return -1
}

/** Follows the path that starts with Ray. */
export function followPath(): void {
  Found.r = 0
  Found.g = 0
  Found.b = 0
  Found.albedoR = 1
  Found.albedoG = 1
  Found.albedoB = 1
  Found.normalX = 0
  Found.normalY = 0
  Found.normalZ = 0
  Throughput.r = 1
  Throughput.g = 1
  Throughput.b = 1
  Sight.open = true
  Sight.r = 1
  Sight.g = 1
  Sight.b = 1
  Medium.r = 0
  Medium.g = 0
  Medium.b = 0
  const bouncesMax = paramI(P_BOUNCES)
  let bounces = 0
  let passes = 0
  let isFirst = true
  /** The backdrop stays in sight through glass, but a reflection shows the environment. */
  let seesBackdrop = true
  let isStraight = false
  let isIndirect = false
  /** Density of the last scattering, 0 after exact reflection or refraction, and the way since. */
  let pdf: f32 = 0
  let travelled: f32 = 0
  while (true) {
    Direct.rays += 1
    const hit = traceNearest(1e30)
    const t = Hit.t
    if (hit >= 0) attenuateBy(t)
    if (!isFirst) {
      meetLights(hit < 0 ? <f32>1e30 : t, pdf, travelled)
      add(Met.r, Met.g, Met.b, isIndirect)
    }
    if (hit < 0) {
      leaveScene(seesBackdrop, pdf, isIndirect)
      return
    }
    travelled += t
    locate()
    if ((isFirst && isCulled()) || (Surface.alpha < 1 && next1() >= Surface.alpha)) {
      if (++passes > PASSES_MAX) return
      passThrough()
      continue
    }
    shade()
    if (isFirst) {
      Found.normalX = Surface.nx
      Found.normalY = Surface.ny
      Found.normalZ = Surface.nz
      isFirst = false
    }
    if ((Surface.flags & MATERIAL_EMISSIVE) != 0) emit(pdf, travelled, isIndirect)
    faceViewer()
    const transmission = Surface.transmission * (<f32>1.0 - Surface.metalness)
    if (isStraight && transmission > 0.01 && next1() < transmission) {
      if (++passes > PASSES_MAX) return
      const cosine = abs<f32>(Surface.gx * Ray.dx + Surface.gy * Ray.dy + Surface.gz * Ray.dz)
      const k: f32 = <f32>0.96 - schlick(cosine) * 0.96
      Throughput.r *= sqrt<f32>(Surface.r) * k
      Throughput.g *= sqrt<f32>(Surface.g) * k
      Throughput.b *= sqrt<f32>(Surface.b) * k
      crossFace()
      passThrough()
      continue
    }
    if (bounces >= bouncesMax) return
    setViewer(Ray.dx, Ray.dy, Ray.dz)
    const asGlass = !isStraight && transmission > 0.01 && next1() < transmission
    // The rest of a partly transmissive surface is the mix without its glass.
    const metalness: f32 = transmission < 1 ? Surface.metalness / max<f32>(1e-4, <f32>1.0 - transmission) : 0
    const strict = asGlass ? scatterInGlass() : scatterOnSurface(min<f32>(1, metalness), isStraight)
    // Traced only now: shadow rays overwrite Ray and Surface, of which Bounce has taken what it needs.
    if (Bounce.gathers) collect(strict, isIndirect)
    if (!Bounce.goesOn) return
    Throughput.r *= Bounce.r
    Throughput.g *= Bounce.g
    Throughput.b *= Bounce.b
    if (asGlass) {
      seesBackdrop = seesBackdrop && Passage.transmits
    } else {
      seesBackdrop = false
      if (!strict) isStraight = true
      isIndirect = true
    }
    pdf = Bounce.pdf
    travelled = 0
    Ray.ox = Bounce.ox
    Ray.oy = Bounce.oy
    Ray.oz = Bounce.oz
    Ray.dx = Bounce.dx
    Ray.dy = Bounce.dy
    Ray.dz = Bounce.dz
    bounces++
    if (bounces > 2) {
      const survive = min<f32>(0.95, max3(Throughput.r, Throughput.g, Throughput.b))
      if (next1() >= survive) return
      const k: f32 = <f32>1.0 / survive
      Throughput.r *= k
      Throughput.g *= k
      Throughput.b *= k
    }
  }
}

/** Adds what comes from far away and ends the denoiser's sight there. */
function leaveScene(seesBackdrop: bool, pdf: f32, isIndirect: bool): void {
  if (seesBackdrop) lookUpBackdrop(Ray.dx, Ray.dy, Ray.dz)
  else lookUpEnvironment(Ray.dx, Ray.dy, Ray.dz)
  const weight: f32 = pdf > 0 ? balance(pdf, Sky.pdf) : 1
  if (Sight.open) see(Sky.r, Sky.g, Sky.b)
  add(Sky.r * weight, Sky.g * weight, Sky.b * weight, isIndirect)
}

/** Adds the surface's own light, weighed against sampling it as a light. */
function emit(pdf: f32, travelled: f32, isIndirect: bool): void {
  let weight: f32 = 1
  if (pdf > 0 && Light.total > 0 && paramI(P_EMITTER_COUNT) > 0) {
    const cosine = abs<f32>(Surface.gx * Ray.dx + Surface.gy * Ray.dy + Surface.gz * Ray.dz)
    const chance: f32 = load<f32>(weightAt(paramI(P_LIGHT_COUNT))) / Light.total
    weight = balance(pdf, chance * emitterDensity(Surface.triangle, travelled, cosine))
  }
  if (Sight.open) see(Surface.er, Surface.eg, Surface.eb)
  add(Surface.er * weight, Surface.eg * weight, Surface.eb * weight, isIndirect)
}

/** Turns a shading normal that points away from the viewer until it just faces it. */
function faceViewer(): void {
  const facing: f32 = -(Surface.nx * Ray.dx + Surface.ny * Ray.dy + Surface.nz * Ray.dz)
  if (facing >= 0.02) return
  const k: f32 = <f32>0.02 - facing
  Surface.setNormal(Surface.nx - Ray.dx * k, Surface.ny - Ray.dy * k, Surface.nz - Ray.dz * k)
}

/** Traces the waiting shadow rays. The weights of the lights stay: the next segment needs them. */
@inline function collect(strict: bool, isIndirect: bool): void {
  receiveLight(strict)
  add(Direct.r, Direct.g, Direct.b, isIndirect)
}
