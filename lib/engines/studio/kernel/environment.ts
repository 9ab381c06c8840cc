import {
  ENVIRONMENT_WORDS, GRADIENT_STEPS, P_BACKGROUND, P_ENVIRONMENT, P_ENVIRONMENT_ALIAS, P_ENVIRONMENT_HEIGHT, P_ENVIRONMENT_TURN, P_ENVIRONMENT_WIDTH,
  P_GRADIENT, P_GRADIENT_FROM, P_GRADIENT_STEPS,
} from './layout'
import { Angle, INV_PI, arccosine, arctangent, halfTurn, turn } from './math'
import { Random, hash, next2, toUnit } from './rng'
import { address, paramF, paramI } from './state'

/**
 * Light from far away: an equirectangular map with u = atan2(z, x) / 2π and v = acos(y) / π, read bilinearly and sampled by
 * an alias table over its texels. A texel's fourth word is its density times the sine of its polar angle.
 */
export abstract class Sky {
  static r: f32 = 0
  static g: f32 = 0
  static b: f32 = 0
  static pdf: f32 = 0
  static x: f32 = 0
  static y: f32 = 0
  static z: f32 = 0
}

@inline function texel(x: i32, y: i32, width: i32): usize { return address(P_ENVIRONMENT) + <usize>((y * width + x) * (ENVIRONMENT_WORDS << 2)) }

@inline function add(at: usize, weight: f32): void {
  Sky.r += load<f32>(at) * weight
  Sky.g += load<f32>(at, 4) * weight
  Sky.b += load<f32>(at, 8) * weight
}

/** Radiance from a direction, and the density with which `sampleEnvironment` draws it. */
export function lookUpEnvironment(dx: f32, dy: f32, dz: f32): void {
  const width = paramI(P_ENVIRONMENT_WIDTH)
  const height = paramI(P_ENVIRONMENT_HEIGHT)
  let u: f32 = arctangent(dz, dx) * (INV_PI * 0.5) - paramF(P_ENVIRONMENT_TURN)
  u -= floor<f32>(u)
  const v = arccosine(dy) * INV_PI
  const x: f32 = u * <f32>width
  const y: f32 = v * <f32>height
  const own = texel(min<i32>(width - 1, <i32>x), min<i32>(height - 1, <i32>y), width)
  halfTurn(v)
  Sky.pdf = load<f32>(own, 12) / max<f32>(1e-4, Angle.sin)
  const fx = floor<f32>(x - 0.5)
  const fy = floor<f32>(y - 0.5)
  const ax: f32 = x - 0.5 - fx
  const ay: f32 = y - 0.5 - fy
  let left = <i32>fx
  if (left < 0) left += width
  const right = left + 1 < width ? left + 1 : left + 1 - width
  const upper = max<i32>(0, <i32>fy)
  const lower = min<i32>(height - 1, <i32>fy + 1)
  Sky.r = 0
  Sky.g = 0
  Sky.b = 0
  add(texel(left, upper, width), (<f32>1.0 - ax) * (<f32>1.0 - ay))
  add(texel(right, upper, width), ax * (<f32>1.0 - ay))
  add(texel(left, lower, width), (<f32>1.0 - ax) * ay)
  add(texel(right, lower, width), ax * ay)
}

/** Draws a direction, with its radiance and density. */
export function sampleEnvironment(): void {
  const width = paramI(P_ENVIRONMENT_WIDTH)
  const height = paramI(P_ENVIRONMENT_HEIGHT)
  next2()
  const count = width * height
  const spot: f32 = Random.a * <f32>count
  let i = min<i32>(count - 1, <i32>spot)
  const alias = address(P_ENVIRONMENT_ALIAS) + (<usize>i << 3)
  if (spot - <f32>i >= load<f32>(alias)) i = load<i32>(alias, 4)
  // The place inside the texel needs a number of its own: the first is used up by the choice.
  const jitter = toUnit(hash(Random.seed ^ hash(<u32>i ^ Random.index * 0x9e3779b9) ^ Random.dimension))
  const row = i / width
  let u: f32 = (<f32>(i - row * width) + jitter) / <f32>width + paramF(P_ENVIRONMENT_TURN)
  u -= floor<f32>(u)
  const v: f32 = (<f32>row + Random.b) / <f32>height
  halfTurn(v)
  const sin = Angle.sin
  Sky.y = Angle.cos
  turn(u)
  Sky.x = sin * Angle.cos
  Sky.z = sin * Angle.sin
  lookUpEnvironment(Sky.x, Sky.y, Sky.z)
  // The density of the texel that was drawn, whatever rounding makes of the direction at its edge.
  Sky.pdf = load<f32>(address(P_ENVIRONMENT) + <usize>(i * (ENVIRONMENT_WORDS << 2)), 12) / max<f32>(1e-4, sin)
}

/** What the camera sees where no object is: the environment, or a gradient over the height of the direction, as in the canvas. */
export function lookUpBackdrop(dx: f32, dy: f32, dz: f32): void {
  if (paramI(P_BACKGROUND) == 0) {
    lookUpEnvironment(dx, dy, dz)
    return
  }
  const spot: f32 = min<f32>(<f32>GRADIENT_STEPS, max<f32>(0, (dy - paramF(P_GRADIENT_FROM)) * paramF(P_GRADIENT_STEPS)))
  const step = min<i32>(GRADIENT_STEPS - 1, <i32>spot)
  const k: f32 = spot - <f32>step
  const at = address(P_GRADIENT) + <usize>(step * 12)
  Sky.r = load<f32>(at) * (<f32>1.0 - k) + load<f32>(at, 12) * k
  Sky.g = load<f32>(at, 4) * (<f32>1.0 - k) + load<f32>(at, 16) * k
  Sky.b = load<f32>(at, 8) * (<f32>1.0 - k) + load<f32>(at, 20) * k
}
