import { z } from 'zod'
import { isStorableText, NOT_STORABLE } from '../text'

export const ANNOUNCEMENT_LENGTH_MAX = 280
export const ANNOUNCEMENT_LEVELS = ['info', 'warning'] as const
export type AnnouncementLevel = (typeof ANNOUNCEMENT_LEVELS)[number]

export const LEVEL_WORDS: Record<AnnouncementLevel, string> = { info: 'News', warning: 'Warning' }

/** A line for everybody who is signed in. Times are moments; no end means until somebody ends it. */
export const announcementSchema = z
  .strictObject({
    text: z
      .string()
      .trim()
      .min(1, 'Write what people should know.')
      .max(ANNOUNCEMENT_LENGTH_MAX, `Use at most ${ANNOUNCEMENT_LENGTH_MAX} characters.`)
      .refine(isStorableText, NOT_STORABLE)
      .refine((text) => !/[\r\n]/.test(text), 'Write one line.'),
    level: z.enum(ANNOUNCEMENT_LEVELS),
    startsAt: z.date(),
    endsAt: z.date().nullable(),
  })
  .refine(({ startsAt, endsAt }) => endsAt === null || endsAt > startsAt, { path: ['endsAt'], error: 'The end has to come after the beginning.' })
export type NewAnnouncement = z.infer<typeof announcementSchema>
