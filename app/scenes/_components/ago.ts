const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const date = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const many = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'} ago`

/** How long ago, in the words of a person: `just now`, `4 minutes ago`, `yesterday`, then the date. */
export function ago(then: Date, nowMs: number): string {
  const past = Math.max(0, nowMs - then.getTime())
  if (past < MINUTE_MS) return 'just now'
  if (past < HOUR_MS) return many(Math.floor(past / MINUTE_MS), 'minute')
  if (past < DAY_MS) return many(Math.floor(past / HOUR_MS), 'hour')
  if (past < 2 * DAY_MS) return 'yesterday'
  if (past < 7 * DAY_MS) return many(Math.floor(past / DAY_MS), 'day')
  return date.format(then)
}
