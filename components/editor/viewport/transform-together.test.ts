import { Euler, Quaternion, Vector3 } from 'three'
import { expect, test } from 'vitest'
import type { Transform } from '@/lib/scene/commands/commands'
import { evenFactor, transformTogether } from './transform-together'

const at = (x: number, y: number, z: number, turn = 0): Transform => ({ position: [x, y, z], rotation: [0, turn, 0], scale: [1, 2, 1] })
const starts = new Map([
  ['left', at(-1, 0, 0)],
  ['right', at(1, 0, 0, 90)],
])
const still = { offset: new Vector3(), turn: new Quaternion(), factor: 1 }
const rounded = (transform: Transform | undefined) => ({
  position: transform?.position.map((value) => Math.round(value * 1e6) / 1e6 + 0),
  rotation: transform?.rotation.map((value) => Math.round(value * 1e6) / 1e6 + 0),
  scale: transform?.scale,
})

test('an offset moves all by the same way', () => {
  const moved = transformTogether(starts, [0, 0, 0], { ...still, offset: new Vector3(0, 3, 0) })
  expect(rounded(moved.get('left'))).toEqual({ position: [-1, 3, 0], rotation: [0, 0, 0], scale: [1, 2, 1] })
  expect(rounded(moved.get('right'))).toEqual({ position: [1, 3, 0], rotation: [0, 90, 0], scale: [1, 2, 1] })
})

test('a turn swings all about the centre and turns each by the same angle', () => {
  const turn = new Quaternion().setFromEuler(new Euler(0, Math.PI / 2, 0))
  const turned = transformTogether(starts, [0, 0, 0], { ...still, turn })
  expect(rounded(turned.get('left'))).toMatchObject({ position: [0, 0, 1], rotation: [0, 90, 0] })
  expect(rounded(turned.get('right'))?.position).toEqual([0, 0, -1])
})

test('a factor scales distances and sizes alike, and never to nothing', () => {
  const doubled = transformTogether(starts, [1, 0, 0], { ...still, factor: 2 })
  expect(rounded(doubled.get('left'))).toMatchObject({ position: [-3, 0, 0], scale: [2, 4, 2] })
  expect(rounded(doubled.get('right'))).toMatchObject({ position: [1, 0, 0] })
  expect(transformTogether(starts, [0, 0, 0], { ...still, factor: -1 }).get('left')?.scale[0]).toBeGreaterThan(0)
})

test('the axis that was pulled most says how much', () => {
  expect(evenFactor(new Vector3(1, 1.5, 1))).toBe(1.5)
  expect(evenFactor(new Vector3(0.2, 1.5, 1))).toBe(0.2)
  expect(evenFactor(new Vector3(1, 1, 1))).toBe(1)
})
