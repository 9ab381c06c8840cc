import type { Look } from '@/lib/domain/look/look'
import { fromOklab, type Lab, toOklab } from '@/lib/scene/oklab'
import { exposureScale, linearToSrgb, srgbToLinear, toneMap } from '@/lib/scene/tone-map'
import type { Rgb } from '../studio-scene'
import { temperatureColor } from './color'

/** What happens to the picture after tone mapping. Neutral is all zeros. */
export type Grade = Look['grade'] & {
  /** Mean and spread of a reference in Oklab, and how far the picture moves towards them, 0 to 1. */
  palette: { mean: Lab; spread: Lab; strength: number } | null
}

export type Development = {
  width: number
  height: number
  /** Stops. */
  exposure: number
  grade: Grade
  seed: number
}

/**
 * Linear radiance to 8-bit sRGB, 3 bytes a pixel: exposure, white balance and vignette as a lens and film would do them, tone
 * mapping, then the grade in Oklab, grain and dither. The same input gives the same bytes.
 */
export function develop(radiance: Float32Array, { width, height, exposure, grade, seed }: Development): Uint8Array {
  const k = exposureScale(exposure)
  const balance = grade.temperature === 0 ? ([1, 1, 1] as Rgb) : temperatureColor(grade.temperature * 0.55)
  const graded = needsLab(grade)
  const labs = graded ? new Float32Array(width * height * 3) : null
  const display = new Float32Array(width * height * 3)
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++, o += 3) {
      const v = k * (grade.vignette > 0 ? vignetteAt(x, y, width, height, grade.vignette) : 1)
      const shown = toneMap((radiance[o] ?? 0) * v * balance[0], (radiance[o + 1] ?? 0) * v * balance[1], (radiance[o + 2] ?? 0) * v * balance[2])
      if (labs) labs.set(toOklab(linear(shown)), o)
      else display.set(shown, o)
    }
  }
  if (labs) {
    const adjust = makeAdjustment(grade, labs)
    const lab: Lab = [0, 0, 0]
    for (let o = 0; o < labs.length; o += 3) {
      lab[0] = labs[o] ?? 0
      lab[1] = labs[o + 1] ?? 0
      lab[2] = labs[o + 2] ?? 0
      adjust(lab)
      const rgb = fromOklab(lab)
      for (let c = 0; c < 3; c++) display[o + c] = linearToSrgb(Math.min(1, Math.max(0, rgb[c] ?? 0)))
    }
  }
  return quantise(display, width, grade.grain, seed)
}

export const NEUTRAL_GRADE: Grade = {
  temperature: 0,
  saturation: 0,
  contrast: 0,
  monochrome: false,
  sepia: false,
  pastel: false,
  cinematic: false,
  grain: 0,
  vignette: 0,
  palette: null,
}

const linear = (c: Rgb): Rgb => [srgbToLinear(c[0]), srgbToLinear(c[1]), srgbToLinear(c[2])]

const needsLab = (g: Grade): boolean => g.saturation !== 0 || g.contrast !== 0 || g.monochrome || g.sepia || g.pastel || g.cinematic || g.palette !== null

/** Natural falloff towards the corners: 1 in the middle. */
function vignetteAt(x: number, y: number, width: number, height: number, amount: number): number {
  const dx = (x + 0.5) / width - 0.5
  const dy = (y + 0.5) / height - 0.5
  const r2 = (dx * dx + dy * dy) * 2
  return 1 / (1 + amount * 1.5 * r2 * r2 + amount * 0.35 * r2) ** 2
}

function makeAdjustment(grade: Grade, labs: Float32Array): (lab: Lab) => void {
  const move = grade.palette && grade.palette.strength > 0 ? paletteMove(grade.palette, labs) : null
  const saturation = (1 + grade.saturation * (grade.saturation > 0 ? 0.75 : 0.9)) * (grade.pastel ? 0.72 : 1) * (grade.cinematic ? 0.95 : 1)
  const contrast = grade.contrast + (grade.cinematic ? 0.16 : 0) - (grade.pastel ? 0.25 : 0)
  return (lab) => {
    move?.(lab)
    lab[0] = curve(lab[0], contrast)
    if (grade.pastel) lab[0] = lab[0] + (1 - lab[0]) * 0.3 * lab[0]
    if (grade.monochrome || grade.sepia) {
      lab[1] = grade.sepia ? 0.017 * Math.sin(Math.PI * Math.min(1, lab[0])) : 0
      lab[2] = grade.sepia ? 0.05 * Math.sin(Math.PI * Math.min(1, lab[0] * 0.95)) : 0
      return
    }
    lab[1] *= saturation
    lab[2] *= saturation
    if (grade.cinematic) {
      const light = Math.min(1, Math.max(0, (lab[0] - 0.25) / 0.55))
      lab[1] += -0.02 * (1 - light) + 0.012 * light
      lab[2] += -0.026 * (1 - light) + 0.026 * light
    }
  }
}

