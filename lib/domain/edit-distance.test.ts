import { expect, test } from 'vitest'
import { editDistance, nearestWords } from './edit-distance'

test('counts letters added, removed, replaced and swapped', () => {
  expect(editDistance('vase', 'vase')).toBe(0)
  expect(editDistance('vase', 'vases')).toBe(1)
  expect(editDistance('vase', 'vae')).toBe(1)
  expect(editDistance('vase', 'base')).toBe(1)
  expect(editDistance('vase', 'vsae')).toBe(1)
  expect(editDistance('kitten', 'sitting')).toBe(3)
  expect(editDistance('', 'brass')).toBe(5)
})

const known = [
  { word: 'golden', uses: 9 },
  { word: 'holden', uses: 1 },
  { word: 'brass', uses: 4 },
  { word: 'grass', uses: 7 },
  { word: 'sun', uses: 3 },
]

test('finds the nearest words, the most used first', () => {
  expect(nearestWords('glden', known, 5)).toEqual(['golden'])
  expect(nearestWords('rrass', known, 5)).toEqual(['grass', 'brass'])
  expect(nearestWords('rrass', known, 1)).toEqual(['grass'])
})

test('guesses nothing from a short word, nor from one that is far from all', () => {
  expect(nearestWords('sum', known, 5)).toEqual([])
  expect(nearestWords('concrete', known, 5)).toEqual([])
})
