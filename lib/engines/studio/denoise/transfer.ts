/**
 * What the network sees of radiance: exposed to a middle grey, then through the perceptually uniform curve that OIDN trained it
 * with (a fit of PU21 as in Open Image Denoise, `TransferFunction::Type::PU`), scaled so that the largest half float is 1.
 */
const A = 1.41283765e3
const B = 1.64593172
const C = 4.31384981e-1
const D = -2.94139609e-3
const E = 1.92653254e-1
const F = 6.26026094e-3
const G = 9.98620152e-1
const LINEAR_END = 1.5794576e-6
const POWER_END = 3.22087631e-2
const LINEAR_END_ENCODED = 2.23151711e-3
const POWER_END_ENCODED = 3.70974749e-1
const RADIANCE_MAX = 65504

function curve(y: number): number {
  if (y <= LINEAR_END) return A * y
  return y <= POWER_END ? B * y ** C + D : E * Math.log(y + F) + G
}

const SCALE = 1 / curve(RADIANCE_MAX)

/** Radiance to 0..1. Broken values (not a number, infinite, negative) become the nearest that the network can read. */
export const encode = (radiance: number): number => (radiance > 0 ? SCALE * curve(Math.min(radiance, RADIANCE_MAX)) : 0)

export function decode(value: number): number {
  const x = Math.max(0, value) / SCALE
  if (x <= LINEAR_END_ENCODED) return x / A
  return x <= POWER_END_ENCODED ? ((x - D) / B) ** (1 / C) : Math.exp((x - G) / E) - F
}

/** Multiplier that brings the picture's geometric mean luminance, taken over blocks of 16 pixels, to 0.18. */
export function autoExposure(color: Float32Array, width: number, height: number): number {
  const block = 16
  let stops = 0
  let count = 0
  for (let by = 0; by < height; by += block) {
    for (let bx = 0; bx < width; bx += block) {
      let sum = 0
      let pixels = 0
      for (let y = by; y < Math.min(height, by + block); y++) {
        for (let x = bx; x < Math.min(width, bx + block); x++) {
          const o = (y * width + x) * 3
          const l = 0.212671 * (color[o] ?? 0) + 0.71516 * (color[o + 1] ?? 0) + 0.072169 * (color[o + 2] ?? 0)
          if (Number.isFinite(l)) sum += l
          pixels++
        }
      }
      const mean = sum / pixels
      if (mean > 1e-8) {
        stops += Math.log2(mean)
        count++
      }
    }
  }
  return count === 0 ? 1 : 0.18 / 2 ** (stops / count)
}