/** An S through 0, the middle and 1; negative amounts flatten it. */
function curve(l: number, amount: number): number {
  if (amount === 0) return l
  const x = Math.min(1, Math.max(0, l))
  const s = x * x * (3 - 2 * x)
  return amount > 0 ? x + (s - x) * amount * 1.1 : x + (0.5 - x) * -amount * 0.35
}

/** Moves colours so that the picture's mean and spread come nearer to the reference's. Lightness moves least: it carries the shapes. */
function paletteMove(palette: NonNullable<Grade['palette']>, labs: Float32Array): (lab: Lab) => void {
  const { mean, spread } = statistics(labs)
  const s = palette.strength
  const gain = ([0, 1, 2] as const).map((c) => {
    const ratio = palette.spread[c] / Math.max(0.012, spread[c])
    const limited = Math.min(1.5, Math.max(0.75, ratio))
    return 1 + (limited - 1) * s * (c === 0 ? 0.25 : 0.6)
  })
  const shift = ([0, 1, 2] as const).map((c) => (palette.mean[c] - mean[c]) * s * (c === 0 ? 0.18 : 0.7))
  return (lab) => {
    // Black stays black and white stays white: the tint lives in the middle.
    const middle = Math.min(1, 4 * Math.max(0, lab[0]) * Math.max(0, 1.08 - lab[0]))
    for (const c of [0, 1, 2] as const) {
      const moved = mean[c] + (lab[c] - mean[c]) * (gain[c] ?? 1) + (shift[c] ?? 0)
      lab[c] += (moved - lab[c]) * middle
    }
  }
}

/** Mean and standard deviation of each channel of Oklab pixels. */
export function statistics(labs: Float32Array): { mean: Lab; spread: Lab } {
  const mean: Lab = [0, 0, 0]
  const square: Lab = [0, 0, 0]
  const n = labs.length / 3
  for (let o = 0; o < labs.length; o += 3) {
    for (const c of [0, 1, 2] as const) {
      const v = labs[o + c] ?? 0
      mean[c] += v / n
      square[c] += (v * v) / n
    }
  }
  const spread = ([0, 1, 2] as const).map((c) => Math.sqrt(Math.max(0, square[c] - mean[c] ** 2)))
  return { mean, spread: [spread[0] ?? 0, spread[1] ?? 0, spread[2] ?? 0] }
}

function hash(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x8da6b343) ^ Math.imul(y, 0xd8163841) ^ Math.imul(seed, 0xcb1ab31f)
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296
}

/** Eight bits with grain and a dither of under one step, which keeps gradients from banding. */
function quantise(display: Float32Array, width: number, grain: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(display.length)
  // Grain has the size of film's at any resolution: about 1,100 grains across.
  const cell = Math.max(1, width / 1100)
  for (let i = 0, o = 0; o < display.length; i++, o += 3) {
    const x = i % width
    const y = Math.floor(i / width)
    const dither = (hash(x, y, seed) + hash(x, y, seed + 7919) - 1) * 0.5
    const luma = 0.3 * (display[o] ?? 0) + 0.59 * (display[o + 1] ?? 0) + 0.11 * (display[o + 2] ?? 0)
    const gx = Math.floor(x / cell)
    const gy = Math.floor(y / cell)
    const noise =
      grain > 0 ? hash(gx, gy, seed + 1) + hash(gx, gy, seed + 2) + 0.5 * (hash(gx >> 1, gy >> 1, seed + 3) + hash(gx >> 1, gy >> 1, seed + 4)) - 1.5 : 0
    const add = noise * grain * 0.07 * (0.35 + 2.6 * luma * (1 - luma))
    for (let c = 0; c < 3; c++) bytes[o + c] = Math.max(0, Math.min(255, Math.round(((display[o + c] ?? 0) + add) * 255 + dither)))
  }
  return bytes
}
