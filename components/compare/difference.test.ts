import { describe, expect, it } from 'vitest'
import { differenceOf, differenceWords } from './difference'

type Rgba = [number, number, number, number]
const picture = (...pixels: Rgba[]): Uint8ClampedArray => Uint8ClampedArray.from(pixels.flat())
const BLACK: Rgba = [0, 0, 0, 255]
const WHITE: Rgba = [255, 255, 255, 255]
const RED: Rgba = [200, 40, 40, 255]
const NONE: Rgba = [0, 0, 0, 0]

describe('the difference of two pictures', () => {
  it('is nothing between equal ones, and the map is grey', () => {
    const { pixels, share, mean } = differenceOf(picture(RED, WHITE), picture(RED, WHITE))
    expect([share, mean]).toEqual([0, 0])
    expect(pixels[0]).toBe(pixels[1])
    expect(pixels[1]).toBe(pixels[2])
  })

  it('is 1 between black and white, and brightest there', () => {
    const { pixels, share, mean } = differenceOf(picture(BLACK), picture(WHITE))
    expect(share).toBe(1)
    expect(mean).toBeCloseTo(1, 2)
    expect([...pixels]).toEqual([253, 242, 170, 255])
  })

  it('follows the eye: one step of a dark grey is not visible, a change of hue at one lightness is', () => {
    expect(differenceOf(picture([40, 40, 40, 255]), picture([41, 41, 41, 255])).share).toBe(0)
    expect(differenceOf(picture([150, 90, 90, 255]), picture([90, 115, 90, 255])).share).toBe(1)
  })

  it('grows in the map with the difference', () => {
    const lightness = (value: number): number => {
      const { pixels } = differenceOf(picture([100, 100, 100, 255]), picture([100 + value, 100 + value, 100 + value, 255]))
      return (pixels[0] ?? 0) + (pixels[1] ?? 0) + (pixels[2] ?? 0)
    }
    expect(lightness(60)).toBeGreaterThan(lightness(30))
    expect(lightness(120)).toBeGreaterThan(lightness(60))
  })

  it('counts nothing where one of them has no picture, and leaves the map empty there', () => {
    const { pixels, share } = differenceOf(picture(BLACK, RED), picture(NONE, RED))
    expect(share).toBe(0)
    expect([...pixels.subarray(0, 4)]).toEqual(NONE)
  })

  it('is told in a sentence', () => {
    expect(differenceWords({ share: 0, mean: 0.001 })).toBe('No visible difference.')
    expect(differenceWords({ share: 0.004, mean: 0.01 })).toMatch(/^Less than 1% of the picture/)
    expect(differenceWords({ share: 0.37, mean: 0.043 })).toMatch(/^37% of the picture looks different. On average by 4.3,/)
  })
})
