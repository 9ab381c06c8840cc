import { expect, test } from 'vitest'
import { costWords, dollarWords, priceOf } from './cost-words'

test('a price that nobody knows is said to be unknown, and is never shown as nothing', () => {
  expect(priceOf({ costMicroUsd: null, finishedAtMs: 1 }, false)).toBe('Not priced')
  expect(priceOf({ costMicroUsd: null, finishedAtMs: null }, false)).toBe('Not known yet')
  expect(priceOf({ costMicroUsd: 41_000, finishedAtMs: 1 }, false)).toBe('$0.041')
  expect(priceOf({ costMicroUsd: 0, finishedAtMs: 1 }, true)).toBe('Free')
})

test('an amount is as fine as it is small, and something is never shown as nothing', () => {
  expect([1_200_000, 134_000, 33_600, 5_000, 300].map(dollarWords)).toEqual(['$1.20', '$0.13', '$0.034', '$0.005', 'less than $0.001'])
  expect([0, 1_234_567_000].map(dollarWords)).toEqual(['$0.00', '$1,234.57'])
})

test('a failure says what was charged only where that is known, and never beside a sentence about charges', () => {
  const failed = (message: string, costMicroUsd: number | null) => ({ costMicroUsd, error: { code: 'transient' as const, message } })
  expect(costWords(failed('The provider is busy.', 0))).toBe(' Nothing was charged.')
  expect(costWords(failed('The provider refused this prompt.', null))).toBe(' The provider may charge for it.')
  expect(costWords(failed('The provider refused this prompt.', 60))).toBe(' The provider charged less than $0.001 for it.')
  expect(costWords(failed('The provider may have finished and charged.', 0))).toBe('')
})
