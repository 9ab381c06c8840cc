import { z } from 'zod'

/** What a webhook can be told of, in the order of the page. */
export const WEBHOOK_EVENTS = ['generation.succeeded', 'generation.failed', 'generation.canceled', 'output.approved'] as const
export const webhookEventSchema = z.enum(WEBHOOK_EVENTS)
export type WebhookEvent = z.infer<typeof webhookEventSchema>

export const WEBHOOK_EVENT_WORDS: Record<WebhookEvent, string> = {
  'generation.succeeded': 'Images are ready',
  'generation.failed': 'Images could not be made',
  'generation.canceled': 'A generation was canceled',
  'output.approved': 'An image was approved',
}

/** What a message says: ids and states, so that whoever reads it by mistake learns nothing else. */
export const webhookPayloadSchema = z.object({
  type: z.union([webhookEventSchema, z.literal('test')]),
  /** When it happened, ISO 8601. */
  timestamp: z.iso.datetime(),
  data: z.object({
    teamId: z.string(),
    generationId: z.string().optional(),
    status: z.enum(['succeeded', 'failed', 'canceled']).optional(),
    outputIds: z.array(z.string()).optional(),
    outputId: z.string().optional(),
    review: z.literal('approved').optional(),
  }),
})
export type WebhookPayload = z.infer<typeof webhookPayloadSchema>

export const WEBHOOKS_MAX = 10
export const WEBHOOK_URL_LENGTH_MAX = 500

export const newWebhookSchema = z.strictObject({
  url: z.string().trim().min(1, 'Enter the address that is to be told.').max(WEBHOOK_URL_LENGTH_MAX, `At most ${WEBHOOK_URL_LENGTH_MAX} characters.`),
  events: z
    .array(webhookEventSchema)
    .min(1, 'Choose what it is told of.')
    .max(WEBHOOK_EVENTS.length)
    .transform((events) => WEBHOOK_EVENTS.filter((event) => events.includes(event))),
})
export type NewWebhook = z.input<typeof newWebhookSchema>

/** Waits before the second and later attempts: 5 s, 1 min, 10 min, 1 h, 6 h. After the last of them a message is given up. */
export const WEBHOOK_RETRY_DELAYS_MS = [5_000, 60_000, 600_000, 3_600_000, 21_600_000] as const
/** A webhook that nothing has reached for so long is switched off. */
export const WEBHOOK_FAILING_DAYS_MAX = 3
/** How long messages are kept, to be read and sent again. */
export const WEBHOOK_DELIVERIES_DAYS_KEPT = 14

export type WebhookView = {
  id: string
  url: string
  events: WebhookEvent[]
  createdByName: string | null
  createdAtMs: number
  failingSinceMs: number | null
  disabledAtMs: number | null
  disabledReason: 'person' | 'failing' | 'gone' | null
}

export type WebhookDeliveryView = {
  id: string
  webhookId: string
  event: WebhookEvent | 'test'
  status: 'pending' | 'delivered' | 'failed'
  attempts: number
  lastStatus: number | null
  lastProblem: string | null
  createdAtMs: number
  lastAttemptAtMs: number | null
  nextAttemptAtMs: number
}
