import { expect, test } from 'vitest'
import { readPrompt } from '@/lib/domain/look/read-prompt'
import { readableChoices } from '@/lib/domain/prompt-choices'
import { leavesBracesWhole, together, withoutSpan } from './prompt-text'

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

test('each option of a choice is understood with the words around it, and nothing of it is called ignored', () => {
  const prompt = '{Sunset|Overcast} light, {marble|oak} plinth, smell of rain'
  const read = together(readableChoices(prompt).map((text) => readPrompt(text, [{ id: 'plinth', name: 'Plinth' }], [])))
  expect(read.chips.map(({ label }) => label)).toEqual(expect.arrayContaining(['Plinth: marble', 'Plinth: oak']))
  expect(read.ignored.map(({ text }) => text).join(' ')).not.toMatch(/marble|oak|Sunset|Overcast/)
  expect(read.ignored.length).toBeGreaterThan(0)
})

test('words can be taken out as long as every choice stays whole', () => {
  const prompt = '{oak|ash} table, dusk'
  expect(leavesBracesWhole(prompt, { start: 17, end: 21 })).toBe(true)
  expect(leavesBracesWhole(prompt, { start: 1, end: 15 })).toBe(false)
})
