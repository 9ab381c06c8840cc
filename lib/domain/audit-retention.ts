import { z } from 'zod'

/** Rows younger than this are never removed, whatever is set. */
export const RETENTION_DAYS_MIN = 30
export const RETENTION_DAYS_MAX = 36_500

const MESSAGE = `Give a whole number of days, ${RETENTION_DAYS_MIN} at least.`

/** Days that rows are kept; null for ever. */
export const retentionDaysSchema = z
  .number(MESSAGE)
  .int(MESSAGE)
  .min(RETENTION_DAYS_MIN, MESSAGE)
  .max(RETENTION_DAYS_MAX, 'That is more than a hundred years.')
  .nullable()

/** What a team says: a number of days, for ever, or what the installation says. */
export type TeamRetention = { kind: 'installation' } | { kind: 'for_ever' } | { kind: 'days'; days: number }

export const retentionWords = (days: number | null): string => (days === null ? 'for ever' : days === 365 ? 'for a year' : `for ${days} days`)

/** What the form of the setting sends: a choice, and beside `days` the number that was typed. */
export const retentionFormSchema = z
  .object({ kept: z.string().max(20), days: z.string().trim().max(10).optional() })
  .transform(({ kept, days }): TeamRetention => {
    if (kept === 'installation') return { kind: 'installation' }
    if (kept === 'for_ever') return { kind: 'for_ever' }
    return { kind: 'days', days: Number((kept === 'days' ? days : kept) || Number.NaN) }
  })
