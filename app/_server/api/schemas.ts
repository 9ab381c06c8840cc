import { z } from 'zod'
import { sceneNameSchema } from '@/lib/data/scenes/mutations'
import { ASPECT_RATIOS, aspectRatioSchema, IMAGE_SIZES, imageSizeSchema } from '@/lib/domain/aspect-ratio'
import { HTTP_STATUS } from '@/lib/domain/errors'
import { ENGINE_FAILURES, GENERATION_STATUSES, QUALITIES, qualitySchema, REFERENCE_ROLES } from '@/lib/domain/generation'
import { idSchema } from '@/lib/domain/ids'
import { isTimeZone } from '@/lib/domain/time-zone'
import { USAGE_RANGES } from '@/lib/domain/usage-range'
import { sceneDocumentSchema } from '@/lib/scene/schema'

/**
 * What /api/v1 takes and answers. The routes check requests and answers by these, the OpenAPI document is made from them, and
 * the page for developers from that: so what is described is what happens.
 */
const time = z.iso.datetime().describe('ISO 8601, UTC.')
const bounded = (text: string): boolean => text >= '2000' && text < '2100'
const dayOfQuery = () => z.iso.date().refine(bounded, 'A day of this century.')
const money = z.int().nullable().describe('Millionths of a US dollar; null where the price is not known.')
const cursor = z.string().nullable().describe('Give it back as `cursor` for the next page; null on the last one.')
const limit = (max: number) => z.coerce.number().int().min(1).max(max).default(24).describe(`Items of a page, at most ${max}.`)

export const sceneSummary = z.object({
  id: z.string(),
  name: z.string(),
  revision: z.int().describe('Grows by one with each saved change of the document.'),
  generationCount: z.int(),
  createdAt: time,
  updatedAt: time,
})
export const sceneList = z.object({ items: z.array(sceneSummary), nextCursor: cursor })
export const scene = z.object({ id: z.string(), name: z.string(), revision: z.int(), updatedAt: time, document: sceneDocumentSchema })
export const sceneSaved = z.object({ id: z.string(), name: z.string(), revision: z.int() })
export const newScene = z.strictObject({ name: sceneNameSchema, document: sceneDocumentSchema })
export const sceneChanges = z.strictObject({
  name: sceneNameSchema.optional(),
  document: sceneDocumentSchema.optional().describe('Takes the place of the whole document.'),
  baseRevision: z
    .int()
    .min(1)
    .optional()
    .describe('The revision that the document was made from, needed with it: when somebody saved since, nothing is changed and the answer is 409.'),
})

export const engine = z.object({
  id: z.string(),
  label: z.string(),
  description: z.string(),
  ready: z.boolean(),
  reason: z.string().nullable().describe('Why it cannot be used now.'),
  model: z.string().nullable(),
  canvas: z.enum(['required', 'optional', 'unsupported']).describe('Whether it takes the picture of the scene.'),
  ratios: z.array(z.enum(ASPECT_RATIOS)),
  sizes: z.array(z.literal(IMAGE_SIZES)),
  qualities: z.array(z.enum(QUALITIES)),
  images: z.array(z.int()),
  referenceRoles: z.array(z.enum(REFERENCE_ROLES)),
  referencesMax: z.int(),
  seed: z.boolean(),
  negativePrompt: z.boolean(),
  free: z.boolean().describe('Whether it runs here and costs nothing.'),
})
export const engineList = z.object({ items: z.array(engine) })

export const asset = z.object({ id: z.string(), mime: z.string(), byteSize: z.int(), width: z.int().nullable(), height: z.int().nullable() })

export const output = z.object({
  id: z.string(),
  generationId: z.string(),
  index: z.int().describe('From 0.'),
  width: z.int(),
  height: z.int(),
  seed: z.int().nullable(),
  byteSize: z.int().describe('Of the stored PNG.'),
  title: z.string().nullable(),
  tags: z.array(z.string()),
  review: z.enum(['approved', 'changes_requested']).nullable(),
  fidelity: z.number().nullable().describe('How faithfully it shows the scene, 0 to 100; null where that was not measured.'),
  file: z.string().describe('The path of its bytes.'),
})

