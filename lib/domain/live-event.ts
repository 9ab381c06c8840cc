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
  /** See GenerationView. */
  queuePlace: z.number().int().nullable(),
  error: generationErrorSchema.nullable(),
  /** In the trash: reading it finds nothing. */
  deleted: z.boolean(),
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
/** What is said about the images of a generation, whose id it carries: comments and verdicts. */
export const liveCommentSchema = z.object({ type: z.literal('comment'), id: z.string(), teamId: z.string(), changedAtMs: z.number() })
/** The inbox of the person who listens, whose id it carries. */
export const liveInboxSchema = z.object({ type: z.literal('inbox'), id: z.string(), unread: z.number().int() })
/** The person who listens joined or left a team, or their role in one changed: what a page shows may be out of date. */
export const liveMembershipSchema = z.object({ type: z.literal('membership'), id: z.string(), atMs: z.number() })
export const liveEventSchema = z.discriminatedUnion('type', [
  liveGenerationSchema,
  liveImportSchema,
  liveSceneSchema,
  liveCommentSchema,
  liveInboxSchema,
  liveMembershipSchema,
])
export type LiveGeneration = z.infer<typeof liveGenerationSchema>
export type LiveImport = z.infer<typeof liveImportSchema>
export type LiveScene = z.infer<typeof liveSceneSchema>
export type LiveComment = z.infer<typeof liveCommentSchema>
/** What concerns everybody in a team. */
export type LiveTeamEvent = LiveGeneration | LiveImport | LiveScene | LiveComment
export type LiveEvent = z.infer<typeof liveEventSchema>
