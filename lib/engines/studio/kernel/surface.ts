import {
  MATERIAL_ALPHA_BLEND, MATERIAL_ALPHA_MASK, MATERIAL_TEXTURED, MATERIAL_WORDS, M_ALPHA, M_ALPHA_CUTOFF, M_BASE, M_BASE_TEXTURE, M_EMISSION, M_EMISSION_TEXTURE,
  M_FLAGS, M_IOR, M_METALNESS, M_NORMAL_SCALE, M_NORMAL_TEXTURE, M_PATTERN, M_ROUGHNESS, M_ROUGHNESS_TEXTURE, M_TRANSMISSION, M_TRANSMISSION_TEXTURE, P_COLORS,
  P_MATERIALS, P_NORMALS, P_POSITIONS, P_TANGENTS, P_TRIANGLES, P_UV0, P_UV1, TRIANGLE_HAS_COLORS, TRIANGLE_HAS_TANGENTS, TRIANGLE_WORDS, T_FLAGS, T_MATERIAL, T_OBJECT,
} from './layout'
import { applyPattern } from './patterns'
import { Hit, Ray, address } from './state'
import { Texel, sampleTexture } from './texture'

/** The point that a ray hit and what the material is there. */
export abstract class Surface {
  static triangle: i32 = -1
  static material: usize = 0
  static flags: i32 = 0
  static object: i32 = 0
  /** The point, from the vertices: as exact far from the camera as near it. */
  static px: f32 = 0
  static py: f32 = 0
  static pz: f32 = 0
  /** The point pushed out to the curved surface that the normals describe, so that no facet shadows itself. */
  static qx: f32 = 0
  static qy: f32 = 0
  static qz: f32 = 0
  /** Geometric normal towards the viewer, and whether that is the front. */
  static gx: f32 = 0
  static gy: f32 = 0
  static gz: f32 = 0
  static front: bool = true
  /** Shading normal on the same side. */
  static nx: f32 = 0
  static ny: f32 = 0
  static nz: f32 = 0
  static u0: f32 = 0
  static v0: f32 = 0
  static u1: f32 = 0
  static v1: f32 = 0
  static r: f32 = 0
  static g: f32 = 0
  static b: f32 = 0
  static alpha: f32 = 1
  static metalness: f32 = 0
  static roughness: f32 = 0
  static transmission: f32 = 0
  static ior: f32 = 1.5
  static er: f32 = 0
  static eg: f32 = 0
  static eb: f32 = 0

  static setNormal(x: f32, y: f32, z: f32): void {
    const length = sqrt<f32>(x * x + y * y + z * z)
    // A zero or broken normal falls back to the flat one.
    if (!(length > 1e-12)) {
      Surface.nx = Surface.gx
      Surface.ny = Surface.gy
      Surface.nz = Surface.gz
      return
    }
    const k: f32 = <f32>1.0 / length
    Surface.nx = x * k
    Surface.ny = y * k
    Surface.nz = z * k
  }
}

@inline function triangleAt(triangle: i32): usize { return address(P_TRIANGLES) + <usize>triangle * (TRIANGLE_WORDS << 2) }
@inline function vec3At(array: usize, vertex: usize): usize { return array + vertex * 12 }

