import { describe, expect, test } from 'vitest'
import { ASPECT_RATIOS, outputPixels } from '@/lib/domain/aspect-ratio'
import { nearestPixels, nearestRatio } from './pixels'

const LIMITS = { step: 16, sideMin: 256, sideMax: 2048 }

describe('the size that a model is asked for', () => {
  test('is the wanted one where the model makes it', () => {
    expect(nearestPixels({ width: 1024, height: 512 }, LIMITS)).toEqual({ width: 1024, height: 512 })
  })

  test('is rounded up to whole steps, so that nothing has to be stretched', () => {
    expect(nearestPixels({ width: 1001, height: 513 }, LIMITS)).toEqual({ width: 1008, height: 528 })
  })

  test('shrinks to the longest side and grows to the shortest, with the ratio kept', () => {
    expect(nearestPixels({ width: 4096, height: 2048 }, LIMITS)).toEqual({ width: 2048, height: 1024 })
    expect(nearestPixels({ width: 256, height: 128 }, LIMITS)).toEqual({ width: 512, height: 256 })
  })

  test('keeps to the longest side where the shortest would ask for more', () => {
    expect(nearestPixels({ width: 4000, height: 100 }, LIMITS)).toEqual({ width: 2048, height: 256 })
  })

  test.each(ASPECT_RATIOS)('never passes the area, at %s', (ratio) => {
    const { width, height } = nearestPixels(outputPixels(ratio, 2048), { step: 16, sideMin: 64, sideMax: 4096, areaMax: 4_000_000 })
    expect(width * height).toBeLessThanOrEqual(4_000_000)
    expect(width * height).toBeGreaterThan(3_800_000)
  })
})

test('the ratio that a model is asked for is the wanted one, or the nearest that it has', () => {
  expect(nearestRatio('16:9', ['1:1', '16:9'])).toBe('16:9')
  expect(nearestRatio('4:5', ['1:1', '3:4', '16:9'])).toBe('3:4')
  expect(nearestRatio('4:5', [])).toBe('4:5')
})
