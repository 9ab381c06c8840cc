import { z } from 'zod'
import { apiGenerateSchema } from '@/lib/domain/api-generate'
import { type ErrorCode, HTTP_STATUS } from '@/lib/domain/errors'
import { webhookPayloadSchema } from '@/lib/domain/webhook'
import { sceneDocumentSchema } from '@/lib/scene/schema'
import { BODY_ERRORS, COMMON_ERRORS, KEYED_ERRORS, OPERATIONS, type Operation } from './operations'
import { API_PATH } from './present'
import * as schema from './schemas'

type Json = { [key: string]: unknown }
/** The parts of an OpenAPI 3.1 document that the page for developers shows. */
export type OpenApiOperation = {
  operationId: string
  summary: string
  description?: string
  parameters: { name: string; in: 'path' | 'query' | 'header'; required: boolean; description?: string; schema: Json }[]
  requestBody?: Json
  responses: Record<string, Json>
  security: Record<string, string[]>[]
  'x-scope': string
}
export type OpenApiDocument = {
  openapi: '3.1.1'
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  security: Record<string, string[]>[]
  paths: Record<string, Record<string, OpenApiOperation>>
  webhooks: Record<string, unknown>
  components: { schemas: Record<string, Json>; securitySchemes: Json; headers: Json }
}

/** The names of schemas in the document. */
const REQUESTS: Record<string, z.ZodType> = {
  NewScene: schema.newScene,
  SceneChanges: schema.sceneChanges,
  GenerateRequest: apiGenerateSchema,
}
const ANSWERS: Record<string, z.ZodType> = {
  EngineList: schema.engineList,
  Engine: schema.engine,
  SceneList: schema.sceneList,
  SceneSummary: schema.sceneSummary,
  Scene: schema.scene,
  SceneSaved: schema.sceneSaved,
  SceneDocument: sceneDocumentSchema,
  Asset: schema.asset,
  GenerationAccepted: schema.generationAccepted,
  GenerationCanceled: schema.generationCanceled,
  GenerationList: schema.generationList,
  Generation: schema.generation,
  Output: schema.output,
  Usage: schema.usage,
  Error: schema.apiError,
  WebhookMessage: webhookPayloadSchema,
}

const refTo = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

function schemasOf(named: Record<string, z.ZodType>, io: 'input' | 'output'): Record<string, Json> {
  const registry = z.registry<{ id: string }>()
  for (const [id, type] of Object.entries(named)) registry.add(type, { id })
  const made = z.toJSONSchema(registry, { io, target: 'draft-2020-12', uri: (id) => `#/components/schemas/${id}`, override: (at) => plain(at.jsonSchema, io) })
  return Object.fromEntries(
    Object.entries(made.schemas).map(([name, described]) => {
      const { $schema: _schema, $id: _id, ...rest } = described as Json
      return [name, rest]
    }),
  )
}

/** Answers may grow by fields one day, and the bounds of whole numbers in JavaScript are no rule of ours. */
function plain(described: Json, io: 'input' | 'output'): void {
  if (io === 'output' && described.additionalProperties === false) delete described.additionalProperties
  if (described.maximum === Number.MAX_SAFE_INTEGER) delete described.maximum
  if (described.minimum === Number.MIN_SAFE_INTEGER) delete described.minimum
}

const nameOf = (type: z.ZodType): string => {
  const found = Object.entries({ ...REQUESTS, ...ANSWERS }).find(([, named]) => named === type)
  if (!found) throw new Error('A schema of the API has no name in the OpenAPI document.')
  return found[0]
}

const PICTURES = ['image/png', 'image/jpeg', 'image/webp'] as const
const pictures = (mimes: readonly string[]): Json => Object.fromEntries(mimes.map((mime) => [mime, {}]))

