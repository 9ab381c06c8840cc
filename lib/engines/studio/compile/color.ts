import { srgbToLinear } from '@/lib/scene/tone-map'
import type { Rgb } from '../studio-scene'

/** `#rrggbb` as display values, 0 to 1. */
export function parseHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16)
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]
}

/** `#rrggbb` as linear light. */
export const linearHex = (hex: string): Rgb => {
  const [r, g, b] = parseHex(hex)
  return [srgbToLinear(r), srgbToLinear(g), srgbToLinear(b)]
}

export const scaleRgb = ([r, g, b]: Rgb, k: number): Rgb => [r * k, g * k, b * k]
