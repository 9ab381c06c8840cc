import { expect, test } from 'vitest'
import { comparedWords, fidelityWords, moveWords, objectWords } from './fidelity'

test('a move is told in percent of the picture, and what does not move is left out', () => {
  expect(moveWords({ x: 0.0123, y: -0.008 })).toBe('1.2 % to the right, 0.8 % higher')
  expect(moveWords({ x: -0.02, y: 0 })).toBe('2 % to the left')
  expect(moveWords({ x: 0, y: 0.05 })).toBe('5 % lower')
})

test('an object is told about only when it came out differently', () => {
  const object = { node: 'node_1', name: 'Vase', move: null }
  expect(objectWords({ ...object, score: 60 })).toBeNull()
  expect(objectWords({ ...object, score: 59, move: { x: 0.02, y: 0 } })).toBe('Moved 2 % to the right')
  expect(objectWords({ ...object, score: 40 })).toBe('Changed')
  expect(objectWords({ ...object, score: 4 })).toBe('Not found')
})

test('a score is a whole number', () => {
  expect([92.4, 99.5, 0].map(fidelityWords)).toEqual(['92', '100', '0'])
})

test('a figure says whether depth is part of it, and one that was kept before there were estimates says that it is not', () => {
  expect(comparedWords({})).toBe('Shapes and places, compared with your scene.')
  expect(comparedWords({ estimator: 'depth-anything-v2-small' })).toBe('Shapes, places and depth, compared with your scene.')
})
