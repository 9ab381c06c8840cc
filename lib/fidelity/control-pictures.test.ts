import { describe, expect, it } from 'vitest'
import { depthPicture, linesPicture } from './control-pictures'
import { EDGE, findSceneEdges } from './scene-edges'
import { drawPasses, FACING } from './testing/drawn-passes'

/** A card at 2 m, 20 pixels wide, in front of a wall at 4 m that ends above. */
const cardAndWall = drawPasses(60, 40, (x, y) => {
  if (x >= 20 && x < 40 && y >= 15 && y < 30) return { id: 2, depth: 2, normal: FACING }
  return y < 5 ? null : { id: 1, depth: 4, normal: FACING }
})

describe('the depth picture', () => {
  it('is white where it is nearest, black where it is farthest and where there is nothing', () => {
    const { width, height, pixels } = depthPicture(cardAndWall)
    expect([width, height, pixels.length]).toEqual([60, 40, 2400])
    expect(pixels[20 * 60 + 30]).toBe(255)
    expect(pixels[10 * 60 + 30]).toBe(0)
    expect(pixels[0]).toBe(0)
  })

  it('is even in 1/depth', () => {
    const ramp = drawPasses(3, 1, (x) => ({ id: 1, depth: [1, 2, 4][x] ?? 0, normal: FACING }))
    expect([...depthPicture(ramp).pixels]).toEqual([255, 85, 0])
  })

  it('of a single distance is white, and of nothing black', () => {
    expect([...depthPicture(drawPasses(2, 1, () => ({ id: 1, depth: 3, normal: FACING }))).pixels]).toEqual([255, 255])
    expect([...depthPicture(drawPasses(2, 1, () => null)).pixels]).toEqual([0, 0])
  })
})

describe('the lines picture', () => {
  it('draws silhouettes, one pixel wide and on the side of what is nearer, and not the frame of the picture', () => {
    const { pixels } = linesPicture(cardAndWall)
    const white = [...pixels].flatMap((value, i) => (value > 0 ? [[i % 60, Math.floor(i / 60)] as const] : []))
    for (const [x, y] of white) {
      const onCard = x >= 20 && x < 40 && y >= 15 && y < 30 && (x === 20 || x === 39 || y === 15 || y === 29)
      expect(onCard || y === 5, `${x}, ${y}`).toBe(true)
    }
    expect(white).toHaveLength(2 * 20 + 2 * 13 + 60)
    expect(new Set(pixels)).toEqual(new Set([0, 255]))
  })

  it('draws thicker lines on larger pictures', () => {
    const large = drawPasses(1280, 16, (x) => (x < 640 ? { id: 1, depth: 2, normal: FACING } : null))
    expect([...linesPicture(large).pixels.subarray(0, 1280)].filter((value) => value > 0)).toHaveLength(2)
  })
})

describe('the edges of a scene', () => {
  it('have a fold as a crease that counts by its angle, across its direction', () => {
    const folded = (degrees: number) => {
      const half = (degrees * Math.PI) / 360
      return findSceneEdges(drawPasses(40, 20, (x) => ({ id: 1, depth: 3, normal: [(x < 20 ? -1 : 1) * Math.sin(half), 0, Math.cos(half)] })))
    }
    const row = (edges: ReturnType<typeof findSceneEdges>) => [...edges.kind.subarray(10 * 40, 11 * 40)].flatMap((kind, x) => (kind > 0 ? [[x, kind]] : []))
    expect(row(folded(90))).toEqual([[19, EDGE.crease]])
    expect(folded(90).across[10 * 40 + 19]).toBeCloseTo(0)
    expect(folded(90).weight[10 * 40 + 19]).toBeGreaterThan(folded(35).weight[10 * 40 + 19] ?? 1)
    expect(row(folded(10))).toEqual([])
  })

  it('have a jump of depth within one object, and none on a floor seen at a flat angle', () => {
    const floor = drawPasses(40, 40, (_, y) => ({ id: 1, depth: 10 / (y + 1), normal: [0, 1, 0] }))
    expect(findSceneEdges(floor).kind.every((kind) => kind === 0)).toBe(true)
    const step = drawPasses(40, 40, (x) => ({ id: 1, depth: x < 20 ? 2 : 2.2, normal: FACING }))
    const { kind, across } = findSceneEdges(step)
    expect([...kind.subarray(400, 440)].flatMap((value, x) => (value > 0 ? [[x, value]] : []))).toEqual([[19, EDGE.occlusion]])
    expect(across[419]).toBeCloseTo(0)
  })

  it('belong to what is nearer, and where two things touch to one of them', () => {
    const touching = drawPasses(20, 20, (_, y) => ({ id: y < 10 ? 2 : 1, depth: 3, normal: FACING }))
    const { kind } = findSceneEdges(touching)
    expect([kind[9 * 20 + 10], kind[10 * 20 + 10]]).toEqual([EDGE.outline, 0])
  })
})
