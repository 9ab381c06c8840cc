import { describe, expect, test } from 'vitest'
import { composite } from './composite'
import type { Influence } from './influence'
import { objectMask } from './object-mask'

const WIDTH = 64
const HEIGHT = 48
const size = { width: WIDTH, height: HEIGHT }
const draw = (id: (x: number, y: number) => number): Uint16Array => Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => id(i % WIDTH, Math.floor(i / WIDTH)))
/** A square of 10 pixels before a floor. */
const ids = draw((x, y) => (x >= 20 && x < 30 && y >= 20 && y < 30 ? 7 : y > 15 ? 2 : 0))
const at = (mask: Uint8Array | null, x: number, y: number): number => mask?.[y * WIDTH + x] ?? -1
/** In a picture 64 wide, so many pixels. */
const pixels = (n: number): number => n * (1024 / WIDTH)

describe('the mask of an object', () => {
  test('without growing is the object and nothing else', () => {
    const mask = objectMask(ids, 7, size, { grow: 0, influence: null })
    expect(mask).toEqual(Uint8Array.from(ids, (id) => (id === 7 ? 255 : 0)))
  })

  test('is null where the object is not in sight', () => {
    expect(objectMask(ids, 5, size, { grow: 4, influence: null })).toBeNull()
  })

  test('grown by n pixels is full on the object, soft within the n pixels, and 0 beyond them', () => {
    const mask = objectMask(ids, 7, size, { grow: pixels(6), influence: null })
    expect(ids.every((id, i) => id !== 7 || mask?.[i] === 255)).toBe(true)
    const row = Array.from({ length: 9 }, (_, k) => at(mask, 29 + k, 25))
    expect(row.slice(0, 4)).toEqual([255, 255, 255, 255])
    expect(row.slice(4, 7).every((value) => value > 0 && value < 255)).toBe(true)
    expect([...row].sort((a, b) => b - a)).toEqual(row)
    expect(row.slice(7)).toEqual([0, 0])
    // Growing is round, so the corner of the square does not reach the corner of the larger one.
    expect([at(mask, 29 + 4, 29 + 4), at(mask, 29 + 5, 29 + 5)].map((value) => value > 0)).toEqual([true, false])
  })

  test('reaches as far in a larger picture, seen as a share of it', () => {
    const large = Uint16Array.from({ length: 256 * 192 }, (_, i) => ids[Math.floor(i / 256 / 4) * WIDTH + Math.floor((i % 256) / 4)] ?? 0)
    const mask = objectMask(large, 7, { width: 256, height: 192 }, { grow: pixels(4), influence: null })
    expect([mask?.[100 * 256 + 119 + 16], mask?.[100 * 256 + 119 + 17]].map((value) => (value ?? 0) > 0)).toEqual([true, false])
  })

  test('includes where it changes the picture, not what is too weak to be seen nor a single noisy pixel', () => {
    const coarse = { width: 32, height: 24 }
    const levels = new Float32Array(32 * 24).fill(1)
    // A shadow to the right of the square, and one stray pixel in the corner.
    for (let y = 13; y < 16; y++) for (let x = 15; x < 26; x++) levels[y * 32 + x] = 40
    levels[2 * 32 + 2] = 20
    const influence: Influence = { ...coarse, levels }
    const plain = objectMask(ids, 7, size, { grow: 0, influence: null })
    const mask = objectMask(ids, 7, size, { grow: 0, influence })
    expect([at(plain, 44, 29), at(mask, 44, 29)]).toEqual([0, 255])
    expect([at(mask, 4, 4), at(mask, 8, 40), at(mask, 44, 10)]).toEqual([0, 0, 0])
  })
})

describe('a composite', () => {
  const noise = (seed: number, length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (Math.imul(i + 1, seed) >>> 9) & 255)

  test('is the picture before to the byte where the mask is 0, the other where it is 255, and between them elsewhere', () => {
    const mask = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => [0, 255, 100][i % 3] ?? 0)
    const [base, changed] = [noise(2654435761, mask.length * 3), noise(40503, mask.length * 3)]
    const mixed = composite(base, changed, mask, 3)
    mixed.forEach((value, at) => {
      const [before, after, weight] = [base[at] ?? 0, changed[at] ?? 0, mask[Math.floor(at / 3)] ?? 0]
      if (weight === 0) expect(value).toBe(before)
      else if (weight === 255) expect(value).toBe(after)
      else expect(value >= Math.min(before, after) && value <= Math.max(before, after)).toBe(true)
    })
  })

  test('of pictures of two sizes is refused', () => {
    expect(() => composite(new Uint8Array(12), new Uint8Array(9), new Uint8Array(4), 3)).toThrow()
  })
})
