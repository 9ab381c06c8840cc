import { describe, expect, it } from 'vitest'
import { backoffMs, delayMsOf, retryAfterMsOf } from './durations'

const now = new Date('2026-03-01T12:00:00Z')

describe('delayMsOf', () => {
  it.each([
    ['', 0],
    ['1s', 1_000],
    ['1h30m', 5_400_000],
    ['2w1d', 1_296_000_000],
    ['2026-03-01T12:00:05.000Z', 5_000],
    ['2026-03-01T11:00:00.000Z', 0],
  ])('reads "%s" as %i ms', (text, expected) => {
    expect(delayMsOf(text, now)).toBe(expected)
  })

  it.each(['soon', '5', '1y'])('refuses "%s"', (text) => {
    expect(() => delayMsOf(text, now)).toThrow(text)
  })
})

describe('retryAfterMsOf', () => {
  it.each([
    ['120', 120_000],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['later', undefined],
    [null, undefined],
  ])('reads %s as %s ms', (header, expected) => {
    expect(retryAfterMsOf(header, now)).toBe(expected)
  })
})

describe('backoffMs', () => {
  it("waits as long as Inngest's server: from 15 seconds to 2 hours, plus up to 30 seconds", () => {
    const table = [15, 30, 60, 120, 300, 600, 1_200, 2_400, 3_600, 7_200, 7_200]
    for (const [attempt, seconds] of table.entries()) {
      const waited = backoffMs(attempt)
      expect(waited).toBeGreaterThanOrEqual(seconds * 1_000)
      expect(waited).toBeLessThanOrEqual(seconds * 1_000 + 30_000)
    }
  })
})
