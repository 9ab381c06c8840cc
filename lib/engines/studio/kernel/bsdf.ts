import { M_CLEARCOAT, M_CLEARCOAT_ROUGHNESS, M_SHEEN, M_SHEEN_COLOR, M_SHEEN_ROUGHNESS, M_SPECULAR } from './layout'
import { Angle, Frame, INV_PI, buildFrame, luminance, max3, schlick, turn } from './math'
import { Facet, distribution, lambda, sampleFacet } from './microfacet'
import { Random, next1, next2 } from './rng'
import { Surface } from './surface'
import { Albedo, lookUpAlbedo, sheenAlbedo, sheenLobe, toAlpha } from './tables'

/**
 * How an opaque surface reflects: clearcoat over sheen over a mix of metal and dielectric with a diffuse base, as glTF
 * defines it. Each layer gives to the next what its directional albedo leaves, so a white material neither loses nor makes
 * light. Directions are in the shading frame, pointing away from the surface.
 */
export abstract class Scatter {
  /** Towards the viewer. */
  static ox: f32 = 0
  static oy: f32 = 0
  static oz: f32 = 1
  /** Towards the light. */
  static ix: f32 = 0
  static iy: f32 = 0
  static iz: f32 = 1
  /** BSDF times cosine, and the density with which `sample` draws this direction. */
  static r: f32 = 0
  static g: f32 = 0
  static b: f32 = 0
  static pdf: f32 = 0
}

abstract class Layers {
  static alpha: f32 = 1
  static f0r: f32 = 0
  static f0g: f32 = 0
  static f0b: f32 = 0
  static f90: f32 = 1
  /** Multiple scattering of the specular lobe. */
  static moreR: f32 = 1
  static moreG: f32 = 1
  static moreB: f32 = 1
  static diffuseR: f32 = 0
  static diffuseG: f32 = 0
  static diffuseB: f32 = 0
  static sheen: f32 = 0
  static sheenRoughness: f32 = 0
  static coat: f32 = 0
  static coatAlpha: f32 = 0
  static coatMore: f32 = 1
  /** What the layers above leave to the base, and the coat to the sheen. */
  static base: f32 = 1
  static underCoat: f32 = 1
  static pickCoat: f32 = 0
  static pickSpecular: f32 = 0
  static pickDiffuse: f32 = 0
}

/** Sets the shading frame around the surface's normal and the viewer's direction in it. d points along the ray. */
export function setViewer(dx: f32, dy: f32, dz: f32): void {
  buildFrame(Surface.nx, Surface.ny, Surface.nz)
  Scatter.ox = -(dx * Frame.tx + dy * Frame.ty + dz * Frame.tz)
  Scatter.oy = -(dx * Frame.bx + dy * Frame.by + dz * Frame.bz)
  Scatter.oz = max<f32>(1e-4, -(dx * Surface.nx + dy * Surface.ny + dz * Surface.nz))
}

/** Sets the direction of light from world space. */
@inline export function setLight(x: f32, y: f32, z: f32): void {
  Scatter.ix = x * Frame.tx + y * Frame.ty + z * Frame.tz
  Scatter.iy = x * Frame.bx + y * Frame.by + z * Frame.bz
  Scatter.iz = x * Surface.nx + y * Surface.ny + z * Surface.nz
}

/** How much of what is sampled goes into the diffuse lobe, 0 to 1. */
@inline export function diffuseShare(): f32 { return Layers.pickDiffuse }

/** Colour at first sight, for the denoiser. */
@inline export function firstSight(channel: i32): f32 {
  if (channel == 0) return min<f32>(1, Layers.diffuseR + Layers.f0r)
  return channel == 1 ? min<f32>(1, Layers.diffuseG + Layers.f0g) : min<f32>(1, Layers.diffuseB + Layers.f0b)
}

