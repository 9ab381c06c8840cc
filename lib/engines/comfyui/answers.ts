import { z } from 'zod'

/** What ComfyUI answers, as far as it is read here. Everything else in an answer is let pass. */

export const uploadAnswer = z.object({ name: z.string().min(1), subfolder: z.string(), type: z.string() })

const queueItems = z.array(z.tuple([z.number(), z.string()]).rest(z.unknown()))
export const queueAnswer = z.object({ queue_running: queueItems, queue_pending: queueItems })

const fileSchema = z.object({ filename: z.string().min(1), subfolder: z.string(), type: z.enum(['output', 'temp', 'input']) })
export type ComfyFile = z.infer<typeof fileSchema>

const messageSchema = z.tuple([z.string(), z.record(z.string(), z.unknown())])
const historyEntry = z.object({
  outputs: z.record(z.string(), z.object({ images: z.array(fileSchema).optional().catch(undefined) })),
  status: z.object({ status_str: z.string(), messages: z.array(messageSchema) }).nullish(),
})
export type HistoryEntry = z.infer<typeof historyEntry>
export const historyAnswer = z.record(z.string(), historyEntry)

const refusalReason = z.object({
  type: z.string(),
  message: z.string(),
  details: z.string().catch(''),
  extra_info: z.record(z.string(), z.unknown()).catch({}),
})
export type RefusalReason = z.infer<typeof refusalReason>
export const refusalAnswer = z.object({
  error: refusalReason,
  node_errors: z.record(z.string(), z.object({ class_type: z.string(), errors: z.array(refusalReason) })).catch({}),
})
export type Refusal = z.infer<typeof refusalAnswer>

/** Events of `/ws` that belong to one prompt. */
export const socketEvent = z.object({ type: z.string(), data: z.record(z.string(), z.unknown()) })
export type SocketEvent = z.infer<typeof socketEvent>
