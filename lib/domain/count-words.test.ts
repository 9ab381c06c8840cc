import { expect, test } from 'vitest'
import { COUNT_MAX, countWords } from './count-words'

test('counts are told to the last one up to the maximum, and as more than it above', () => {
  expect([0, 1234, COUNT_MAX, COUNT_MAX + 1].map(countWords)).toEqual(['0', '1,234', '10,000', '10,000+'])
})
