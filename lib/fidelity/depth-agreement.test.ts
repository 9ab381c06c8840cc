import { describe, expect, it } from 'vitest'
import type { GreyPicture } from './control-pictures'
import { depthAgreement } from './depth-agreement'
import type { ExactPasses } from './exact-passes'
import { drawPasses, FACING } from './testing/drawn-passes'
import { standInEstimate } from './testing/stand-in-estimate'

const [WALL, CARD, NOTE] = [1, 2, 3]

/** A card at 2 m before a wall at 4 m, with a note on the wall, 1 mm before it, and nothing above. */
const scene = drawPasses(120, 90, (x, y) => {
  if (x >= 40 && x < 70 && y >= 30 && y < 70) return { id: CARD, depth: 2, normal: FACING }
  if (x >= 96 && x < 106 && y >= 60 && y < 74) return { id: NOTE, depth: 3.999, normal: FACING }
  return y < 12 ? null : { id: WALL, depth: 4, normal: FACING }
})
const flawless = { curve: 1, softness: 0.3, grain: 0, waves: 0 }
const agreement = (estimate: GreyPicture, id: number, passes: ExactPasses = scene): number | null => depthAgreement(estimate, passes)(id)
const recoloured = ({ width, height, pixels }: GreyPicture, change: (value: number) => number): GreyPicture => ({ width, height, pixels: pixels.map(change) })

describe('the agreement of depth', () => {
  it('is whole for an estimate without errors, of any scale and shift', () => {
    const estimate = standInEstimate(scene, flawless)
    expect(agreement(estimate, CARD)).toBeGreaterThan(0.98)
    expect(agreement(estimate, WALL)).toBeGreaterThan(0.98)
    const faint = recoloured(estimate, (value) => 40 + value / 3)
    expect(agreement(faint, CARD)).toBeGreaterThan(0.98)
  })

  it('is none where the estimate is even, or the wrong way round', () => {
    const estimate = standInEstimate(scene, flawless)
    expect(
      agreement(
        recoloured(estimate, () => 90),
        CARD,
      ),
    ).toBe(0)
    expect(
      agreement(
        recoloured(estimate, (value) => 255 - value),
        CARD,
      ),
    ).toBe(0)
  })

  it('is none for an object that is not there', () => {
    const empty = drawPasses(120, 90, (_, y) => (y < 12 ? null : { id: WALL, depth: 4, normal: FACING }))
    expect(agreement(standInEstimate(empty, flawless), CARD)).toBeLessThan(0.1)
  })

  it('falls the further an object lies from its place', () => {
    const shares = [0, 4, 8, 16].map((by) => {
      const moved = drawPasses(120, 90, (x, y) =>
        x >= 40 + by && x < 70 + by && y >= 30 && y < 70 ? { id: CARD, depth: 2, normal: FACING } : y < 12 ? null : { id: WALL, depth: 4, normal: FACING },
      )
      return agreement(standInEstimate(moved, flawless), CARD) ?? -1
    })
    expect(shares).toEqual([...shares].sort((a, b) => b - a))
    expect(shares.at(-1)).toBeLessThan(0.3)
  })

  it('is not judged where exact depth hardly varies, nor for what is not in sight', () => {
    const estimate = standInEstimate(scene, flawless)
    expect(agreement(estimate, NOTE)).toBeNull()
    expect(agreement(estimate, 9)).toBeNull()
    const wall = drawPasses(40, 30, () => ({ id: WALL, depth: 3, normal: FACING }))
    expect(agreement({ width: 40, height: 30, pixels: new Uint8Array(1200).fill(7) }, WALL, wall)).toBeNull()
  })

  it('counts nothing behind an object as infinitely far', () => {
    const alone = drawPasses(80, 60, (x, y) => (x >= 30 && x < 50 && y >= 20 && y < 40 ? { id: CARD, depth: 2, normal: FACING } : null))
    expect(agreement(standInEstimate(alone, flawless), CARD, alone)).toBeGreaterThan(0.95)
  })
})
