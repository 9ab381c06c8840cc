/**
 * The moment at which a day begins in a time zone, in milliseconds since 1970. A time zone that nobody knows counts as UTC.
 * @param day as YYYY-MM-DD.
 * @param later whole days to add, 1 for the moment at which the day ends.
 */
export function dayStartMs(day: string, timeZone: string, later = 0): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  const wall = Date.UTC(year, month - 1, date + later)
  const format = formatFor(timeZone)
  // The offset is asked for twice: the first answer may lie on the other side of a change of the clocks.
  const first = wall - offsetMs(format, wall)
  return wall - offsetMs(format, first)
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const options = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone })
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' })
  }
}

/** How far the clocks of the zone are ahead of UTC at a moment. */
function offsetMs(format: Intl.DateTimeFormat, atMs: number): number {
  const parts: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(atMs)) parts[type] = Number(value)
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - atMs
}
