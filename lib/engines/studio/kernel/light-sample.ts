import { LIGHT_WORDS, P_LIGHTS, SCRATCH_WEIGHTS } from './layout'
import { Memory, address } from './state'

/** The light that was drawn for a point, and what every light weighed there. */
export abstract class Light {
  /** Direction to the sampled point, radiance, density over solid angle (0: the light is a point), distance. */
  static x: f32 = 0
  static y: f32 = 0
  static z: f32 = 0
  static r: f32 = 0
  static g: f32 = 0
  static b: f32 = 0
  static pdf: f32 = 0
  static distance: f32 = 0
  /** For a light without extent: BSDF × (r, g, b) is what it gives. */
  static isDelta: bool = false
  /** Sum of the weights at the last point where `weighLights` ran, and that point. */
  static total: f32 = 0
  static px: f32 = 0
  static py: f32 = 0
  static pz: f32 = 0
}

@inline export function lightAt(i: i32): usize { return address(P_LIGHTS) + <usize>i * (LIGHT_WORDS << 2) }
@inline export function weightAt(i: i32): usize { return Memory.scratch + SCRATCH_WEIGHTS + (<usize>i << 2) }
@inline export function word(light: usize, i: usize): f32 { return load<f32>(light + (i << 2)) }


/** Points Light from the origin along (dx, dy, dz), whose length is the distance. */
@inline export function aim(dx: f32, dy: f32, dz: f32): void {
  const distance = sqrt<f32>(dx * dx + dy * dy + dz * dz)
  const k: f32 = <f32>1.0 / distance
  Light.x = dx * k
  Light.y = dy * k
  Light.z = dz * k
  Light.distance = distance
  Light.isDelta = false
}
