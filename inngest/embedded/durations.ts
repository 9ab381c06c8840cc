const UNIT_MS: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 }

/**
 * The SDK writes durations as `1d12h30s` and moments as ISO dates; nothing at all means no time.
 * @returns milliseconds from `now`, never negative.
 * @throws Error when the text is neither.
 */
export function delayMsOf(text: string, now: Date): number {
  if (text === '') return 0
  if (/^(?:\d+(?:\.\d+)?[wdhms])+$/.test(text)) {
    return [...text.matchAll(/([\d.]+)([wdhms])/g)].reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ''] ?? 0), 0)
  }
  const moment = /^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(moment)) throw new Error(`"${text}" is neither a duration such as "1h30m" nor a date.`)
  return Math.max(0, moment - now.getTime())
}

/** `retry-after` in HTTP: whole seconds or a date. @returns milliseconds, or undefined when absent or unreadable. */
export function retryAfterMsOf(header: string | null, now: Date): number | undefined {
  if (!header) return undefined
  if (/^\d+$/.test(header)) return Number(header) * 1_000
  const moment = Date.parse(header)
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - now.getTime())
}

const BACKOFF_S = [15, 30, 60, 120, 300, 600, 1_200, 2_400, 3_600, 7_200]
const BACKOFF_JITTER_MS = 30_000

/** How long Inngest's server waits after failed attempt number `attempt` (from 0): a table, plus up to half a minute at random. */
export function backoffMs(attempt: number): number {
  const seconds = BACKOFF_S[Math.min(attempt, BACKOFF_S.length - 1)] ?? 0
  return seconds * 1_000 + Math.random() * BACKOFF_JITTER_MS
}
