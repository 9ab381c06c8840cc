import { expect, test } from 'vitest'
import { withoutSpan } from './prompt-text'

const without = (prompt: string, words: string): string => {
  const start = prompt.indexOf(words)
  return withoutSpan(prompt, { start, end: start + words.length })
}

test.each([
  ['golden hour, marble floor, shallow focus', 'marble floor', 'golden hour, shallow focus'],
  ['golden hour, marble floor', 'golden hour', 'Marble floor'],
  ['golden hour, marble floor', 'marble floor', 'golden hour'],
  ['golden hour', 'golden hour', ''],
  ['the red vase on wood', 'red', 'the vase on wood'],
  ['At dusk. Low sun.', 'Low sun', 'At dusk.'],
])('taking a run of words out of %j leaves a prompt that reads well', (prompt, words, left) => {
  expect(without(prompt, words)).toBe(left)
})