/** Finds point, geometric normal, texture coordinates, material, base colour and alpha of the hit in Hit. */
export function locate(): void {
  const triangle = triangleAt(Hit.triangle)
  const i0 = <usize>load<u32>(triangle)
  const i1 = <usize>load<u32>(triangle, 4)
  const i2 = <usize>load<u32>(triangle, 8)
  const u = Hit.u
  const v = Hit.v
  const w: f32 = <f32>1.0 - u - v
  const positions = address(P_POSITIONS)
  const a = vec3At(positions, i0)
  const b = vec3At(positions, i1)
  const c = vec3At(positions, i2)
  const ax = load<f32>(a)
  const ay = load<f32>(a, 4)
  const az = load<f32>(a, 8)
  const e1x = load<f32>(b) - ax
  const e1y = load<f32>(b, 4) - ay
  const e1z = load<f32>(b, 8) - az
  const e2x = load<f32>(c) - ax
  const e2y = load<f32>(c, 4) - ay
  const e2z = load<f32>(c, 8) - az
  Surface.triangle = Hit.triangle
  Surface.px = ax + e1x * u + e2x * v
  Surface.py = ay + e1y * u + e2y * v
  Surface.pz = az + e1z * u + e2z * v
  // Scaled first: the square of a very small or very large edge would leave the range of a float.
  const scale: f32 = <f32>1.0 / max<f32>(largest(e1x, e1y, e1z), largest(e2x, e2y, e2z))
  let gx: f32 = (e1y * scale) * (e2z * scale) - (e1z * scale) * (e2y * scale)
  let gy: f32 = (e1z * scale) * (e2x * scale) - (e1x * scale) * (e2z * scale)
  let gz: f32 = (e1x * scale) * (e2y * scale) - (e1y * scale) * (e2x * scale)
  const k: f32 = <f32>1.0 / sqrt<f32>(gx * gx + gy * gy + gz * gz)
  gx *= k
  gy *= k
  gz *= k
  Surface.front = gx * Ray.dx + gy * Ray.dy + gz * Ray.dz < 0
  const side: f32 = Surface.front ? 1 : -1
  Surface.gx = gx * side
  Surface.gy = gy * side
  Surface.gz = gz * side
  const uv0 = address(P_UV0)
  if (uv0 != 0) {
    Surface.u0 = load<f32>(uv0 + (i0 << 3)) * w + load<f32>(uv0 + (i1 << 3)) * u + load<f32>(uv0 + (i2 << 3)) * v
    Surface.v0 = load<f32>(uv0 + (i0 << 3), 4) * w + load<f32>(uv0 + (i1 << 3), 4) * u + load<f32>(uv0 + (i2 << 3), 4) * v
  }
  const uv1 = address(P_UV1)
  if (uv1 != 0) {
    Surface.u1 = load<f32>(uv1 + (i0 << 3)) * w + load<f32>(uv1 + (i1 << 3)) * u + load<f32>(uv1 + (i2 << 3)) * v
    Surface.v1 = load<f32>(uv1 + (i0 << 3), 4) * w + load<f32>(uv1 + (i1 << 3), 4) * u + load<f32>(uv1 + (i2 << 3), 4) * v
  }
  Surface.material = address(P_MATERIALS) + <usize>load<i32>(triangle, T_MATERIAL << 2) * (MATERIAL_WORDS << 2)
  Surface.object = load<i32>(triangle, T_OBJECT << 2)
  const m = Surface.material
  Surface.flags = load<i32>(m, M_FLAGS << 2)
  Surface.r = load<f32>(m, M_BASE << 2)
  Surface.g = load<f32>(m, (M_BASE + 1) << 2)
  Surface.b = load<f32>(m, (M_BASE + 2) << 2)
  Surface.alpha = load<f32>(m, M_ALPHA << 2)
  Surface.transmission = load<f32>(m, M_TRANSMISSION << 2)
  Surface.ior = load<f32>(m, M_IOR << 2)
  if ((load<i32>(triangle, T_FLAGS << 2) & TRIANGLE_HAS_COLORS) != 0) {
    const colors = address(P_COLORS)
    Surface.r *= load<f32>(colors + (i0 << 4)) * w + load<f32>(colors + (i1 << 4)) * u + load<f32>(colors + (i2 << 4)) * v
    Surface.g *= load<f32>(colors + (i0 << 4), 4) * w + load<f32>(colors + (i1 << 4), 4) * u + load<f32>(colors + (i2 << 4), 4) * v
    Surface.b *= load<f32>(colors + (i0 << 4), 8) * w + load<f32>(colors + (i1 << 4), 8) * u + load<f32>(colors + (i2 << 4), 8) * v
    Surface.alpha *= load<f32>(colors + (i0 << 4), 12) * w + load<f32>(colors + (i1 << 4), 12) * u + load<f32>(colors + (i2 << 4), 12) * v
  }
  if ((Surface.flags & MATERIAL_TEXTURED) != 0) {
    if (sampleSlot(M_BASE_TEXTURE)) {
      Surface.r *= Texel.r
      Surface.g *= Texel.g
      Surface.b *= Texel.b
      Surface.alpha *= Texel.a
    }
    if (sampleSlot(M_TRANSMISSION_TEXTURE)) Surface.transmission *= Texel.r
  }
  if ((Surface.flags & (MATERIAL_ALPHA_MASK | MATERIAL_ALPHA_BLEND)) == 0) Surface.alpha = 1
  else if ((Surface.flags & MATERIAL_ALPHA_MASK) != 0) Surface.alpha = Surface.alpha >= load<f32>(m, M_ALPHA_CUTOFF << 2) ? 1 : 0
}

