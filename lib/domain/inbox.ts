import { z } from 'zod'

/** What a person can be told about. */
export const NOTIFICATION_KINDS = ['mention', 'comment', 'approval', 'invitation', 'generation', 'budget', 'webhook'] as const
export const notificationKindSchema = z.enum(NOTIFICATION_KINDS)
export type NotificationKind = z.infer<typeof notificationKindSchema>

/**
 * Whether a kind also goes out by mail while a person has not chosen. Mail is for what waits for that person in particular;
 * the rest can be seen in the inbox whenever it suits.
 */
export const MAILED_BY_DEFAULT: Record<NotificationKind, boolean> = {
  mention: true,
  comment: false,
  approval: true,
  invitation: false,
  generation: false,
  budget: true,
  webhook: true,
}

/** The number of unread lines from which on the exact count says nothing more. */
export const UNREAD_MAX = 99