function parametersOf(operation: Operation): OpenApiOperation['parameters'] {
  const path = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path' as const,
    required: true,
    schema: { type: 'string' },
  }))
  const described = operation.query ? (z.toJSONSchema(operation.query, { io: 'input', target: 'draft-2020-12' }).properties ?? {}) : {}
  const query = Object.entries(described).map(([name, property]) => {
    const { description, ...rest } = property as Json & { description?: string }
    return { name, in: 'query' as const, required: false, ...(description ? { description } : {}), schema: rest }
  })
  const key = {
    name: 'Idempotency-Key',
    in: 'header' as const,
    required: false,
    description: 'Chosen by you, such as a UUID. The same key and request within 24 hours give the same answer without doing the work again.',
    schema: { type: 'string', maxLength: 257 },
  }
  return [...path, ...query, ...(operation.method === 'POST' ? [key] : [])]
}

function responsesOf(operation: Operation): Record<string, Json> {
  const codes: ErrorCode[] = [
    ...new Set<ErrorCode>([
      ...COMMON_ERRORS,
      ...(operation.body ? BODY_ERRORS : []),
      ...(operation.method === 'POST' ? KEYED_ERRORS : []),
      ...operation.errors,
    ]),
  ]
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codes) byStatus.set(HTTP_STATUS[code], [...(byStatus.get(HTTP_STATUS[code]) ?? []), code])
  const failures = [...byStatus].map(([status, list]) => [
    String(status),
    { description: list.join(', '), content: { 'application/json': { schema: refTo('Error') } } },
  ])
  const headers = { RateLimit: { $ref: '#/components/headers/RateLimit' }, 'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' } }
  const content = operation.answer instanceof z.ZodType ? { 'application/json': { schema: refTo(nameOf(operation.answer)) } } : pictures(PICTURES)
  return { [String(operation.status)]: { description: 'It worked.', headers, content }, ...Object.fromEntries(failures) }
}

const describe = (operationId: string, operation: Operation): OpenApiOperation => ({
  operationId,
  summary: operation.summary,
  ...(operation.description ? { description: operation.description } : {}),
  parameters: parametersOf(operation),
  ...(operation.body
    ? {
        requestBody: {
          required: true,
          content:
            operation.body instanceof z.ZodType ? { 'application/json': { schema: refTo(nameOf(operation.body)) } } : pictures([...PICTURES, 'image/avif']),
        },
      }
    : {}),
  responses: responsesOf(operation),
  security: [{ token: [] }],
  'x-scope': operation.scope,
})

const limitHeader = (description: string, example: string): Json => ({ description, schema: { type: 'string' }, example })

/** The whole API as an OpenAPI 3.1 document, made from the same table and schemas that the routes obey. */
export function openApiDocument(origin: string): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {}
  for (const [operationId, operation] of Object.entries<Operation>(OPERATIONS)) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describe(operationId, operation) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Maquette',
      version: '1',
      description: 'Scenes, generations and images of one team. Every request carries a token of that team; the team page API makes them.',
    },
    servers: [{ url: `${origin}${API_PATH}` }],
    security: [{ token: [] }],
    paths,
    webhooks: {
      message: {
        post: {
          summary: 'What a webhook receives',
          description: 'Signed by the specification Standard Webhooks: webhook-id, webhook-timestamp, webhook-signature.',
          requestBody: { content: { 'application/json': { schema: refTo('WebhookMessage') } } },
          responses: { '2XX': { description: 'It arrived. Anything else is sent again.' } },
        },
      },
    },
    components: {
      // A scene is the same whichever way it goes, and strict.
      schemas: { ...schemasOf(ANSWERS, 'output'), ...schemasOf({ ...REQUESTS, SceneDocument: sceneDocumentSchema }, 'input') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of the team, mqt_ and 43 characters. `x-scope` names what it has to be made for.' },
      },
      headers: {
        RateLimit: limitHeader('What is left of each limit, and in how many seconds it is whole again.', '"requests";r=299;t=60'),
        RateLimitPolicy: limitHeader('How many requests in how many seconds.', '"requests";q=300;w=60'),
      },
    },
  }
}