@inline function largest(x: f32, y: f32, z: f32): f32 { return max<f32>(abs<f32>(x), max<f32>(abs<f32>(y), abs<f32>(z))) }
@inline function sampleSlot(word: usize): bool { return sampleTexture(Surface.material + (word << 2), Surface.u0, Surface.v0, Surface.u1, Surface.v1) }

/** After `locate`: interpolates the normal and reads the rest of the material. */
export function shade(): void {
  const triangle = triangleAt(Surface.triangle)
  const i0 = <usize>load<u32>(triangle)
  const i1 = <usize>load<u32>(triangle, 4)
  const i2 = <usize>load<u32>(triangle, 8)
  const u = Hit.u
  const v = Hit.v
  const w: f32 = <f32>1.0 - u - v
  const normals = address(P_NORMALS)
  const a = vec3At(normals, i0)
  const b = vec3At(normals, i1)
  const c = vec3At(normals, i2)
  const m = Surface.material
  Surface.setNormal(
    load<f32>(a) * w + load<f32>(b) * u + load<f32>(c) * v,
    load<f32>(a, 4) * w + load<f32>(b, 4) * u + load<f32>(c, 4) * v,
    load<f32>(a, 8) * w + load<f32>(b, 8) * u + load<f32>(c, 8) * v,
  )
  if (Surface.nx * Surface.gx + Surface.ny * Surface.gy + Surface.nz * Surface.gz < 0) flipNormal()
  curve(i0, i1, i2, u, v)
  Surface.metalness = load<f32>(m, M_METALNESS << 2)
  Surface.roughness = load<f32>(m, M_ROUGHNESS << 2)
  Surface.er = load<f32>(m, M_EMISSION << 2)
  Surface.eg = load<f32>(m, (M_EMISSION + 1) << 2)
  Surface.eb = load<f32>(m, (M_EMISSION + 2) << 2)
  if ((Surface.flags & MATERIAL_TEXTURED) != 0) {
    if (sampleSlot(M_ROUGHNESS_TEXTURE)) {
      Surface.roughness *= Texel.g
      Surface.metalness *= Texel.b
    }
    if (sampleSlot(M_EMISSION_TEXTURE)) {
      Surface.er *= Texel.r
      Surface.eg *= Texel.g
      Surface.eb *= Texel.b
    }
    if (sampleSlot(M_NORMAL_TEXTURE)) bend(i0, i1, i2, u, v, w, (load<i32>(triangle, T_FLAGS << 2) & TRIANGLE_HAS_TANGENTS) != 0)
  }
  if (load<f32>(m, M_PATTERN << 2) > 0) applyPattern(m)
}

@inline function flipNormal(): void {
  Surface.nx = -Surface.nx
  Surface.ny = -Surface.ny
  Surface.nz = -Surface.nz
}

/** Hanika 2021, "Hacking the Shadow Terminator": moves the point onto the tangent planes of the three vertices. */
function curve(i0: usize, i1: usize, i2: usize, u: f32, v: f32): void {
  Surface.qx = Surface.px
  Surface.qy = Surface.py
  Surface.qz = Surface.pz
  lift(i0, <f32>1.0 - u - v)
  lift(i1, u)
  lift(i2, v)
}

function lift(vertex: usize, weight: f32): void {
  const p = vec3At(address(P_POSITIONS), vertex)
  const n = vec3At(address(P_NORMALS), vertex)
  let nx = load<f32>(n)
  let ny = load<f32>(n, 4)
  let nz = load<f32>(n, 8)
  const side: f32 = nx * Surface.gx + ny * Surface.gy + nz * Surface.gz < 0 ? -1 : 1
  nx *= side
  ny *= side
  nz *= side
  const below = (Surface.px - load<f32>(p)) * nx + (Surface.py - load<f32>(p, 4)) * ny + (Surface.pz - load<f32>(p, 8)) * nz
  if (below >= 0) return
  const k = -below * weight
  Surface.qx += nx * k
  Surface.qy += ny * k
  Surface.qz += nz * k
}

