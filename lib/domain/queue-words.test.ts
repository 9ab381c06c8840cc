import { expect, test } from 'vitest'
import { ordinal, queueWords, stepWords } from './queue-words'

test('a place is an ordinal number in English', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 111, 113, 122].map(ordinal)).toEqual([
    '1st',
    '2nd',
    '3rd',
    '4th',
    '11th',
    '12th',
    '13th',
    '21st',
    '22nd',
    '111th',
    '113th',
    '122nd',
  ])
})

test('what waits says where it stands, and nothing wrong where nobody knows', () => {
  expect([queueWords(3), queueWords(null)]).toEqual(['3rd in the queue', 'Waiting for its turn'])
})

test('what is at work says its step, and what waits says its place whatever it did before', () => {
  const progress = { fraction: 0.5, step: 'Tracing', remainingMs: null, preview: 0 }
  expect(stepWords({ status: 'running', progress, queuePlace: null })).toBe('Tracing')
  expect(stepWords({ status: 'running', progress: null, queuePlace: null })).toBe('Preparing')
  expect(stepWords({ status: 'queued', progress, queuePlace: 2 })).toBe('2nd in the queue')
})
