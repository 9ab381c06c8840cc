import { describe, expect, it } from 'vitest'
import { alignmentWords, clampPlace, fit, panBy, scaleOf, transformOf, zoomAt } from './view-math'

const BOX = { width: 400, height: 300 }
const WHOLE = { zoom: 1, x: 0.5, y: 0.5 }

describe('the place of a picture in its view', () => {
  it('fits the longer way', () => {
    expect(fit(BOX, 2)).toEqual({ width: 400, height: 200 })
    expect(fit(BOX, 0.5)).toEqual({ width: 150, height: 300 })
    expect(scaleOf(2, BOX, { width: 800, height: 600 })).toBe(1)
  })

  it('keeps the point under the pointer where it is while zooming', () => {
    const point = { x: 60, y: -30 }
    const before = { x: 0.5 + point.x / 400, y: 0.5 + point.y / 300 }
    const { zoom, x, y } = zoomAt(WHOLE, 4, point, BOX, BOX)
    expect(zoom).toBe(4)
    expect(x + point.x / (400 * zoom)).toBeCloseTo(before.x)
    expect(y + point.y / (300 * zoom)).toBeCloseTo(before.y)
  })

  it('never shows more emptiness than it must', () => {
    expect(clampPlace({ zoom: 2, x: 0, y: 1 }, BOX, BOX)).toEqual({ zoom: 2, x: 0.25, y: 0.75 })
    expect(clampPlace({ zoom: 0.1, x: 0, y: 1 }, BOX, BOX)).toEqual(WHOLE)
    expect(clampPlace({ zoom: 1.5, x: 0.1, y: 0.1 }, { width: 900, height: 300 }, BOX)).toMatchObject({ x: 0.5 })
    expect(panBy({ zoom: 2, x: 0.5, y: 0.5 }, { x: 80, y: -5000 }, BOX, BOX)).toEqual({ zoom: 2, x: 0.4, y: 0.75 })
  })

  it('needs no transform where all of it shows', () => {
    expect(transformOf(WHOLE)).toBeUndefined()
    expect(transformOf({ zoom: 2, x: 0.25, y: 0.5 })).toBe('translate(50%, 0%) scale(2)')
  })

  it('is explained where sizes or ratios differ, and only there', () => {
    const a = { letter: 'A', width: 1024, height: 768 }
    expect(alignmentWords([a, { ...a, letter: 'B' }])).toBeNull()
    expect(alignmentWords([a, { letter: 'B', width: 2048, height: 1536 }])).toBe('Different sizes: shown equally large. A 1024 × 768, B 2048 × 1536.')
    expect(alignmentWords([a, { letter: 'B', width: 768, height: 768 }])).toMatch(/^Different ratios: each is shown whole, centred/)
  })
})
