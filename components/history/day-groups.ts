export type DayGroup<T> = { key: string; label: string; date: string; items: T[] }

const dayKey = (ms: number, timeZone?: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms)

/**
 * Groups things that are sorted newest first by day: `Today`, `Yesterday`, then the date. `date` says the day in full.
 * @param timeZone an IANA name; the machine's own otherwise.
 */
export function groupByDay<T extends { createdAtMs: number }>(items: readonly T[], nowMs: number, timeZone?: string): DayGroup<T>[] {
  const today = dayKey(nowMs, timeZone)
  const yesterday = dayKey(nowMs - 86_400_000, timeZone)
  const groups: DayGroup<T>[] = []
  for (const item of items) {
    const key = dayKey(item.createdAtMs, timeZone)
    const last = groups.at(-1)
    if (last?.key === key) last.items.push(item)
    else groups.push({ key, ...dayWords(item.createdAtMs, key, { today, yesterday }, timeZone), items: [item] })
  }
  return groups
}

function dayWords(ms: number, key: string, at: { today: string; yesterday: string }, timeZone?: string): { label: string; date: string } {
  const sameYear = key.slice(0, 4) === at.today.slice(0, 4)
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }).format(ms)
  // Put together here: whether a comma follows the weekday differs between server and browsers.
  const date = `${new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long' }).format(ms)} ${day}`
  if (key === at.today) return { label: 'Today', date }
  if (key === at.yesterday) return { label: 'Yesterday', date }
  return { label: day, date }
}

/** "16:42". */
export const clockWords = (ms: number, timeZone?: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(ms)
