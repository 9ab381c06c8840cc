import { expect, test } from 'vitest'
import { waitWords } from './wait-words'

test('a wait is named in the largest unit that fits, never too short, and one is not many', () => {
  expect([0, 1_000, 26_500, 60_000, 61_000, 3_540_001, 7_200_000].map(waitWords)).toEqual([
    '1 second',
    '1 second',
    '27 seconds',
    '1 minute',
    '2 minutes',
    '1 hour',
    '2 hours',
  ])
})
