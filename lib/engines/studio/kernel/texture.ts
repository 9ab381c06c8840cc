import { P_SRGB, P_TEXTURES, TEXTURE_WORDS } from './layout'
import { address } from './state'

/** The colour that `sampleTexture` read: linear, 0 to 1. */
export abstract class Texel {
  static r: f32 = 1
  static g: f32 = 1
  static b: f32 = 1
  static a: f32 = 1
}

/** Brings a texel number into 0..size-1 by repeating (0), clamping (1) or mirroring (2). */
function wrap(i: i32, size: i32, mode: i32): i32 {
  if (mode == 1) return min<i32>(size - 1, max<i32>(0, i))
  const period = mode == 2 ? size * 2 : size
  let k = i % period
  if (k < 0) k += period
  return k < size ? k : period - 1 - k
}

@inline function tap(at: usize, weight: f32, srgb: usize): void {
  if (srgb != 0) {
    Texel.r += load<f32>(srgb + (<usize>load<u8>(at) << 2)) * weight
    Texel.g += load<f32>(srgb + (<usize>load<u8>(at, 1) << 2)) * weight
    Texel.b += load<f32>(srgb + (<usize>load<u8>(at, 2) << 2)) * weight
  } else {
    const k: f32 = weight * <f32>(1.0 / 255.0)
    Texel.r += <f32>load<u8>(at) * k
    Texel.g += <f32>load<u8>(at, 1) * k
    Texel.b += <f32>load<u8>(at, 2) * k
  }
  Texel.a += <f32>load<u8>(at, 3) * weight * <f32>(1.0 / 255.0)
}

/**
 * Reads a texture bilinearly. `slot` is the address of eight words in a material (see layout.ts); u and v are glTF
 * coordinates, so v = 0 is the top row. Returns false when the slot is empty.
 */
export function sampleTexture(slot: usize, u0: f32, v0: f32, u1: f32, v1: f32): bool {
  const number = <i32>load<f32>(slot)
  if (number < 0) return false
  const second = load<f32>(slot, 4) > 0
  const s = second ? u1 : u0
  const t = second ? v1 : v0
  const u = load<f32>(slot, 8) * s + load<f32>(slot, 12) * t + load<f32>(slot, 16)
  const v = load<f32>(slot, 20) * s + load<f32>(slot, 24) * t + load<f32>(slot, 28)
  const texture = address(P_TEXTURES) + <usize>number * (TEXTURE_WORDS << 2)
  const pixels = <usize>load<u32>(texture)
  const width = load<i32>(texture, 4)
  const height = load<i32>(texture, 8)
  const modes = load<i32>(texture, 12)
  const srgb = load<i32>(texture, 16) != 0 ? address(P_SRGB) : 0
  // Far outside the unit square a float has no fraction left; the limit keeps the integer conversion defined.
  const x: f32 = max<f32>(-1e6, min<f32>(1e6, u * <f32>width - 0.5))
  const y: f32 = max<f32>(-1e6, min<f32>(1e6, v * <f32>height - 0.5))
  const fx = floor<f32>(x)
  const fy = floor<f32>(y)
  const ax = x - fx
  const ay = y - fy
  const wrapS = modes & 3
  const wrapT = modes >> 2
  const left = <usize>wrap(<i32>fx, width, wrapS) << 2
  const right = <usize>wrap(<i32>fx + 1, width, wrapS) << 2
  const upper = pixels + (<usize>(wrap(<i32>fy, height, wrapT) * width) << 2)
  const lower = pixels + (<usize>(wrap(<i32>fy + 1, height, wrapT) * width) << 2)
  Texel.r = 0
  Texel.g = 0
  Texel.b = 0
  Texel.a = 0
  tap(upper + left, (<f32>1.0 - ax) * (<f32>1.0 - ay), srgb)
  tap(upper + right, ax * (<f32>1.0 - ay), srgb)
  tap(lower + left, (<f32>1.0 - ax) * ay, srgb)
  tap(lower + right, ax * ay, srgb)
  return true
}
