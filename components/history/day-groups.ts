export type DayWords = { label: string; date: string }
export type DayGroup<T> = DayWords & { key: string; items: T[] }

const QUARTER_MS = 900_000
const formats = new Map<string, { day: Intl.DateTimeFormat; days: Map<number, string> }>()

/**
 * The day of a moment as YYYY-MM-DD. Every time zone changes its day at a whole quarter of an hour, so one answer serves
 * that quarter: ten thousand images of a busy month cost some hundred questions to `Intl`.
 * @param timeZone an IANA name; the machine's own otherwise.
 */
export function dayKey(ms: number, timeZone?: string): string {
  let format = formats.get(timeZone ?? '')
  if (!format) {
    format = { day: new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }), days: new Map() }
    formats.set(timeZone ?? '', format)
  }
  const quarter = Math.floor(ms / QUARTER_MS)
  let key = format.days.get(quarter)
  if (key === undefined) {
    key = format.day.format(ms)
    format.days.set(quarter, key)
  }
  return key
}

/** Groups things that are sorted by time by day: `Today`, `Yesterday`, then the date. `date` says the day in full. */
export function groupByDay<T extends { createdAtMs: number }>(items: readonly T[], nowMs: number, timeZone?: string): DayGroup<T>[] {
  const groups: DayGroup<T>[] = []
  for (const item of items) {
    const key = dayKey(item.createdAtMs, timeZone)
    const last = groups.at(-1)
    if (last?.key === key) last.items.push(item)
    else groups.push({ key, ...dayWords(item.createdAtMs, nowMs, timeZone), items: [item] })
  }
  return groups
}

/** How a day is called on the day of `nowMs`. */
export function dayWords(ms: number, nowMs: number, timeZone?: string): DayWords {
  const key = dayKey(ms, timeZone)
  const today = dayKey(nowMs, timeZone)
  const sameYear = key.slice(0, 4) === today.slice(0, 4)
  const { weekday, dayAndMonth, withYear } = dateFormats(timeZone)
  const day = (sameYear ? dayAndMonth : withYear).format(ms)
  // Put together here: whether a comma follows the weekday differs between server and browsers.
  const date = `${weekday.format(ms)} ${day}`
  if (key === today) return { label: 'Today', date }
  if (key === dayKey(nowMs - 86_400_000, timeZone)) return { label: 'Yesterday', date }
  return { label: day, date }
}

type DateFormats = Record<'weekday' | 'dayAndMonth' | 'withYear', Intl.DateTimeFormat>
const dates = new Map<string, DateFormats>()

/** Making a format costs as much as using it a hundred times, and a long History names many days. */
function dateFormats(timeZone: string | undefined): DateFormats {
  let known = dates.get(timeZone ?? '')
  if (!known) {
    const make = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone, ...options })
    const dayAndMonth = { day: 'numeric', month: 'long' } as const
    known = { weekday: make({ weekday: 'long' }), dayAndMonth: make(dayAndMonth), withYear: make({ ...dayAndMonth, year: 'numeric' }) }
    dates.set(timeZone ?? '', known)
  }
  return known
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** "16:42". */
export function clockWords(ms: number, timeZone?: string): string {
  let clock = clocks.get(timeZone ?? '')
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
    clocks.set(timeZone ?? '', clock)
  }
  return clock.format(ms)
}