/** Prepares the layers for the surface and viewer. `metalness` is given: glass takes its share before. */
export function prepare(metalness: f32): void {
  const m = Surface.material
  const specular = load<f32>(m, M_SPECULAR << 2)
  const q = (Surface.ior - 1.0) / (Surface.ior + 1.0)
  const f0 = min<f32>(1, q * q * specular)
  const rest: f32 = <f32>1.0 - metalness
  Layers.alpha = toAlpha(Surface.roughness)
  Layers.f0r = f0 * rest + Surface.r * metalness
  Layers.f0g = f0 * rest + Surface.g * metalness
  Layers.f0b = f0 * rest + Surface.b * metalness
  Layers.f90 = specular * rest + metalness

  lookUpAlbedo(Scatter.oz, Surface.roughness)
  const dielectric: f32 = (f0 * Albedo.scale + specular * Albedo.bias) * (f0 * Albedo.lost + 1.0)
  const specR = mixed(dielectric, Surface.r, metalness)
  const specG = mixed(dielectric, Surface.g, metalness)
  const specB = mixed(dielectric, Surface.b, metalness)
  // The lobe is scaled from what it returns when it scatters once to what it should return.
  const tail: f32 = Layers.f90 * Albedo.bias
  Layers.moreR = specR / max<f32>(1e-6, Layers.f0r * Albedo.scale + tail)
  Layers.moreG = specG / max<f32>(1e-6, Layers.f0g * Albedo.scale + tail)
  Layers.moreB = specB / max<f32>(1e-6, Layers.f0b * Albedo.scale + tail)
  const kept: f32 = max<f32>(0, <f32>1.0 - dielectric) * rest
  Layers.diffuseR = Surface.r * kept
  Layers.diffuseG = Surface.g * kept
  Layers.diffuseB = Surface.b * kept

  Layers.coat = load<f32>(m, M_CLEARCOAT << 2)
  Layers.underCoat = 1
  let coatShare: f32 = 0
  if (Layers.coat > 0) {
    const coatRoughness = load<f32>(m, M_CLEARCOAT_ROUGHNESS << 2)
    Layers.coatAlpha = toAlpha(coatRoughness)
    lookUpAlbedo(Scatter.oz, coatRoughness)
    Layers.coatMore = Albedo.lost * 0.04 + 1.0
    coatShare = Layers.coat * (Albedo.scale * 0.04 + Albedo.bias) * Layers.coatMore
    Layers.underCoat = <f32>1.0 - coatShare
  }
  Layers.base = Layers.underCoat
  Layers.sheen = load<f32>(m, M_SHEEN << 2)
  let sheenShare: f32 = 0
  if (Layers.sheen > 0) {
    Layers.sheenRoughness = max<f32>(0.07, load<f32>(m, M_SHEEN_ROUGHNESS << 2))
    const color = max3(load<f32>(m, M_SHEEN_COLOR << 2), load<f32>(m, (M_SHEEN_COLOR + 1) << 2), load<f32>(m, (M_SHEEN_COLOR + 2) << 2))
    const albedo = sheenAlbedo(Scatter.oz, Layers.sheenRoughness)
    // At grazing angles the fitted lobe can return more than it gets: it is then scaled down to all of it.
    if (albedo * Layers.sheen > 1) Layers.sheen = <f32>1.0 / albedo
    sheenShare = Layers.sheen * albedo * color
    Layers.base *= max<f32>(0, <f32>1.0 - sheenShare)
  }
  const specularLight = luminance(specR, specG, specB) * Layers.base
  const diffuseLight = luminance(Layers.diffuseR, Layers.diffuseG, Layers.diffuseB) * Layers.base + sheenShare * Layers.underCoat
  const total = coatShare + specularLight + diffuseLight
  if (!(total > 1e-6)) {
    Layers.pickCoat = 0
    Layers.pickSpecular = 1
    Layers.pickDiffuse = 0
    return
  }
  Layers.pickCoat = coatShare / total
  Layers.pickDiffuse = diffuseLight / total
  // Highlights of a dim lobe are bright where they are: it gets a tenth of the samples at least.
  if (specularLight > 0) Layers.pickDiffuse = min<f32>(Layers.pickDiffuse, (<f32>1.0 - Layers.pickCoat) * 0.9)
  Layers.pickSpecular = <f32>1.0 - Layers.pickCoat - Layers.pickDiffuse
}

