import { srgbToLinear } from '@/lib/scene/tone-map'
import type { Rgb } from '../studio-scene'

/** `#rrggbb` to linear Rec. 709. */
export function hexToLinear(hex: string): Rgb {
  const at = (i: number): number => srgbToLinear(Number.parseInt(hex.slice(1 + i * 2, 3 + i * 2), 16) / 255)
  return [at(0), at(1), at(2)]
}

export const luminance = (c: Rgb): number => 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]
export const scale = (c: Rgb, k: number): Rgb => [c[0] * k, c[1] * k, c[2] * k]
export const multiply = (a: Rgb, b: Rgb): Rgb => [a[0] * b[0], a[1] * b[1], a[2] * b[2]]
export const blend = (a: Rgb, b: Rgb, t: number): Rgb => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t]

/** Colour of light from −1 cool to 1 warm, of luminance 1: about 3,000 K and 10,000 K at the ends. */
export function temperatureColor(temperature: number): Rgb {
  const warm: Rgb = [1.32, 0.97, 0.6]
  const cool: Rgb = [0.76, 0.98, 1.36]
  const tint = blend([1, 1, 1], temperature >= 0 ? warm : cool, Math.abs(temperature))
  return scale(tint, 1 / luminance(tint))
}

/** The same hue at luminance 1, so that tinting a light does not dim it. */
export function normalized(c: Rgb): Rgb {
  const l = luminance(c)
  return l > 1e-4 ? scale(c, 1 / l) : [1, 1, 1]
}
