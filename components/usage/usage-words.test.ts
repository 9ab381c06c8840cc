import { describe, expect, test } from 'vitest'
import { NO_USAGE } from '@/lib/domain/usage-view'
import { scaleEnd, ticksOf } from './scale'
import { barWords, costPerApprovedWords, costWords, durationWords, shareWords, spanWords } from './usage-words'

describe('words of usage', () => {
  test('never show what was not priced as nothing', () => {
    expect(costWords({ ...NO_USAGE, images: 3, unpricedImages: 3, unpriced: 2 })).toBe('Not priced')
    expect(costWords({ ...NO_USAGE, images: 3 })).toBe('$0.00')
    expect(costWords({ ...NO_USAGE, images: 3, unpricedImages: 1, costMicroUsd: 1_250_000 })).toBe('$1.25')
    expect(costPerApprovedWords({ ...NO_USAGE, costMicroUsd: 900_000, approved: 4, approvedPriced: 3 })).toBe('$0.30')
    expect(costPerApprovedWords({ ...NO_USAGE, costMicroUsd: 900_000, approved: 4 })).toBe('–')
  })

  test.each([
    [120, '120 ms'],
    [4230, '4.2 s'],
    [38_400, '38 s'],
    [59_900, '60 s'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [11_400_000, '3 h 10 min'],
  ])('say %i ms as %s', (ms, words) => expect(durationWords(ms)).toBe(words))

  test('say shares, days, weeks and months', () => {
    expect([0, 0.9812, 1].map(shareWords)).toEqual(['0%', '98.1%', '100%'])
    expect(spanWords({ from: '2026-10-25', to: '2026-11-23' })).toBe('25 October to 23 November 2026')
    expect(spanWords({ from: '2025-12-31', to: '2026-01-01' })).toBe('31 December 2025 to 1 January 2026')
    expect(spanWords({ from: '2026-01-01', to: '2026-01-01' })).toBe('1 January 2026')
    expect(barWords({ from: '2026-11-03', to: '2026-11-03' }, 'day')).toBe('Tue 3 Nov')
    expect(barWords({ from: '2026-11-02', to: '2026-11-08' }, 'week')).toBe('2 Nov to 8 Nov')
    expect(barWords({ from: '2026-11-01', to: '2026-11-30' }, 'month')).toBe('November 2026')
    expect(barWords({ from: '2026-11-01', to: '2026-11-23' }, 'month')).toBe('1 Nov to 23 Nov')
  })
})

describe('the scale of a chart', () => {
  test('ends at a round number above the highest bar, never lower than asked', () => {
    expect([0, 4, 5, 11, 24, 25, 26, 99, 101].map((max) => scaleEnd(max, 4))).toEqual([4, 4, 6, 20, 40, 40, 40, 100, 200])
  })

  test('names the first and the last bar and a few between', () => {
    expect(ticksOf(3, 6)).toEqual([0, 1, 2])
    expect(ticksOf(30, 6)).toEqual([0, 6, 12, 17, 23, 29])
  })
})
