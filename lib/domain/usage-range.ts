import { z } from 'zod'
import { dayStartMs } from './day-start'
import { fromMonth } from './month'

/** What the menu of ranges offers. Days run in the viewer's time zone and the last one is today, but for the last month. */
export const USAGE_RANGES = ['7d', '30d', '90d', 'month', 'last-month', 'year'] as const
export type UsageRangeName = (typeof USAGE_RANGES)[number]

/** A longer range is cut to its last days. */
export const USAGE_DAYS_MAX = 731

/** From the first moment of the first day to the first moment after the last. Days as YYYY-MM-DD, both inclusive. */
export type UsageSpan = { from: string; to: string; fromMs: number; toMs: number }

export type UsageRange = UsageSpan & {
  name: UsageRangeName | 'custom'
  timeZone: string
  /** What it is compared with: as many days before it, or the same days of the month before. */
  before: UsageSpan
  unit: 'day' | 'week' | 'month'
  /** One bar of a chart each, without gaps. Weeks begin on Monday; the first and the last may be cut off. */
  bars: readonly UsageSpan[]
}

const DAYS: Partial<Record<UsageRangeName, number>> = { '7d': 7, '30d': 30, '90d': 90 }
/** More bars than these cannot be told apart. */
const DAY_BARS_MAX = 93
const WEEK_BARS_MAX_DAYS = 280

const dayUtcMs = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const dayText = (utcMs: number): string => new Date(utcMs).toISOString().slice(0, 10)
const DAY_MS = 86_400_000

/** A day so many days later, or earlier. */
export const addDays = (day: string, days: number): string => dayText(dayUtcMs(day) + days * DAY_MS)

/** How many days lie between two, the second one not counted. */
export const daysBetween = (from: string, to: string): number => Math.round((dayUtcMs(to) - dayUtcMs(from)) / DAY_MS)

/** The day that a moment falls into, in a time zone; one that nobody knows counts as UTC. */
export function dayOf(atMs: number, timeZone: string): string {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  try {
    return new Intl.DateTimeFormat('en-CA', { ...options, timeZone }).format(atMs)
  } catch {
    return new Intl.DateTimeFormat('en-CA', { ...options, timeZone: 'UTC' }).format(atMs)
  }
}

const firstOfMonth = (day: string): string => `${day.slice(0, 7)}-01`

/** The first day of a month so many months later, or earlier, than that of a day. */
const addMonths = (day: string, months: number): string => fromMonth(firstOfMonth(day), months)

const spanOf = (from: string, to: string, timeZone: string): UsageSpan => ({
  from,
  to,
  fromMs: dayStartMs(from, timeZone),
  toMs: dayStartMs(to, timeZone, 1),
})

const choice = z.object({
  range: z.enum(USAGE_RANGES).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
})

/**
 * Reads the range of an address. What cannot be read counts as not said, and nothing said is the last 30 days: an old or
 * hand-made address still opens. Days in the wrong order are put right.
 */
export function readUsageRange(said: { range?: unknown; from?: unknown; to?: unknown }, timeZone: string, nowMs: number): UsageRange {
  const { range: name = '30d', from, to } = choice.parse(said)
  const today = dayOf(nowMs, timeZone)
  if (from || to) return rangeOf('custom', ...customDays(from ?? to ?? today, to ?? today), timeZone)
  return rangeOf(name, ...namedDays(name, today), timeZone)
}

function customDays(a: string, b: string): [string, string] {
  const [from, to] = a <= b ? [a, b] : [b, a]
  const earliest = addDays(to, 1 - USAGE_DAYS_MAX)
  return [from < earliest ? earliest : from, to]
}

function namedDays(name: UsageRangeName, today: string): [string, string] {
  const days = DAYS[name]
  if (days) return [addDays(today, 1 - days), today]
  if (name === 'month') return [firstOfMonth(today), today]
  if (name === 'last-month') return [addMonths(today, -1), addDays(firstOfMonth(today), -1)]
  return [addDays(today, -364), today]
}

function rangeOf(name: UsageRange['name'], from: string, to: string, timeZone: string): UsageRange {
  const days = daysBetween(from, to) + 1
  const unit = days <= DAY_BARS_MAX ? 'day' : days <= WEEK_BARS_MAX_DAYS ? 'week' : 'month'
  return { ...spanOf(from, to, timeZone), name, timeZone, before: beforeOf(name, from, to, timeZone), unit, bars: barsOf(from, to, unit, timeZone) }
}

function beforeOf(name: UsageRange['name'], from: string, to: string, timeZone: string): UsageSpan {
  if (name === 'month') {
    const first = addMonths(from, -1)
    const same = addDays(first, daysBetween(from, to))
    const last = addDays(from, -1)
    return spanOf(first, same < last ? same : last, timeZone)
  }
  if (name === 'last-month') return spanOf(addMonths(from, -1), addDays(from, -1), timeZone)
  return spanOf(addDays(from, -daysBetween(from, to) - 1), addDays(from, -1), timeZone)
}

function barsOf(from: string, to: string, unit: UsageRange['unit'], timeZone: string): UsageSpan[] {
  const bars: UsageSpan[] = []
  for (let day = from; day <= to; ) {
    const next = unit === 'day' ? addDays(day, 1) : unit === 'week' ? nextMonday(day) : addMonths(day, 1)
    const last = addDays(next, -1)
    bars.push(spanOf(day, last < to ? last : to, timeZone))
    day = next
  }
  return bars
}

function nextMonday(day: string): string {
  const weekday = new Date(dayUtcMs(day)).getUTCDay()
  return addDays(day, weekday === 0 ? 1 : 8 - weekday)
}

/** The part of an address that opens this range. */
export function writeUsageRange(range: Pick<UsageRange, 'name' | 'from' | 'to'>): URLSearchParams {
  if (range.name === 'custom') return new URLSearchParams({ from: range.from, to: range.to })
  return new URLSearchParams(range.name === '30d' ? {} : { range: range.name })
}
