import { describe, expect, it } from 'vitest'
import { mixShown } from './backdrop-gradient'
import { toOklab } from './oklab'
import { exposureScale, inverseToneMap, srgbToLinear, toneMap } from './tone-map'

type Rgb = [number, number, number]
const EXPOSURE = 0.5
const radiance = (display: Rgb): Rgb => inverseToneMap(display).map((v) => v / exposureScale(EXPOSURE)) as Rgb
const shown = (light: Rgb): Rgb => toneMap(...(light.map((v) => v * exposureScale(EXPOSURE)) as Rgb))
const lightness = (light: Rgb): number => toOklab(shown(light).map(srgbToLinear) as Rgb)[0]

describe('a backdrop gradient', () => {
  const [blue, orange]: [Rgb, Rgb] = [radiance([0.15, 0.25, 0.6]), radiance([0.95, 0.6, 0.3])]

  it('begins and ends in the very colours that were chosen', () => {
    expect(mixShown(blue, orange, 0, EXPOSURE)).toEqual(blue)
    expect(mixShown(blue, orange, 1, EXPOSURE)).toEqual(orange)
  })

  it('rises in lightness by even steps, with no band that is darker or harsher than its neighbours', () => {
    const steps = Array.from({ length: 11 }, (_, i) => lightness(mixShown(blue, orange, i / 10, EXPOSURE)))
    const rises = steps.slice(1).map((l, i) => l - (steps[i] ?? 0))
    expect(Math.max(...rises) / Math.min(...rises)).toBeLessThan(1.15)
  })

  it('gives no more light than its ends where the picture is already white', () => {
    const bright: Rgb = [3, 3.2, 3.4]
    const brighter: Rgb = [5, 5, 5]
    for (const k of [0.2, 0.5, 0.8]) expect(Math.max(...mixShown(bright, brighter, k, 0))).toBeLessThanOrEqual(5)
  })
})
