import { describe, expect, test } from 'vitest'
import { ASPECT_RATIOS, IMAGE_SIZES, outputPixels, ratioValue } from '@/lib/domain/aspect-ratio'
import { anySize, nearestOfThree } from './sizes'

test('of three sizes the one with the nearest ratio is asked for', () => {
  expect(nearestOfThree({ width: 1600, height: 900 })).toEqual({ width: 1536, height: 1024 })
  expect(nearestOfThree({ width: 900, height: 1600 })).toEqual({ width: 1024, height: 1536 })
  expect(nearestOfThree({ width: 1100, height: 1000 })).toEqual({ width: 1024, height: 1024 })
})

describe.each(ASPECT_RATIOS)('where any size can be had, at %s', (ratio) => {
  test.each(IMAGE_SIZES)('size %i lies within the limits, and holds what is wanted with less than 5 %% to cut off', (size) => {
    const wanted = outputPixels(ratio, size)
    const { width, height } = anySize(wanted)
    expect([width % 16, height % 16]).toEqual([0, 0])
    expect(width * height).toBeGreaterThanOrEqual(655_360)
    expect(width * height).toBeLessThanOrEqual(8_294_400)
    expect(Math.max(width, height)).toBeLessThanOrEqual(3840)
    expect(Math.max(width / height, height / width)).toBeLessThanOrEqual(3)
    expect(Math.abs(Math.log(width / height / ratioValue(ratio)))).toBeLessThan(0.05)
    expect(width).toBeGreaterThanOrEqual(wanted.width)
    expect(height).toBeGreaterThanOrEqual(wanted.height)
  })
})
