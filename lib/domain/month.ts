/** The first day of a calendar month of UTC, such as `2026-11-01`. */
export type Month = string

const NAMES = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

export const monthOf = (time: Date): Month => `${time.toISOString().slice(0, 7)}-01`

/** The month that lies so many months after another. */
export function fromMonth(month: Month, months: number): Month {
  const time = new Date(`${month}T00:00:00Z`)
  time.setUTCMonth(time.getUTCMonth() + months)
  return monthOf(time)
}

/** "November". */
export const monthName = (month: Month): string => NAMES[Number(month.slice(5, 7)) - 1] ?? month

/** "1 December". */
export const dayName = (day: string): string => `${Number(day.slice(8, 10))} ${monthName(day)}`