/** Directional albedo of dielectric and metal in this mix, after the table looked up last. */
@inline function mixed(dielectric: f32, color: f32, metalness: f32): f32 {
  const metal: f32 = (color * Albedo.scale + Albedo.bias) * (color * Albedo.lost + 1.0)
  return dielectric + (metal - dielectric) * metalness
}

/** BSDF times cosine and density for the light direction in Scatter. */
export function evaluate(): void {
  Scatter.r = 0
  Scatter.g = 0
  Scatter.b = 0
  Scatter.pdf = 0
  const oz = Scatter.oz
  const iz = Scatter.iz
  if (iz <= 1e-6) return
  let hx = Scatter.ox + Scatter.ix
  let hy = Scatter.oy + Scatter.iy
  let hz = oz + iz
  const k: f32 = <f32>1.0 / sqrt<f32>(hx * hx + hy * hy + hz * hz)
  hx *= k
  hy *= k
  hz *= k
  const rest = hx * hx + hy * hy
  const f = schlick(Scatter.ox * hx + Scatter.oy * hy + oz * hz)
  let pdf: f32 = 0
  let coat: f32 = 0
  if (Layers.coat > 0) {
    const d = distribution(Layers.coatAlpha, hz, rest)
    const lo: f32 = lambda(Layers.coatAlpha, oz) + 1.0
    coat = (Layers.coat * (f * 0.96 + 0.04) * Layers.coatMore * d) / ((lo + lambda(Layers.coatAlpha, iz)) * oz * 4.0)
    pdf += (Layers.pickCoat * d) / (lo * oz * 4.0)
  }
  const d = distribution(Layers.alpha, hz, rest)
  const lo: f32 = lambda(Layers.alpha, oz) + 1.0
  const lobe: f32 = (d / ((lo + lambda(Layers.alpha, iz)) * oz * 4.0)) * Layers.base
  pdf += (Layers.pickSpecular * d) / (lo * oz * 4.0)
  pdf += Layers.pickDiffuse * iz * INV_PI
  const lambert: f32 = iz * INV_PI * Layers.base
  const rise: f32 = Layers.f90 * f
  const fall: f32 = <f32>1.0 - f
  Scatter.r = (Layers.f0r * fall + rise) * Layers.moreR * lobe + Layers.diffuseR * lambert + coat
  Scatter.g = (Layers.f0g * fall + rise) * Layers.moreG * lobe + Layers.diffuseG * lambert + coat
  Scatter.b = (Layers.f0b * fall + rise) * Layers.moreB * lobe + Layers.diffuseB * lambert + coat
  if (Layers.sheen > 0) {
    const sheen = sheenLobe(Layers.sheenRoughness, iz, oz, hz) * Layers.sheen * Layers.underCoat
    Scatter.r += sheen * load<f32>(Surface.material, M_SHEEN_COLOR << 2)
    Scatter.g += sheen * load<f32>(Surface.material, (M_SHEEN_COLOR + 1) << 2)
    Scatter.b += sheen * load<f32>(Surface.material, (M_SHEEN_COLOR + 2) << 2)
  }
  Scatter.pdf = pdf
}

/** Draws a light direction and evaluates it. False when the path ends. */
export function sample(): bool {
  const pick = next1()
  next2()
  if (pick < Layers.pickCoat + Layers.pickSpecular) {
    sampleFacet(pick < Layers.pickCoat ? Layers.coatAlpha : Layers.alpha, Scatter.ox, Scatter.oy, Scatter.oz, Random.a, Random.b)
    const k: f32 = (Scatter.ox * Facet.x + Scatter.oy * Facet.y + Scatter.oz * Facet.z) * 2.0
    Scatter.ix = k * Facet.x - Scatter.ox
    Scatter.iy = k * Facet.y - Scatter.oy
    Scatter.iz = k * Facet.z - Scatter.oz
  } else {
    turn(Random.a)
    const s = sqrt<f32>(Random.b)
    Scatter.ix = s * Angle.cos
    Scatter.iy = s * Angle.sin
    Scatter.iz = sqrt<f32>(max<f32>(0, <f32>1.0 - Random.b))
  }
  evaluate()
  return Scatter.pdf > 1e-8
}
