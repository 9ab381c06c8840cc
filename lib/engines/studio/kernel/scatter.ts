import { Scatter, diffuseShare, firstSight, prepare, sample } from './bsdf'
import { gatherLight } from './direct'
import { Passage, isSmooth, prepareGlass, sampleGlass, tint } from './glass'
import { MATERIAL_THIN, M_ABSORPTION } from './layout'
import { Frame } from './math'
import { Ray } from './state'
import { Surface, leaveAlong } from './surface'

/** One scattering of a path: what it sees, how it goes on, and what it is inside of then. */

/** What one path found: radiance, and albedo and normal for the denoiser. */
export abstract class Found {
  static r: f32 = 0
  static g: f32 = 0
  static b: f32 = 0
  static albedoR: f32 = 0
  static albedoG: f32 = 0
  static albedoB: f32 = 0
  static normalX: f32 = 0
  static normalY: f32 = 0
  static normalZ: f32 = 0
}

/** Colour collected through glass and mirrors until the first surface that scatters. */
export abstract class Sight {
  static open: bool = true
  static r: f32 = 1
  static g: f32 = 1
  static b: f32 = 1
}

/** Absorption per metre of what the path is inside of. */
export abstract class Medium {
  static r: f32 = 0
  static g: f32 = 0
  static b: f32 = 0
}

/** A rougher surface than this, or one that is mostly diffuse, sees glass as straight panes. */
const STRAIGHT_ROUGHNESS: f32 = 0.25

/** Ends the denoiser's sight at something of this colour. */
@inline export function see(r: f32, g: f32, b: f32): void {
  Found.albedoR = Sight.r * min<f32>(1, r)
  Found.albedoG = Sight.g * min<f32>(1, g)
  Found.albedoB = Sight.b * min<f32>(1, b)
  Sight.open = false
}

/** Crossing a solid's face: inside after its front, outside after its back. */
@inline export function crossFace(): void {
  if ((Surface.flags & MATERIAL_THIN) != 0) return
  Medium.r = Surface.front ? load<f32>(Surface.material, M_ABSORPTION << 2) : 0
  Medium.g = Surface.front ? load<f32>(Surface.material, (M_ABSORPTION + 1) << 2) : 0
  Medium.b = Surface.front ? load<f32>(Surface.material, (M_ABSORPTION + 2) << 2) : 0
}

/** How the path goes on: colour by which it is multiplied, density, and the next ray. */
export abstract class Bounce {
  /** Whether light samples wait at this surface, and whether the path continues. */
  static gathers: bool = false
  static goesOn: bool = false
  static r: f32 = 1
  static g: f32 = 1
  static b: f32 = 1
  static pdf: f32 = 0
  static ox: f32 = 0
  static oy: f32 = 0
  static oz: f32 = 0
  static dx: f32 = 0
  static dy: f32 = 0
  static dz: f32 = 0
}

/** Sets the next ray from Scatter's direction. False when the shading normal led it to the wrong side. */
function aimBounce(): bool {
  const dx: f32 = Frame.tx * Scatter.ix + Frame.bx * Scatter.iy + Surface.nx * Scatter.iz
  const dy: f32 = Frame.ty * Scatter.ix + Frame.by * Scatter.iy + Surface.ny * Scatter.iz
  const dz: f32 = Frame.tz * Scatter.ix + Frame.bz * Scatter.iy + Surface.nz * Scatter.iz
  const k: f32 = <f32>1.0 / sqrt<f32>(dx * dx + dy * dy + dz * dz)
  Bounce.dx = dx * k
  Bounce.dy = dy * k
  Bounce.dz = dz * k
  const above = dx * Surface.gx + dy * Surface.gy + dz * Surface.gz
  if (above * Scatter.iz <= 0) return false
  if (above > 0) leaveAlong(Surface.px, Surface.py, Surface.pz, Surface.gx, Surface.gy, Surface.gz)
  else leaveAlong(Surface.px, Surface.py, Surface.pz, -Surface.gx, -Surface.gy, -Surface.gz)
  Bounce.ox = Ray.ox
  Bounce.oy = Ray.oy
  Bounce.oz = Ray.oz
  return true
}

/** Both return whether shadow rays must be strict, and say in Bounce how the path goes on. Glass always follows its own refraction. */
export function scatterInGlass(): bool {
  prepareGlass()
  Bounce.gathers = !isSmooth()
  if (Bounce.gathers) gatherLight(true)
  Bounce.goesOn = sampleGlass()
  if (!Bounce.goesOn) return true
  const w = Passage.weight
  const tints = Passage.transmits
  Bounce.r = tints ? w * tint(0) : w
  Bounce.g = tints ? w * tint(1) : w
  Bounce.b = tints ? w * tint(2) : w
  Bounce.pdf = Scatter.pdf
  if (tints) {
    Sight.r *= Bounce.r
    Sight.g *= Bounce.g
    Sight.b *= Bounce.b
  }
  Bounce.goesOn = aimBounce()
  if (tints) crossFace()
  return true
}

export function scatterOnSurface(metalness: f32, isStraight: bool): bool {
  prepare(metalness)
  const strict = !isStraight && Surface.roughness <= STRAIGHT_ROUGHNESS && diffuseShare() <= 0.5
  if (Sight.open) {
    if (metalness > 0.5 && Surface.roughness < 0.12) {
      Sight.r *= firstSight(0)
      Sight.g *= firstSight(1)
      Sight.b *= firstSight(2)
    } else {
      see(firstSight(0), firstSight(1), firstSight(2))
    }
  }
  Bounce.gathers = true
  gatherLight(false)
  Bounce.goesOn = sample()
  if (!Bounce.goesOn) return strict
  const k: f32 = <f32>1.0 / Scatter.pdf
  Bounce.r = Scatter.r * k
  Bounce.g = Scatter.g * k
  Bounce.b = Scatter.b * k
  Bounce.pdf = Scatter.pdf
  Bounce.goesOn = aimBounce()
  return strict
}
