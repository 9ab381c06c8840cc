import { dollarWords } from '@/components/generate/cost-words'
import { addDays, type UsageRange, type UsageSpan } from '@/lib/domain/usage-range'
import type { UsageCounts } from '@/lib/domain/usage-view'
import { costOf, costPerApproved } from '@/lib/domain/usage-view'

export const numberWords = (n: number): string => Math.round(n).toLocaleString('en')

/** "1 image", "2 images". */
export const counted = (n: number, one: string, many = `${one}s`): string => `${numberWords(n)} ${n === 1 ? one : many}`

/** 0 to 1 as "98.1%", "50%". */
export const shareWords = (share: number): string => `${Math.round(share * 1000) / 10}%`

const UNITS = [
  { unit: 'h', ms: 3_600_000, smaller: { unit: 'min', ms: 60_000 } },
  { unit: 'min', ms: 60_000, smaller: { unit: 's', ms: 1000 } },
] as const

/** "120 ms", "4.2 s", "38 s", "2 min 5 s", "3 h 10 min". */
export function durationWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`
  const { unit, ms: size, smaller } = UNITS.find((each) => ms >= each.ms) ?? UNITS[1]
  const rest = Math.floor((ms % size) / smaller.ms)
  return `${Math.floor(ms / size)} ${unit}${rest > 0 ? ` ${rest} ${smaller.unit}` : ''}`
}

/** What something cost, or that nobody knows; never $0.00 for what was not priced. */
export function costWords(counts: UsageCounts): string {
  const cost = costOf(counts)
  return cost === null ? 'Not priced' : dollarWords(cost)
}

export function costPerApprovedWords(counts: UsageCounts): string {
  const cost = costPerApproved(counts)
  return cost === null ? '–' : dollarWords(cost)
}

const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' })
const DAY = format({ day: 'numeric', month: 'short' })
const DAY_OF_WEEK = format({ weekday: 'short', day: 'numeric', month: 'short' })
const FULL = format({ day: 'numeric', month: 'long', year: 'numeric' })
const SAME_YEAR = format({ day: 'numeric', month: 'long' })
const MONTH = format({ month: 'long', year: 'numeric' })
const SHORT_MONTH = format({ month: 'short' })
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** "24 October to 22 November 2026", "22 November 2026". */
export function spanWords({ from, to }: Pick<UsageSpan, 'from' | 'to'>): string {
  if (from === to) return FULL.format(at(from))
  const beginning = from.slice(0, 4) === to.slice(0, 4) ? SAME_YEAR : FULL
  return `${beginning.format(at(from))} to ${FULL.format(at(to))}`
}

/** Of one bar: "Tue 3 Nov", "2 to 8 Nov", "November 2026"; a month that is cut off says its days. */
export function barWords({ from, to }: Pick<UsageSpan, 'from' | 'to'>, unit: UsageRange['unit']): string {
  if (unit === 'day') return DAY_OF_WEEK.format(at(from))
  const isWholeMonth = from.endsWith('-01') && addDays(to, 1).endsWith('-01')
  if (unit === 'month' && isWholeMonth) return MONTH.format(at(from))
  return from === to ? DAY.format(at(from)) : `${DAY.format(at(from))} to ${DAY.format(at(to))}`
}

/** Under a bar. */
export const tickWords = ({ from }: Pick<UsageSpan, 'from'>, unit: UsageRange['unit']): string => (unit === 'month' ? SHORT_MONTH : DAY).format(at(from))
