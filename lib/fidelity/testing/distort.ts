import type { ColourPicture } from '../score-fidelity'
import { randomFrom } from './random'

type Rgb = [number, number, number]

/** A picture read anew: `from` says where a pixel comes from, in pixels; between pixels it is mixed, beyond the frame the border goes on. */
export function remap({ width, height, rgb }: ColourPicture, from: (x: number, y: number) => [number, number]): ColourPicture {
  const out = new Uint8Array(rgb.length)
  const at = (x: number, y: number, c: number): number => rgb[(Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))) * 3 + c] ?? 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = from(x, y)
      const [left, top] = [Math.floor(u), Math.floor(v)]
      const [s, t] = [u - left, v - top]
      for (let c = 0; c < 3; c++) {
        const above = at(left, top, c) * (1 - s) + at(left + 1, top, c) * s
        const below = at(left, top + 1, c) * (1 - s) + at(left + 1, top + 1, c) * s
        out[(y * width + x) * 3 + c] = Math.round(above * (1 - t) + below * t)
      }
    }
  }
  return { width, height, rgb: out }
}

export const shift = (picture: ColourPicture, dx: number, dy: number): ColourPicture => remap(picture, (x, y) => [x - dx, y - dy])

/** About the middle. */
export function scale(picture: ColourPicture, factor: number): ColourPicture {
  const [cx, cy] = [picture.width / 2, picture.height / 2]
  return remap(picture, (x, y) => [cx + (x - cx) / factor, cy + (y - cy) / factor])
}

/** Waves of about a fifth of the picture that move things by up to `amount` pixels. */
export function warp(picture: ColourPicture, amount: number): ColourPicture {
  const turn = (2 * Math.PI) / (picture.width / 5)
  return remap(picture, (x, y) => [x + amount * Math.sin(y * turn), y + amount * Math.cos(x * turn)])
}

/** Changes the colour of each pixel, 0 to 255 a component, and nothing else. */
export function recolour({ width, height, rgb }: ColourPicture, change: (colour: Rgb, x: number, y: number) => Rgb): ColourPicture {
  const out = new Uint8Array(rgb.length)
  for (let i = 0; i < width * height; i++) {
    const changed = change([rgb[i * 3] ?? 0, rgb[i * 3 + 1] ?? 0, rgb[i * 3 + 2] ?? 0], i % width, Math.floor(i / width))
    for (let c = 0; c < 3; c++) out[i * 3 + c] = Math.round(Math.min(255, Math.max(0, changed[c] ?? 0)))
  }
  return { width, height, rgb: out }
}

/** Teal shadows, orange lights, more contrast. */
export const grade = (picture: ColourPicture): ColourPicture =>
  recolour(picture, ([r, g, b]) => {
    const light = (r + g + b) / 765
    const contrast = (value: number): number => (value - 128) * 1.3 + 128
    return [contrast(r) + 70 * (light - 0.4), contrast(g) + 10, contrast(b) + 90 * (0.5 - light)]
  })

/** Colours turned by a third of the circle. */
export const turnHue = (picture: ColourPicture): ColourPicture => recolour(picture, ([r, g, b]) => [b, r, g])

export const posterise = (picture: ColourPicture, levels: number): ColourPicture =>
  recolour(picture, (colour) => colour.map((value) => (Math.round((value / 255) * (levels - 1)) / (levels - 1)) * 255) as Rgb)

/** Day to night by numbers: a third of the light, and blue. */
export const darken = (picture: ColourPicture): ColourPicture => recolour(picture, ([r, g, b]) => [r * 0.38, g * 0.44, b * 0.6 + 8])

/** Each pixel takes the colour of one nearby, and some grain: what a brush does. */
export function paint(picture: ColourPicture, reach: number): ColourPicture {
  const random = randomFrom(5)
  const brushed = remap(picture, (x, y) => [Math.round(x + (random() * 2 - 1) * reach), Math.round(y + (random() * 2 - 1) * reach)])
  return recolour(brushed, ([r, g, b]) => {
    const grain = (random() - 0.5) * 24
    return [r + grain, g + grain, b + grain]
  })
}

/** The mean of the square of `2 × reach + 1` pixels. */
export function soften({ width, height, rgb }: ColourPicture, reach: number): ColourPicture {
  const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value))
  return recolour({ width, height, rgb }, (_, x, y) => {
    const sum: Rgb = [0, 0, 0]
    for (let v = y - reach; v <= y + reach; v++) {
      for (let u = x - reach; u <= x + reach; u++) {
        const i = (clamp(v, height - 1) * width + clamp(u, width - 1)) * 3
        for (let c = 0; c < 3; c++) sum[c] = (sum[c] ?? 0) + (rgb[i + c] ?? 0) / (2 * reach + 1) ** 2
      }
    }
    return sum
  })
}

/** Nothing but grain. */
export function noise(width: number, height: number): ColourPicture {
  const random = randomFrom(3)
  return recolour({ width, height, rgb: new Uint8Array(width * height * 3) }, () => [random() * 255, random() * 255, random() * 255])
}