export const generation = z.object({
  id: z.string(),
  status: z.enum(GENERATION_STATUSES),
  sceneId: z.string().nullable(),
  sceneName: z.string().nullable(),
  shot: z.string().nullable().describe('The name of the saved camera that it was taken from.'),
  prompt: z.string(),
  engine: z.string(),
  settings: z.object({
    ratio: aspectRatioSchema,
    size: imageSizeSchema,
    quality: qualitySchema,
    images: z.int(),
    seed: z.int(),
    canvas: z.boolean(),
    negativePrompt: z.string().optional(),
  }),
  width: z.int(),
  height: z.int(),
  progress: z
    .object({ fraction: z.number().nullable().describe('0 to 1 over all images.'), step: z.string(), remainingMs: z.number().nullable() })
    .nullable()
    .describe('While it is running.'),
  error: z
    .object({ code: z.enum(ENGINE_FAILURES), message: z.string() })
    .nullable()
    .describe('Why it failed.'),
  costMicroUsd: money,
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  outputs: z.array(output),
})
export const generationList = z.object({ items: z.array(generation), nextCursor: cursor })
export const generationAccepted = z.object({ id: z.string(), status: z.enum(GENERATION_STATUSES) })
export const generationCanceled = z.object({
  id: z.string(),
  status: z.enum(GENERATION_STATUSES),
  canceled: z.boolean().describe('False when it had ended before: it keeps its end.'),
})

const durations = z.object({ medianMs: z.number(), p95Ms: z.number(), count: z.int() }).nullable()
const figures = z.object({
  requested: z.int(),
  succeeded: z.int(),
  failed: z.int(),
  canceled: z.int(),
  images: z.int(),
  approved: z.int(),
  unpriced: z.int().describe('Generations whose cost is not known; the sum of costs leaves them out.'),
  costMicroUsd: z.int(),
  queue: durations.describe('From the request to the beginning of the work.'),
  render: durations.describe('From there to the end, of generations that succeeded.'),
})
const day = z.iso.date().describe('YYYY-MM-DD')
const breakdown = z.array(z.object({ value: z.string(), name: z.string().nullable(), figures }))
export const usage = z.object({
  from: day,
  to: day,
  timeZone: z.string(),
  total: figures,
  before: figures.describe('Of the period of the same length before it.'),
  bars: z.array(z.object({ from: day, to: day, figures })),
  engines: breakdown,
  members: breakdown,
  scenes: breakdown,
})

export const apiError = z.object({
  error: z.object({
    code: z.enum(Object.keys(HTTP_STATUS) as (keyof typeof HTTP_STATUS)[]),
    message: z.string().describe('What happened and what to do, for a person.'),
    fields: z.record(z.string(), z.string()).optional().describe('Messages by field of the request.'),
    requestId: z.string().describe('Give it to support.'),
  }),
})

export const pageQuery = z.strictObject({ cursor: z.string().max(300).optional().describe('`nextCursor` of the page before.'), limit: limit(60) })
export const generationQuery = z.strictObject({
  ...pageQuery.shape,
  q: z.string().max(200).optional().describe('Words of prompts, scenes, titles and tags.'),
  scene: idSchema.optional(),
  engine: z.string().max(64).optional(),
  status: z.enum(GENERATION_STATUSES).optional(),
  review: z.enum(['approved', 'changes_requested']).optional(),
  tag: z.string().max(60).optional(),
  from: dayOfQuery().optional().describe('Requested on this day or later, UTC.'),
  to: dayOfQuery().optional().describe('Requested on this day or earlier, UTC.'),
})
export const fileQuery = z.strictObject({
  format: z.enum(['png', 'jpeg', 'webp']).default('png'),
  metadata: z.enum(['0', '1']).default('1').describe('0 leaves out how it was made.'),
})
export const usageQuery = z.strictObject({
  range: z.enum(USAGE_RANGES).optional().describe('The last 30 days without it.'),
  from: dayOfQuery().optional().describe('The first day.'),
  to: dayOfQuery().optional().describe('The last day.'),
  timeZone: z
    .string()
    .max(60)
    .refine(isTimeZone, 'Not a time zone, such as Europe/Berlin.')
    .default('UTC')
    .describe('Where days begin, such as Europe/Berlin.'),
})
