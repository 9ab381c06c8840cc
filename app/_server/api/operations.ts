import type { z } from 'zod'
import { apiGenerateSchema } from '@/lib/domain/api-generate'
import type { ApiScope } from '@/lib/domain/api-token'
import type { ErrorCode } from '@/lib/domain/errors'
import * as schema from './schemas'

/** One thing that a program can do: everything that the routes, the OpenAPI document and the page for developers know of it. */
export type Operation = {
  method: 'GET' | 'POST' | 'PATCH'
  /** Below /api/v1, with `{id}` for what varies. */
  path: string
  summary: string
  description?: string
  scope: ApiScope
  query?: z.ZodObject
  /** JSON by a schema, or a picture as it is. */
  body?: z.ZodType | 'picture'
  /** The status when it worked. */
  status: 200 | 201 | 202
  /** JSON by a schema, or a picture. */
  answer: z.ZodType | 'picture'
  /** Codes beside those that every operation can answer. */
  errors: readonly ErrorCode[]
}

/** By the name that clients made from the document give their functions. */
export const OPERATIONS = {
  listEngines: {
    method: 'GET',
    path: '/engines',
    summary: 'List engines',
    description: 'What makes images here, whether each can be used now, and what it takes.',
    scope: 'generate',
    status: 200,
    answer: schema.engineList,
    errors: [],
  },
  listScenes: {
    method: 'GET',
    path: '/scenes',
    summary: 'List scenes',
    description: 'The scenes of the team, last changed first.',
    scope: 'scenes:read',
    query: schema.pageQuery,
    status: 200,
    answer: schema.sceneList,
    errors: [],
  },
  createScene: {
    method: 'POST',
    path: '/scenes',
    summary: 'Create a scene',
    description: 'From a whole document, as GET /scenes/{sceneId} answers one. Models that it names have to be in the team already.',
    scope: 'scenes:write',
    body: schema.newScene,
    status: 201,
    answer: schema.sceneSaved,
    errors: ['not_found', 'forbidden'],
  },
  readScene: {
    method: 'GET',
    path: '/scenes/{sceneId}',
    summary: 'Read a scene',
    scope: 'scenes:read',
    status: 200,
    answer: schema.scene,
    errors: ['not_found'],
  },
  changeScene: {
    method: 'PATCH',
    path: '/scenes/{sceneId}',
    summary: 'Change a scene',
    description: 'Its name, its document, or both. Open editors see the change at once.',
    scope: 'scenes:write',
    body: schema.sceneChanges,
    status: 200,
    answer: schema.sceneSaved,
    errors: ['not_found', 'conflict', 'forbidden'],
  },
  uploadAsset: {
    method: 'POST',
    path: '/assets',
    summary: 'Upload a reference',
    description: 'The picture itself as the body: PNG, JPEG, WebP or AVIF of at most 20 MB. It is decoded and written anew. The same bytes give the same id.',
    scope: 'generate',
    body: 'picture',
    status: 201,
    answer: schema.asset,
    errors: ['not_found', 'forbidden'],
  },
  generate: {
    method: 'POST',
    path: '/generate',
    summary: 'Generate images',
    description:
      'Freezes the scene as it is saved now and queues the work. Ask GET /generations/{generationId} how far it is, or let a webhook tell you. With an Idempotency-Key a request that is sent twice makes one generation.',
    scope: 'generate',
    body: apiGenerateSchema,
    status: 202,
    answer: schema.generationAccepted,
    errors: ['not_found', 'conflict', 'over_budget', 'forbidden'],
  },
  listGenerations: {
    method: 'GET',
    path: '/generations',
    summary: 'List generations',
    description: 'What the team made, newest first.',
    scope: 'generations:read',
    query: schema.generationQuery,
    status: 200,
    answer: schema.generationList,
    errors: [],
  },
  readGeneration: {
    method: 'GET',
    path: '/generations/{generationId}',
    summary: 'Read a generation',
    description: 'Its status, how far it is, what it cost and the images that are there.',
    scope: 'generations:read',
    status: 200,
    answer: schema.generation,
    errors: ['not_found'],
  },
  cancelGeneration: {
    method: 'POST',
    path: '/generations/{generationId}/cancel',
    summary: 'Cancel a generation',
    description: 'Final at once; the work stops within a second. One that had ended keeps its end.',
    scope: 'generate',
    status: 200,
    answer: schema.generationCanceled,
    errors: ['not_found', 'forbidden'],
  },
  readOutput: {
    method: 'GET',
    path: '/outputs/{outputId}',
    summary: 'Read an output',
    scope: 'outputs:read',
    status: 200,
    answer: schema.output,
    errors: ['not_found'],
  },
  downloadOutput: {
    method: 'GET',
    path: '/outputs/{outputId}/file',
    summary: 'Download an output',
    description: 'The image, as PNG, JPEG or WebP.',
    scope: 'outputs:read',
    query: schema.fileQuery,
    status: 200,
    answer: 'picture',
    errors: ['not_found'],
  },
  readUsage: {
    method: 'GET',
    path: '/usage',
    summary: 'Read usage',
    description: 'How much the team made in a range of days, what it cost, and the same for the period before.',
    scope: 'usage:read',
    query: schema.usageQuery,
    status: 200,
    answer: schema.usage,
    errors: ['not_found'],
  },
} as const satisfies Record<string, Operation>

export type OperationId = keyof typeof OPERATIONS

/** What any operation can answer beside its own. */
export const COMMON_ERRORS = ['invalid', 'unauthenticated', 'missing_scope', 'rate_limited', 'unavailable', 'internal'] as const satisfies readonly ErrorCode[]
/** What one that takes a body can. */
export const BODY_ERRORS = ['too_large', 'unsupported'] as const satisfies readonly ErrorCode[]
/** And what one that takes an idempotency key can. */
export const KEYED_ERRORS = ['conflict', 'reused_key'] as const satisfies readonly ErrorCode[]
