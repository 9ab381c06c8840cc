import { expect, test } from 'vitest'
import { dayStartMs } from './day-start'

const iso = (ms: number): string => new Date(ms).toISOString()

test('a day begins at midnight of its own time zone, in winter and in summer', () => {
  expect(iso(dayStartMs('2026-01-15', 'UTC'))).toBe('2026-01-15T00:00:00.000Z')
  expect(iso(dayStartMs('2026-01-15', 'Europe/Berlin'))).toBe('2026-01-14T23:00:00.000Z')
  expect(iso(dayStartMs('2026-07-15', 'Europe/Berlin'))).toBe('2026-07-14T22:00:00.000Z')
  expect(iso(dayStartMs('2026-07-15', 'America/Los_Angeles'))).toBe('2026-07-15T07:00:00.000Z')
  expect(iso(dayStartMs('2026-07-15', 'Asia/Kolkata'))).toBe('2026-07-14T18:30:00.000Z')
})

test('the day on which the clocks change is as long as it is', () => {
  const hours = (day: string): number => (dayStartMs(day, 'Europe/Berlin', 1) - dayStartMs(day, 'Europe/Berlin')) / 3_600_000
  expect(hours('2026-03-29')).toBe(23)
  expect(hours('2026-10-25')).toBe(25)
  expect(hours('2026-06-01')).toBe(24)
})

test('a time zone that nobody knows counts as UTC', () => {
  expect(iso(dayStartMs('2026-01-15', 'Mars/Olympus'))).toBe('2026-01-15T00:00:00.000Z')
})

test('the end of a month is the beginning of the next', () => {
  expect(iso(dayStartMs('2026-12-31', 'UTC', 1))).toBe('2027-01-01T00:00:00.000Z')
})
