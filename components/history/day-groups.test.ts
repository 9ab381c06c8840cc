import { expect, test } from 'vitest'
import { groupByDay } from './day-groups'

const at = (iso: string): { createdAtMs: number } => ({ createdAtMs: Date.parse(iso) })
const now = Date.parse('2026-11-22T12:00:00Z')

test('days are named Today, Yesterday and then by date, newest first', () => {
  const groups = groupByDay([at('2026-11-22T11:00:00Z'), at('2026-11-22T01:00:00Z'), at('2026-11-21T23:00:00Z'), at('2025-12-31T10:00:00Z')], now, 'UTC')
  expect(groups.map(({ label, date, items }) => [label, date, items.length])).toEqual([
    ['Today', 'Sunday 22 November', 2],
    ['Yesterday', 'Saturday 21 November', 1],
    ['31 December 2025', 'Wednesday 31 December 2025', 1],
  ])
})

test('a day begins at midnight of the time zone that is asked for', () => {
  const [group] = groupByDay([at('2026-11-21T23:30:00Z')], now, 'Europe/Berlin')
  expect(group?.label).toBe('Today')
})
