import { z } from 'zod'
import { GENERATION_STATUSES, generationErrorSchema, progressSchema } from './generation'

/** What a browser learns over Server-Sent Events about one generation: its whole present state, so order and loss do not matter. */
export const liveGenerationSchema = z.object({
  type: z.literal('generation'),
  id: z.string(),
  teamId: z.string(),
  sceneId: z.string().nullable(),
  status: z.enum(GENERATION_STATUSES),
  progress: progressSchema.nullable(),
  error: generationErrorSchema.nullable(),
  updatedAtMs: z.number(),
})
export const liveImportSchema = z.object({
  type: z.literal('import'),
  id: z.string(),
  teamId: z.string(),
  status: z.enum(['queued', 'running', 'succeeded', 'failed']),
})
export const liveSceneSchema = z.object({
  type: z.literal('scene'),
  id: z.string(),
  teamId: z.string(),
  revision: z.number().int(),
  /** Who made this revision; null where nobody has saved yet or the account is gone. */
  savedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
})
export const liveEventSchema = z.discriminatedUnion('type', [liveGenerationSchema, liveImportSchema, liveSceneSchema])
export type LiveGeneration = z.infer<typeof liveGenerationSchema>
export type LiveImport = z.infer<typeof liveImportSchema>
export type LiveScene = z.infer<typeof liveSceneSchema>
export type LiveEvent = z.infer<typeof liveEventSchema>
