import { LIGHT_DIRECTIONAL, LIGHT_POINT, L_COLOR, L_EDGE_U, L_EDGE_V, L_EXTENT, L_POSITION, L_SOLID, P_LIGHT_COUNT } from './layout'
import { Light, lightAt, weightAt, word } from './light-sample'
import { coneOf } from './lights'
import { PI } from './math'
import { Ray, paramI } from './state'

/** Light that a scattered ray meets by itself on its way, summed over lights and weighed against sampling them. */
export abstract class Met {
  static r: f32 = 0
  static g: f32 = 0
  static b: f32 = 0
}

@inline function balance(own: f32, other: f32): f32 { return (own * own) / (own * own + other * other) }

/**
 * Adds the lights on the ray before `tmax`. `pdf` is the density with which the ray was drawn, 0 for exact reflection and
 * refraction (then nothing else could find these lights). `travelled` is the way from the last scattering to the origin.
 */
export function meetLights(tmax: f32, pdf: f32, travelled: f32): void {
  Met.r = 0
  Met.g = 0
  Met.b = 0
  const count = paramI(P_LIGHT_COUNT)
  for (let i = 0; i < count; i++) {
    const light = lightAt(i)
    const kind = load<i32>(light)
    let density: f32 = 0
    if (kind == LIGHT_DIRECTIONAL) density = meetDirectional(light, tmax)
    else if (kind == LIGHT_POINT) density = meetSphere(light, tmax, travelled)
    else density = meetRectangle(light, tmax, travelled)
    if (density <= 0) continue
    const weight: f32 = pdf > 0 && Light.total > 0 ? balance(pdf, (density * load<f32>(weightAt(i))) / Light.total) : 1
    Met.r += word(light, L_COLOR) * weight
    Met.g += word(light, L_COLOR + 1) * weight
    Met.b += word(light, L_COLOR + 2) * weight
  }
}

/** Each returns the density over solid angle of the light's own sampling, or 0 where the ray does not meet it. */
function meetDirectional(light: usize, tmax: f32): f32 {
  const solid = word(light, L_SOLID)
  if (tmax < 1e29 || solid <= 0) return 0
  const c = Ray.dx * word(light, L_POSITION) + Ray.dy * word(light, L_POSITION + 1) + Ray.dz * word(light, L_POSITION + 2)
  return c >= word(light, L_EXTENT) ? <f32>1.0 / (PI * 2.0 * solid) : 0
}

function meetSphere(light: usize, tmax: f32, travelled: f32): f32 {
  const radius = word(light, L_EXTENT)
  if (radius <= 0) return 0
  const x = word(light, L_POSITION) - Ray.ox
  const y = word(light, L_POSITION + 1) - Ray.oy
  const z = word(light, L_POSITION + 2) - Ray.oz
  const along = x * Ray.dx + y * Ray.dy + z * Ray.dz
  if (along <= 0) return 0
  const px = x - Ray.dx * along
  const py = y - Ray.dy * along
  const pz = z - Ray.dz * along
  const miss = px * px + py * py + pz * pz
  if (miss >= radius * radius || along - sqrt<f32>(radius * radius - miss) > tmax) return 0
  const far = along + travelled
  const d2 = far * far + miss
  return d2 > radius * radius ? <f32>1.0 / (PI * 2.0 * coneOf(radius, d2)) : 0
}

function meetRectangle(light: usize, tmax: f32, travelled: f32): f32 {
  const ux = word(light, L_EDGE_U)
  const uy = word(light, L_EDGE_U + 1)
  const uz = word(light, L_EDGE_U + 2)
  const vx = word(light, L_EDGE_V)
  const vy = word(light, L_EDGE_V + 1)
  const vz = word(light, L_EDGE_V + 2)
  const nx = uy * vz - uz * vy
  const ny = uz * vx - ux * vz
  const nz = ux * vy - uy * vx
  const facing: f32 = -(nx * Ray.dx + ny * Ray.dy + nz * Ray.dz)
  if (facing <= 0) return 0
  const x = Ray.ox - word(light, L_POSITION)
  const y = Ray.oy - word(light, L_POSITION + 1)
  const z = Ray.oz - word(light, L_POSITION + 2)
  const t = (nx * x + ny * y + nz * z) / facing
  if (t <= 0 || t > tmax) return 0
  const hx = x + Ray.dx * t
  const hy = y + Ray.dy * t
  const hz = z + Ray.dz * t
  const u = (hx * ux + hy * uy + hz * uz) / (ux * ux + uy * uy + uz * uz)
  const v = (hx * vx + hy * vy + hz * vz) / (vx * vx + vy * vy + vz * vz)
  if (u < 0 || u > 1 || v < 0 || v > 1) return 0
  const far = t + travelled
  return (far * far) / facing
}
