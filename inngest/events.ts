import { eventType } from 'inngest'
import { z } from 'zod'

/** Events carry ids only: the function reads everything again and derives anew who asked. */

/** Where the work belongs to in the log and in a trace; absent when a sweep sends the event. */
const originSchema = { requestId: z.string().optional(), traceparent: z.string().optional() }

const generationIdSchema = z.object({ generationId: z.string() })

/**
 * Somebody pressed Generate; the generation row is committed and queued. Each engine and each team has its own limit of work
 * at once. Events of older versions name no team: those share one limit.
 */
export const generationRequested = eventType('generation/requested', {
  schema: generationIdSchema.extend({ engineId: z.string(), teamId: z.string().optional(), ...originSchema }),
})

/** Somebody pressed Cancel; the generation row already says so. */
export const generationCanceled = eventType('generation/canceled', { schema: generationIdSchema })

/** A message to a webhook was written; whoever sends them looks for it. */
export const webhooksDue = eventType('webhook/due', { schema: z.object({}) })

/** A model file was uploaded and waits to be normalised. */
export const modelImportRequested = eventType('model/import-requested', {
  schema: z.object({ importId: z.string(), teamId: z.string().optional(), ...originSchema }),
})
