import { describe, expect, test } from 'vitest'
import { ciede2000 } from './ciede2000'
import { measureDrift } from './drift'

describe('CIEDE2000', () => {
  // Pairs from the data that Sharma, Wu and Dalal published to check implementations with.
  test.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 3.1571, -77.2803], [50, 0, -82.7485], 2.8615],
    [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
    [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
    [[50, 2.5, 0], [50, 0, -2.5], 4.3065],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[50, 2.5, 0], [58, 24, 15], 19.4535],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
    [[90.8027, -2.0831, 1.441], [91.1528, -1.6435, 0.0447], 1.4441],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ] as const)('says of %j and %j what is published', ([l1, a1, b1], [l2, a2, b2], expected) => {
    expect(ciede2000(l1, a1, b1, l2, a2, b2)).toBeCloseTo(expected, 4)
    expect(ciede2000(l2, a2, b2, l1, a1, b1)).toBeCloseTo(expected, 4)
  })
})

const size = { width: 37, height: 29 }
/** A picture with structure: soft waves of colour. */
const picture = Uint8Array.from({ length: size.width * size.height * 3 }, (_, i) => {
  const pixel = Math.floor(i / 3)
  return Math.round(128 + 70 * Math.sin((pixel % size.width) / 3 + (i % 3)) * Math.cos(Math.floor(pixel / size.width) / 4))
})
const changed = (by: (value: number, index: number) => number): Uint8Array => picture.map((value, index) => Math.max(0, Math.min(255, by(value, index))))
const drift = (now: Uint8Array) => {
  const result = measureDrift(picture, now, size)
  if (!result) throw new Error('The pictures are the same.')
  return result
}

describe('drift', () => {
  test('is nothing for the same bytes, and something for a single bit', () => {
    expect(measureDrift(picture, picture.slice(), size)).toBeNull()
    const one = picture.slice()
    one[500] = (one[500] ?? 0) ^ 1
    const { meanDeltaE, p95DeltaE, ssim } = drift(one)
    expect(meanDeltaE).toBeGreaterThan(0)
    expect(meanDeltaE).toBeLessThan(0.01)
    expect(p95DeltaE).toBe(0)
    expect(ssim).toBeGreaterThan(0.999)
  })

  test('grows with the change', () => {
    const [little, more] = [drift(changed((value) => value + 4)), drift(changed((value) => value + 24))]
    expect(more.meanDeltaE).toBeGreaterThan(little.meanDeltaE * 3)
    expect(more.p95DeltaE).toBeGreaterThan(little.p95DeltaE * 3)
    expect(little.p95DeltaE).toBeGreaterThanOrEqual(little.meanDeltaE * 0.9)
  })

  test('tells a change of light, which keeps the structure, from another picture, which does not', () => {
    expect(drift(changed((value) => value + 12)).ssim).toBeGreaterThan(0.95)
    const mirrored = changed((_, index) => picture[picture.length - 3 - (index - (index % 3)) + (index % 3)] ?? 0)
    expect(drift(mirrored).ssim).toBeLessThan(0.5)
  })

  test('is the largest there is between black and white', () => {
    const black = new Uint8Array(12 * 12 * 3)
    const result = measureDrift(
      black,
      black.map(() => 255),
      { width: 12, height: 12 },
    )
    expect(result?.meanDeltaE).toBeCloseTo(100, 1)
    expect(result?.p95DeltaE).toBeCloseTo(100, 1)
    expect(result?.ssim).toBeLessThan(0.01)
  })

  test('is measured in pictures smaller than its windows, and refused for different sizes', () => {
    expect(measureDrift(new Uint8Array(3), Uint8Array.of(9, 9, 9), { width: 1, height: 1 })?.meanDeltaE).toBeGreaterThan(0)
    expect(() => measureDrift(picture, picture.slice(3), size)).toThrow(RangeError)
  })
})
