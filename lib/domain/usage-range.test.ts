import { describe, expect, test } from 'vitest'
import { addDays, dayOf, daysBetween, readUsageRange, USAGE_DAYS_MAX, type UsageRange, writeUsageRange } from './usage-range'

const NOW = Date.parse('2026-11-23T10:00:00Z')
const read = (said: Record<string, unknown>, timeZone = 'UTC', now = NOW): UsageRange => readUsageRange(said, timeZone, now)
const days = ({ from, to }: { from: string; to: string }): string => `${from} ${to}`

describe('a range of days', () => {
  test.each([
    ['7d', '2026-11-17 2026-11-23', '2026-11-10 2026-11-16'],
    ['30d', '2026-10-25 2026-11-23', '2026-09-25 2026-10-24'],
    ['90d', '2026-08-26 2026-11-23', '2026-05-28 2026-08-25'],
    ['month', '2026-11-01 2026-11-23', '2026-10-01 2026-10-23'],
    ['last-month', '2026-10-01 2026-10-31', '2026-09-01 2026-09-30'],
    ['year', '2025-11-24 2026-11-23', '2024-11-24 2025-11-23'],
  ])('%s is %s, compared with %s', (range, span, before) => {
    const found = read({ range })
    expect(days(found)).toBe(span)
    expect(days(found.before)).toBe(before)
  })

  test('compares the 31st with the last day of a shorter month before', () => {
    expect(days(read({ range: 'month' }, 'UTC', Date.parse('2026-03-31T12:00:00Z')).before)).toBe('2026-02-01 2026-02-28')
  })

  test('ends today where the viewer is, not where the server is', () => {
    const lateInCalifornia = Date.parse('2026-11-23T02:00:00Z')
    expect(read({ range: '7d' }, 'America/Los_Angeles', lateInCalifornia).to).toBe('2026-11-22')
    expect(read({ range: '7d' }, 'Pacific/Auckland', NOW).to).toBe('2026-11-23')
    expect(dayOf(Date.parse('2026-11-23T11:30:00Z'), 'Pacific/Auckland')).toBe('2026-11-24')
  })

  test.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['America/Los_Angeles', '2026-11-01', 25],
    ['Asia/Kathmandu', '2026-03-29', 24],
  ])('in %s the day %s has %i hours, and its bars leave no gap', (zone, day, hours) => {
    const range = read({ from: addDays(day, -2), to: addDays(day, 2) }, zone)
    expect(range.bars).toHaveLength(5)
    const [, , bar] = range.bars
    expect(((bar?.toMs ?? 0) - (bar?.fromMs ?? 0)) / 3_600_000).toBe(hours)
    for (const [i, each] of range.bars.entries()) expect(each.fromMs).toBe(i === 0 ? range.fromMs : range.bars[i - 1]?.toMs)
    expect(range.bars.at(-1)?.toMs).toBe(range.toMs)
    expect(range.before.toMs).toBe(range.fromMs)
  })

  test('has weeks from Monday, then months, where single days would be too many', () => {
    const weeks = read({ from: '2026-05-01', to: '2026-11-23' })
    expect(weeks.unit).toBe('week')
    expect(weeks.bars.slice(0, 2).map(days)).toEqual(['2026-05-01 2026-05-03', '2026-05-04 2026-05-10'])
    expect(weeks.bars.at(-1)?.to).toBe('2026-11-23')
    const months = read({ range: 'year' })
    expect(months.unit).toBe('month')
    expect(months.bars).toHaveLength(13)
    expect(days(months.bars[1] ?? { from: '', to: '' })).toBe('2025-12-01 2025-12-31')
    for (const [i, each] of months.bars.entries()) expect(each.fromMs).toBe(i === 0 ? months.fromMs : months.bars[i - 1]?.toMs)
  })

  test('reads an address that makes no sense as the last 30 days, and puts days in order', () => {
    for (const said of [{}, { range: 'century' }, { from: 'yesterday' }, { range: ['7d', '30d'] }]) expect(days(read(said))).toBe('2026-10-25 2026-11-23')
    expect(days(read({ from: '2026-11-05', to: '2026-11-01' }))).toBe('2026-11-01 2026-11-05')
    expect(days(read({ from: '2026-11-20' }))).toBe('2026-11-20 2026-11-23')
    const long = read({ from: '1970-01-01', to: '2026-11-23' })
    expect(daysBetween(long.from, long.to) + 1).toBe(USAGE_DAYS_MAX)
  })

  test('comes back from the address that it writes', () => {
    for (const said of [{}, { range: '7d' }, { range: 'last-month' }, { from: '2026-01-01', to: '2026-02-03' }]) {
      const range = read(said)
      expect(read(Object.fromEntries(writeUsageRange(range)))).toEqual(range)
    }
    expect(writeUsageRange(read({})).toString()).toBe('')
  })
})
