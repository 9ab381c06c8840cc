import { expect, it } from 'vitest'
import { blur, boxMean } from './blur'
import { squaredDistance } from './distance'
import { pointsByObject } from './edge-points'
import { findImageEdges } from './image-edges'
import { toLab } from './lab'
import { findSceneEdges } from './scene-edges'
import { drawPasses, FACING } from './testing/drawn-passes'
import { randomFrom } from './testing/random'

it('the distance transform is what trying every pixel gives', () => {
  const random = randomFrom(1)
  const [width, height] = [23, 17]
  const isSet = Uint8Array.from({ length: width * height }, () => (random() < 0.03 ? 1 : 0))
  const places = [...isSet].flatMap((value, i) => (value > 0 ? [i] : []))
  const expected = Array.from(isSet, (_, i) =>
    Math.min(...places.map((q) => ((q % width) - (i % width)) ** 2 + (Math.floor(q / width) - Math.floor(i / width)) ** 2)),
  )
  expect([...squaredDistance(isSet, width, height)]).toEqual(expected)
  expect(squaredDistance(new Uint8Array(6), 3, 2).every((value) => value > 1e9)).toBe(true)
})

it('a blur keeps what is even and the sum of what is not, and a mean is the mean', () => {
  expect(blur(new Float32Array(64).fill(3), 8, 8, 2).every((value) => Math.abs(value - 3) < 1e-5)).toBe(true)
  const dot = new Float32Array(41 * 41)
  dot[20 * 41 + 20] = 1
  const spread = blur(dot, 41, 41, 2)
  expect(spread.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4)
  expect(spread[20 * 41 + 22]).toBeCloseTo(spread[18 * 41 + 20] ?? 0, 6)
  const ramp = Float32Array.from({ length: 5 }, (_, i) => i)
  expect([...boxMean(ramp, 5, 1, 1)]).toEqual([0.5, 1, 2, 3, 3.5])
})

it('L*a*b* of known colours', () => {
  const [l, a, b] = toLab(Uint8Array.of(255, 255, 255, 0, 0, 0, 255, 0, 0))
  expect([l[0], a[0], b[0]].map((value) => Math.abs(Math.round(value ?? 9)))).toEqual([100, 0, 0])
  expect(l[1]).toBeCloseTo(0)
  expect([l[2], a[2], b[2]].map((value) => Math.round(value ?? 9))).toEqual([53, 80, 67])
})

it('the edges of a picture are one pixel wide, know their direction, and are there between colours of one lightness', () => {
  const [width, height] = [40, 30]
  const half = (left: number[], right: number[]) =>
    toLab(Uint8Array.from({ length: width * height * 3 }, (_, k) => (Math.floor(k / 3) % width < 20 ? left : right)[k % 3] ?? 0))
  const soft = (lab: ReturnType<typeof toLab>) =>
    [blur(lab[0], width, height, 1.2), blur(lab[1], width, height, 1.2), blur(lab[2], width, height, 1.2)] as const
  const { isEdge, across } = findImageEdges(soft(half([200, 60, 60], [60, 135, 60])), width, height)
  const row = [...isEdge.subarray(15 * width, 16 * width)].flatMap((value, x) => (value > 0 ? [x] : []))
  expect(row).toHaveLength(1)
  expect(Math.abs((row[0] ?? 0) - 19.5)).toBeLessThan(1)
  expect(Math.sin(across[15 * width + (row[0] ?? 0)] ?? 1)).toBeCloseTo(0)
  expect(findImageEdges(soft(half([90, 90, 90], [90, 90, 90])), width, height).isEdge.every((value) => value === 0)).toBe(true)
})

it('edges belong to the nearer object, and nothing is expected where the frame cuts them off', () => {
  const passes = drawPasses(40, 30, (x, y) => ({ id: x >= 10 && x < 20 && y < 20 ? 2 : 1, depth: x >= 10 && x < 20 && y < 20 ? 2 : 4, normal: FACING }))
  const [card, ...others] = pointsByObject(passes, findSceneEdges(passes))
  expect(others).toEqual([])
  expect(card?.id).toBe(2)
  const places = Array.from(card?.x ?? [], (x, k) => [x, card?.y[k]] as const)
  expect(places).toHaveLength(2 * 18 + 8)
  expect(places.every(([x, y = 0]) => y >= 2 && (x === 10 || x === 19 || y === 19))).toBe(true)
})
