import { describe, expect, it } from 'vitest'
import type { StudioScene } from '../studio-scene'
import { packGradient } from './pack-gradient'

const background: StudioScene['background'] = { kind: 'gradient', bottom: [0.1, 0.2, 0.3], top: [0.5, 0.4, 0.2] }

describe('the table of a gradient', () => {
  it('begins at the bottom colour, ends at the top colour, and spans all directions unless told otherwise', () => {
    const { colors, from, stepsPerHeight } = packGradient({ background, exposure: 0 })
    expect([...colors.subarray(0, 3)]).toEqual([...Float32Array.from(background.bottom)])
    expect([...colors.subarray(-3)]).toEqual([...Float32Array.from(background.top)])
    expect(from + (colors.length / 3 - 1) / stepsPerHeight).toBeCloseTo(1)
    expect(from).toBe(-1)
  })

  it('spans the heights that are given', () => {
    const { from, stepsPerHeight, colors } = packGradient({ background: { ...background, from: 0, to: 0.5 }, exposure: 0 })
    expect([from, from + (colors.length / 3 - 1) / stepsPerHeight]).toEqual([0, 0.5])
  })
})
