import { describe, expect, it } from 'vitest'
import { type Lab, toOklab } from '@/lib/scene/oklab'
import { inverseToneMap } from '@/lib/scene/tone-map'
import { develop, type Grade, NEUTRAL_GRADE } from './grade'

const [width, height] = [48, 32]
/** A ramp of light in three colours. */
const radiance = Float32Array.from({ length: width * height * 3 }, (_, i) => {
  const x = Math.floor(i / 3) % width
  const tint = [
    [1, 0.7, 0.4],
    [0.5, 0.8, 1],
    [0.8, 0.8, 0.8],
  ][Math.floor(i / 3 / width / 11)] ?? [1, 1, 1]
  return 2 ** ((x / width) * 8 - 6) * (tint[i % 3] ?? 1)
})
const shown = (grade: Partial<Grade>, seed = 1, exposure = 0): Uint8Array =>
  develop(radiance, { width, height, exposure, seed, grade: { ...NEUTRAL_GRADE, ...grade } })

function meanLab(bytes: Uint8Array): Lab {
  const mean: Lab = [0, 0, 0]
  for (let o = 0; o < bytes.length; o += 3) {
    const lab = toOklab([((bytes[o] ?? 0) / 255) ** 2.2, ((bytes[o + 1] ?? 0) / 255) ** 2.2, ((bytes[o + 2] ?? 0) / 255) ** 2.2])
    for (const c of [0, 1, 2] as const) mean[c] += (lab[c] * 3) / bytes.length
  }
  return mean
}
const spread = (bytes: Uint8Array): number => {
  const mean = bytes.reduce((a, b) => a + b, 0) / bytes.length
  return Math.sqrt(bytes.reduce((a, b) => a + (b - mean) ** 2, 0) / bytes.length)
}

describe('developing a picture', () => {
  it('shows a neutral picture as tone mapping alone would', () => {
    const flat = new Float32Array(30 * 30 * 3)
    for (let o = 0; o < flat.length; o += 3) flat.set(inverseToneMap([0.8, 0.5, 0.3]), o)
    const bytes = develop(flat, { width: 30, height: 30, exposure: 0, seed: 3, grade: NEUTRAL_GRADE })
    ;[0.8, 0.5, 0.3].forEach((wanted, c) => {
      const mean = bytes.filter((_, i) => i % 3 === c).reduce((a, b) => a + b, 0) / 900
      expect(mean).toBeCloseTo(wanted * 255, -0.3)
    })
  })

  it('gives the same bytes for the same seed, and other grain for another', () => {
    expect(shown({ grain: 0.6 }, 4)).toEqual(shown({ grain: 0.6 }, 4))
    expect(shown({ grain: 0.6 }, 4)).not.toEqual(shown({ grain: 0.6 }, 5))
  })

  it('is one stop brighter for one stop of exposure', () => {
    expect(meanLab(shown({}, 1, 1))[0]).toBeGreaterThan(meanLab(shown({}))[0] + 0.03)
  })

  it('warms, cools, saturates and mutes', () => {
    const neutral = meanLab(shown({}))
    expect(meanLab(shown({ temperature: 0.5 }))[2]).toBeGreaterThan(neutral[2] + 0.005)
    expect(meanLab(shown({ temperature: -0.5 }))[2]).toBeLessThan(neutral[2] - 0.005)
    expect(meanLab(shown({ saturation: 0.5 }))[2]).toBeGreaterThan(neutral[2])
    expect(meanLab(shown({ saturation: -0.5 }))[2]).toBeLessThan(neutral[2])
  })

  it('spreads tones for contrast and gathers them for less', () => {
    expect(spread(shown({ contrast: 0.5 }))).toBeGreaterThan(spread(shown({})) + 1)
    expect(spread(shown({ contrast: -0.5 }))).toBeLessThan(spread(shown({})) - 1)
  })

  it('has no colour in black and white and one in sepia', () => {
    const grey = shown({ monochrome: true })
    for (let o = 0; o < grey.length; o += 3) expect(Math.abs((grey[o] ?? 0) - (grey[o + 2] ?? 0))).toBeLessThanOrEqual(1)
    expect(meanLab(shown({ sepia: true }))[2]).toBeGreaterThan(0.01)
  })

  it('darkens corners and not the middle with a vignette', () => {
    const flat = new Float32Array(width * height * 3).fill(0.4)
    const bytes = develop(flat, { width, height, exposure: 0, seed: 1, grade: { ...NEUTRAL_GRADE, vignette: 0.8 } })
    const middle = ((height / 2) * width + width / 2) * 3
    const plain = develop(flat, { width, height, exposure: 0, seed: 1, grade: NEUTRAL_GRADE })
    expect(bytes[0]).toBeLessThan(0.8 * (bytes[middle] ?? 0))
    expect(Math.abs((bytes[middle] ?? 0) - (plain[middle] ?? 0))).toBeLessThan(4)
  })

  it('brings the picture nearer to the palette of a reference', () => {
    const palette = { mean: [0.6, 0.08, 0.09] as Lab, spread: [0.2, 0.03, 0.03] as Lab, strength: 0.6 }
    const distance = (bytes: Uint8Array): number => {
      const lab = meanLab(bytes)
      return Math.hypot(lab[1] - palette.mean[1], lab[2] - palette.mean[2])
    }
    expect(distance(shown({ palette }))).toBeLessThan(0.8 * distance(shown({})))
  })
})
