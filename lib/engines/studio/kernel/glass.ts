import { Scatter } from './bsdf'
import { MATERIAL_THIN } from './layout'
import { fresnel } from './math'
import { Facet, distribution, lambda, sampleFacet } from './microfacet'
import { Random, next1, next2 } from './rng'
import { Surface } from './surface'
import { Albedo, glassAlbedo, lookUpAlbedo, toAlpha } from './tables'

/**
 * Rough and smooth dielectrics that let light through (Walter et al. 2007, "Microfacet Models for Refraction"), solid or as
 * a thin sheet whose two faces are one. Radiance is not scaled by the squared index: paths enter and leave again.
 */
abstract class Pane {
  static thin: bool = false
  static smooth: bool = false
  static alpha: f32 = 0
  /** Incident over transmitted index. */
  static eta: f32 = 1
  /** Gives back what single scattering loses. */
  static gain: f32 = 1
  static tintR: f32 = 1
  static tintG: f32 = 1
  static tintB: f32 = 1
}

/** Below this roughness a pane scatters by exact reflection and refraction alone. */
const SMOOTH: f32 = 0.03

@inline export function isSmooth(): bool { return Pane.smooth }

export function prepareGlass(): void {
  Pane.thin = (Surface.flags & MATERIAL_THIN) != 0
  Pane.smooth = Surface.roughness < SMOOTH
  Pane.alpha = toAlpha(Surface.roughness)
  Pane.eta = Surface.front || Pane.thin ? <f32>1.0 / Surface.ior : Surface.ior
  // A solid is crossed twice, so each face takes the square root of the colour.
  Pane.tintR = Pane.thin ? Surface.r : sqrt<f32>(Surface.r)
  Pane.tintG = Pane.thin ? Surface.g : sqrt<f32>(Surface.g)
  Pane.tintB = Pane.thin ? Surface.b : sqrt<f32>(Surface.b)
  if (Pane.smooth) {
    Pane.gain = 1
  } else if (Pane.thin) {
    lookUpAlbedo(Scatter.oz, Surface.roughness)
    Pane.gain = <f32>1.0 / (Albedo.scale + Albedo.bias)
  } else {
    Pane.gain = <f32>1.0 / glassAlbedo(Scatter.oz, Surface.roughness, Surface.ior, Surface.front)
  }
}

@inline export function tint(channel: i32): f32 { return channel == 0 ? Pane.tintR : channel == 1 ? Pane.tintG : Pane.tintB }

/** Reflectance at a facet; of a sheet, with all reflections between its faces. */
@inline function reflectance(c: f32): f32 {
  const f = fresnel(c, Pane.eta)
  return Pane.thin ? (f * 2.0) / (f + 1.0) : f
}

/** BSDF times cosine and density for the direction in Scatter, on either side. Smooth panes give 0. */
export function evaluateGlass(): void {
  Scatter.r = 0
  Scatter.g = 0
  Scatter.b = 0
  Scatter.pdf = 0
  if (Pane.smooth || abs<f32>(Scatter.iz) < 1e-5) return
  const reflects = Scatter.iz > 0
  // Towards the light on the viewer's side: a sheet mirrors what passes it.
  const iz = Pane.thin ? abs<f32>(Scatter.iz) : Scatter.iz
  const e: f32 = reflects || Pane.thin ? 1 : <f32>1.0 / Pane.eta
  let hx = Scatter.ox + Scatter.ix * e
  let hy = Scatter.oy + Scatter.iy * e
  let hz = Scatter.oz + iz * e
  const square = hx * hx + hy * hy + hz * hz
  if (square < 1e-12) return
  const k: f32 = (hz < 0 ? <f32>-1.0 : <f32>1.0) / sqrt<f32>(square)
  hx *= k
  hy *= k
  hz *= k
  const oh = Scatter.ox * hx + Scatter.oy * hy + Scatter.oz * hz
  const ih = Scatter.ix * hx + Scatter.iy * hy + iz * hz
  if (oh <= 1e-6) return
  const own: f32 = lambda(Pane.alpha, Scatter.oz) + 1.0
  const visible: f32 = (oh * distribution(Pane.alpha, hz, hx * hx + hy * hy)) / (own * Scatter.oz)
  const f = reflectance(oh)
  const weight: f32 = (own / (own + lambda(Pane.alpha, abs<f32>(iz)))) * Pane.gain
  if (reflects || Pane.thin) {
    const pdf: f32 = ((reflects ? f : <f32>1.0 - f) * visible) / (oh * 4.0)
    fill(pdf, weight, !reflects)
    return
  }
  if (ih >= 0) return
  const denominator = oh + ih * e
  fill(((<f32>1.0 - f) * visible * e * e * -ih) / (denominator * denominator), weight, true)
}

@inline function fill(pdf: f32, weight: f32, passes: bool): void {
  const value = pdf * weight
  Scatter.pdf = pdf
  Scatter.r = passes ? value * Pane.tintR : value
  Scatter.g = passes ? value * Pane.tintG : value
  Scatter.b = passes ? value * Pane.tintB : value
}

/** The share of light that goes on in the direction that `sampleGlass` chose, before any tint. */
export abstract class Passage {
  static weight: f32 = 1
  static transmits: bool = false
}

/** Draws a direction into Scatter. False when the path ends. For rough panes Scatter.pdf is its density. */
export function sampleGlass(): bool {
  let oh: f32 = Scatter.oz
  const pick = next1()
  next2()
  if (Pane.smooth) {
    Facet.x = 0
    Facet.y = 0
    Facet.z = 1
  } else {
    sampleFacet(Pane.alpha, Scatter.ox, Scatter.oy, Scatter.oz, Random.a, Random.b)
    oh = Scatter.ox * Facet.x + Scatter.oy * Facet.y + Scatter.oz * Facet.z
  }
  const f = reflectance(oh)
  Passage.transmits = pick >= f
  if (!Passage.transmits || Pane.thin) {
    Scatter.ix = Facet.x * oh * 2.0 - Scatter.ox
    Scatter.iy = Facet.y * oh * 2.0 - Scatter.oy
    Scatter.iz = Facet.z * oh * 2.0 - Scatter.oz
    if (Scatter.iz <= 1e-6) return false
    if (Passage.transmits) Scatter.iz = -Scatter.iz
  } else {
    const eta = Pane.eta
    const k: f32 = eta * oh - sqrt<f32>(max<f32>(0, <f32>1.0 - eta * eta * (<f32>1.0 - oh * oh)))
    Scatter.ix = k * Facet.x - eta * Scatter.ox
    Scatter.iy = k * Facet.y - eta * Scatter.oy
    Scatter.iz = k * Facet.z - eta * Scatter.oz
    if (Scatter.iz >= -1e-6) return false
  }
  Passage.weight = 1
  Scatter.pdf = 0
  if (Pane.smooth) return true
  const own: f32 = lambda(Pane.alpha, Scatter.oz) + 1.0
  Passage.weight = (own / (own + lambda(Pane.alpha, abs<f32>(Scatter.iz)))) * Pane.gain
  evaluateGlass()
  return Scatter.pdf > 1e-8
}
