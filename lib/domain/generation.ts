import { z } from 'zod'
import { aspectRatioSchema, imageSizeSchema } from './aspect-ratio'
import { idSchema } from './ids'
import { isStorableText, NOT_STORABLE } from './text'

export const GENERATION_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'canceled'] as const
export type GenerationStatus = (typeof GENERATION_STATUSES)[number]

const NEXT: Record<GenerationStatus, readonly GenerationStatus[]> = {
  queued: ['running', 'failed', 'canceled'],
  running: ['succeeded', 'failed', 'canceled'],
  succeeded: [],
  failed: [],
  canceled: [],
}

/** A generation only moves forward; the three end states are final. */
export const canMove = (from: GenerationStatus, to: GenerationStatus): boolean => NEXT[from].includes(to)

export const REFERENCE_ROLES = ['style', 'material', 'environment', 'concept'] as const
export const referenceRoleSchema = z.enum(REFERENCE_ROLES)
export type ReferenceRole = z.infer<typeof referenceRoleSchema>

/** Slot 1 is the canvas; slots 2 and 3 hold uploads. Strength is 0 to 1. */
export const referenceSchema = z.strictObject({
  slot: z.union([z.literal(2), z.literal(3)]),
  assetId: idSchema,
  role: referenceRoleSchema,
  strength: z.number().min(0).max(1),
})
export type Reference = z.infer<typeof referenceSchema>

export const QUALITIES = ['draft', 'standard', 'high'] as const
export const qualitySchema = z.enum(QUALITIES)
export type Quality = z.infer<typeof qualitySchema>

export const PROMPT_LENGTH_MAX = 2000
export const NEGATIVE_PROMPT_LENGTH_MAX = 1000
export const SEED_MAX = 2 ** 31 - 1

/** How many images one press of Generate can make. */
export const IMAGE_COUNTS = [1, 2, 4, 8] as const
const imageCountSchema = z.literal(IMAGE_COUNTS)
export type ImageCount = z.infer<typeof imageCountSchema>

export const promptSchema = z.string().max(PROMPT_LENGTH_MAX).refine(isStorableText, NOT_STORABLE)

/** Pixels by which the mask of an edit may reach beyond its object, in a picture whose longer side has 1024. */
export const EDIT_GROW_MAX = 64
/** Changes of single objects that one picture may have behind it. */
export const EDIT_STEPS_MAX = 32

/** One object of a finished picture is changed and every pixel away from it stays. Frozen with the generation. */
export const objectEditSchema = z.strictObject({
  /** The picture before, kept as the generation's snapshot. */
  baseOutputId: idSchema,
  /** The object, a node of the frozen scene, and what it was called there. */
  nodeId: z.string().min(1).max(64),
  objectName: z.string().max(120),
  grow: z.number().int().min(0).max(EDIT_GROW_MAX),
  /** Whether its shadow, and where it is mirrored, may change too. */
  includeShadow: z.boolean(),
  /** The prompt of the picture of the whole scene that the changes began with, and the changes since, in order. */
  scenePrompt: promptSchema,
  earlier: z.array(z.strictObject({ nodeId: z.string().min(1).max(64), prompt: promptSchema })).max(EDIT_STEPS_MAX),
})
export type ObjectEdit = z.infer<typeof objectEditSchema>

/** Everything the Image panel decides, frozen with the generation. */
export const generationSettingsSchema = z.strictObject({
  engine: z.string().min(1).max(64),
  canvas: z.boolean(),
  ratio: aspectRatioSchema,
  size: imageSizeSchema,
  quality: qualitySchema,
  /** The first image's seed; image i uses seed + i. */
  seed: z.number().int().min(0).max(SEED_MAX),
  images: imageCountSchema,
  /** What the picture should not show, for models that take it. */
  negativePrompt: z.string().max(NEGATIVE_PROMPT_LENGTH_MAX).refine(isStorableText, NOT_STORABLE).optional(),
  /** Absent but for a change of one object. */
  edit: objectEditSchema.optional(),
})
export type GenerationSettings = z.infer<typeof generationSettingsSchema>

/** How far a running generation has come. */
export const progressSchema = z.object({
  /** 0 to 1 over all images, or null where the engine cannot say. */
  fraction: z.number().min(0).max(1).nullable(),
  /** What is happening, for the user: "Rendering, 20 of 32". */
  step: z.string(),
  remainingMs: z.number().nullable(),
  /** Grows by one with each new preview; 0 means there is none yet. */
  preview: z.number().int(),
})
export type Progress = z.infer<typeof progressSchema>

/** Why an engine did not make the image. Maps once to retry, retry later or do not retry. */
export const ENGINE_FAILURES = ['not_configured', 'unsupported', 'rejected', 'rate_limited', 'transient', 'maybe_charged', 'internal'] as const
export const generationErrorSchema = z.object({
  code: z.enum(ENGINE_FAILURES),
  message: z.string(),
  retryAfterMs: z.number().optional(),
})
export type GenerationError = z.infer<typeof generationErrorSchema>