/** Bends the normal by the normal map read into Texel, along stored tangents or, without them, the triangle's own. */
function bend(i0: usize, i1: usize, i2: usize, u: f32, v: f32, w: f32, stored: bool): void {
  const scale = load<f32>(Surface.material, M_NORMAL_SCALE << 2)
  const mx: f32 = (Texel.r * 2.0 - 1.0) * scale
  const my: f32 = (Texel.g * 2.0 - 1.0) * scale
  const mz: f32 = Texel.b * 2.0 - 1.0
  let tx: f32 = 0
  let ty: f32 = 0
  let tz: f32 = 0
  let sign: f32 = 1
  if (stored) {
    const t = address(P_TANGENTS)
    tx = load<f32>(t + (i0 << 4)) * w + load<f32>(t + (i1 << 4)) * u + load<f32>(t + (i2 << 4)) * v
    ty = load<f32>(t + (i0 << 4), 4) * w + load<f32>(t + (i1 << 4), 4) * u + load<f32>(t + (i2 << 4), 4) * v
    tz = load<f32>(t + (i0 << 4), 8) * w + load<f32>(t + (i1 << 4), 8) * u + load<f32>(t + (i2 << 4), 8) * v
    sign = load<f32>(t + (i0 << 4), 12)
  } else {
    const second = load<f32>(Surface.material, (M_NORMAL_TEXTURE + 1) << 2) > 0
    const uv = address(second ? P_UV1 : P_UV0)
    if (uv == 0) return
    const positions = address(P_POSITIONS)
    const a = vec3At(positions, i0)
    const b = vec3At(positions, i1)
    const c = vec3At(positions, i2)
    const du1 = load<f32>(uv + (i1 << 3)) - load<f32>(uv + (i0 << 3))
    const du2 = load<f32>(uv + (i2 << 3)) - load<f32>(uv + (i0 << 3))
    const dv1 = load<f32>(uv + (i1 << 3), 4) - load<f32>(uv + (i0 << 3), 4)
    const dv2 = load<f32>(uv + (i2 << 3), 4) - load<f32>(uv + (i0 << 3), 4)
    const flip: f32 = du1 * dv2 - du2 * dv1 < 0 ? -1 : 1
    tx = ((load<f32>(b) - load<f32>(a)) * dv2 - (load<f32>(c) - load<f32>(a)) * dv1) * flip
    ty = ((load<f32>(b, 4) - load<f32>(a, 4)) * dv2 - (load<f32>(c, 4) - load<f32>(a, 4)) * dv1) * flip
    tz = ((load<f32>(b, 8) - load<f32>(a, 8)) * dv2 - (load<f32>(c, 8) - load<f32>(a, 8)) * dv1) * flip
    // glTF's v runs down the picture while a normal map's green points up it, so the bitangent is against the gradient of v.
    sign = -flip
  }
  // The map is meant for the front; on the back the whole frame is mirrored with the normal.
  const side: f32 = Surface.front ? 1 : -1
  const nx = Surface.nx * side
  const ny = Surface.ny * side
  const nz = Surface.nz * side
  const along = tx * nx + ty * ny + tz * nz
  tx -= nx * along
  ty -= ny * along
  tz -= nz * along
  const length = sqrt<f32>(tx * tx + ty * ty + tz * tz)
  if (!(length > 1e-12)) return
  const k: f32 = <f32>1.0 / length
  tx *= k
  ty *= k
  tz *= k
  const bx: f32 = (ny * tz - nz * ty) * sign
  const by: f32 = (nz * tx - nx * tz) * sign
  const bz: f32 = (nx * ty - ny * tx) * sign
  Surface.setNormal((tx * mx + bx * my + nx * mz) * side, (ty * mx + by * my + ny * mz) * side, (tz * mx + bz * my + nz * mz) * side)
}

/** Puts the ray's origin at the point just off the surface along n (Wächter and Binder 2019, "A Fast and Robust Method for Avoiding Self-Intersection"). */
export function leaveAlong(x: f32, y: f32, z: f32, nx: f32, ny: f32, nz: f32): void {
  Ray.ox = nudge(x, nx)
  Ray.oy = nudge(y, ny)
  Ray.oz = nudge(z, nz)
}

@inline function nudge(p: f32, n: f32): f32 {
  if (abs<f32>(p) < <f32>(1.0 / 32.0)) return p + n * <f32>(1.0 / 65536.0)
  const ulps = <i32>(n * 256.0)
  return reinterpret<f32>(reinterpret<i32>(p) + (p < 0 ? -ulps : ulps))
}
