import 'server-only'
import { z } from 'zod'
import { actorForToken, type TokenActor } from '@/lib/data/actor'
import { type KeptAnswer, once } from '@/lib/data/idempotency/once'
import { countTokenRequest, type LimitState } from '@/lib/data/rate-limits/token-limits'
import { SCENE_BYTES_MAX } from '@/lib/data/scenes/check-document'
import { API_SCOPE_WORDS } from '@/lib/domain/api-token'
import { AppError, HTTP_STATUS } from '@/lib/domain/errors'
import { idSchema, newId } from '@/lib/domain/ids'
import { sha256Hex } from '@/lib/platform/crypto'
import { IMAGE_BYTES_MAX, imageTooLarge } from '@/lib/platform/image-intake'
import { readLimited } from '@/lib/platform/read-limited'
import { originOf } from '../client'
import { errorInfo } from '../error-info'
import { OPERATIONS, type Operation, type OperationId } from './operations'
import { errorBody, headersOf, respondApiError } from './respond'

type Operations = typeof OPERATIONS
type Output<T> = T extends z.ZodType ? z.output<T> : undefined
type QueryOf<Id extends OperationId> = Operations[Id] extends { query: infer Q } ? Output<Q> : undefined
type BodyOf<Id extends OperationId> = Operations[Id] extends { body: infer B } ? (B extends 'picture' ? Uint8Array : Output<B>) : undefined
type AnswerOf<Id extends OperationId> = Operations[Id]['answer'] extends z.ZodType ? z.input<Operations[Id]['answer']> : Response

type Params = Record<string, string>
export type ApiCall<Id extends OperationId> = {
  actor: TokenActor
  params: Params
  query: QueryOf<Id>
  body: BodyOf<Id>
  /** Names this request for good: the same for one that is sent again under its idempotency key. */
  requestKey: string
  /** Headers that an answer with bytes has to carry. */
  headers: Record<string, string>
}

const JSON_BYTES_MAX = SCENE_BYTES_MAX + 100_000
/** Printable ASCII, with or without the quotes of a structured header (draft-ietf-httpapi-idempotency-key-header). */
const KEY_FORM = /^"?([\x21\x23-\x7e]{1,255})"?$/

/**
 * A route of /api/v1 from its entry in the table of operations: finds out who asks by the bearer token and nothing else,
 * counts, checks scope and input, does the work once where a key asks for that, and checks the answer before it leaves.
 */
export function handle<Id extends OperationId>(id: Id, work: (call: ApiCall<Id>) => Promise<AnswerOf<Id>>) {
  const operation: Operation = OPERATIONS[id]
  return async (request: Request, context: { params: Promise<Params | undefined> }): Promise<Response> => {
    const from = originOf(request.headers)
    const requestId = from.requestId ?? newId('req')
    let limits: LimitState[] = []
    try {
      const actor = await actorForToken(bearerOf(request.headers), { ...from, requestId })
      if (!actor)
        throw new AppError('unauthenticated', 'This needs an API token that is valid: Authorization: Bearer mqt_… It may have expired or been revoked.')
      limits = await countTokenRequest(actor, operation.method !== 'GET')
      refuseTooMany(limits)
      if (!actor.scopes.includes(operation.scope)) {
        throw new AppError('missing_scope', `This token may not do this. It needs “${API_SCOPE_WORDS[operation.scope].label}” (${operation.scope}).`)
      }
      // Next gives nothing where nothing varies.
      const params = parseParams((await context.params) ?? {})
      const query = operation.query ? parseQuery(operation.query, request) : undefined
      const bytes = operation.body ? await readBody(request, operation.body) : new Uint8Array()
      const requestHash = sha256Hex(Buffer.concat([Buffer.from(`${operation.method} ${new URL(request.url).pathname}\n`), bytes]))
      const headers = headersOf({ requestId, limits })
      const key = operation.method === 'POST' ? idempotencyKeyOf(request.headers) : null
      const answer = async (requestKey: string): Promise<AnswerOf<Id>> => {
        const body = operation.body === 'picture' ? bytes : operation.body ? parseBody(operation.body, bytes) : undefined
        // The table says which of these there are; the types of one operation follow from its entry.
        return work({ actor, params, query: query as QueryOf<Id>, body: body as BodyOf<Id>, requestKey, headers })
      }
      if (operation.answer === 'picture') return (await answer(newId('req'))) as Response
      const checked = async (requestKey: string): Promise<KeptAnswer> => ({ status: operation.status, body: toJson(operation, await answer(requestKey)) })
      if (key === null) {
        const { status, body } = await checked(newId('req'))
        return Response.json(body, { status, headers })
      }
      const requestKey = sha256Hex(Buffer.from(`${actor.tokenId} ${key} ${requestHash}`)).slice(0, 48)
      const { status, body, again } = await once(actor, { key, requestHash }, () => expected(() => checked(requestKey), requestId), isFinal)
      return Response.json(body, { status, headers: again ? { ...headers, 'idempotency-replayed': 'true' } : headers })
    } catch (error) {
      return respondApiError(error, { requestId, limits }, operation.scope)
    }
  }
}

function bearerOf(headers: Headers): string {
  return /^Bearer +(\S+)$/i.exec(headers.get('authorization')?.trim() ?? '')?.[1] ?? ''
}

function refuseTooMany(limits: readonly LimitState[]): void {
  const over = limits.filter((state) => state.over)
  if (over.length === 0) return
  const retryAfterMs = Math.max(1000, ...over.map(({ resetMs }) => resetMs))
  throw new AppError('rate_limited', `This token has asked too often. Try again in ${Math.ceil(retryAfterMs / 1000)} seconds.`, { retryAfterMs })
}

function parseParams(params: Params): Params {
  for (const value of Object.values(params)) {
    if (!idSchema.safeParse(value).success) throw new AppError('not_found', 'There is nothing with this id.')
  }
  return params
}

const fieldsOf = (error: z.ZodError): Record<string, string> => {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) fields[issue.path.join('.') || 'body'] ??= issue.message
  return fields
}

function parseQuery(schema: z.ZodObject, request: Request): unknown {
  const parsed = schema.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  if (parsed.success) return parsed.data
  throw new AppError('invalid', 'The address of this request has parts that do not fit.', { fields: fieldsOf(parsed.error) })
}

async function readBody(request: Request, kind: NonNullable<Operation['body']>): Promise<Uint8Array> {
  const isPicture = kind === 'picture'
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (!isPicture && type !== 'application/json') throw new AppError('unsupported', 'Send JSON, with the header content-type: application/json.')
  const tooLarge = isPicture ? imageTooLarge : () => new AppError('too_large', 'This request is too large.')
  return request.body ? readLimited(request.body, isPicture ? IMAGE_BYTES_MAX : JSON_BYTES_MAX, tooLarge) : new Uint8Array()
}

function parseBody(schema: z.ZodType, bytes: Uint8Array): unknown {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new AppError('invalid', 'The body of this request is not JSON.', { cause })
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new AppError('invalid', 'Some fields of this request do not fit.', { fields: fieldsOf(parsed.error) })
}

function idempotencyKeyOf(headers: Headers): string | null {
  const header = headers.get('idempotency-key')
  if (header === null) return null
  const key = KEY_FORM.exec(header.trim())?.[1]
  if (key === undefined) throw new AppError('invalid', 'An idempotency key has 1 to 255 printable characters without spaces.')
  return key
}

/** What leaves is what is described: everything else is taken out, and what does not fit is our defect. */
const toJson = ({ answer }: Operation, value: unknown): unknown => (answer instanceof z.ZodType ? JSON.parse(JSON.stringify(answer.parse(value))) : null)

/** An expected failure is an answer too, and is given again like one. */
async function expected(work: () => Promise<KeptAnswer>, requestId: string): Promise<KeptAnswer> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError) || !isFinal({ status: HTTP_STATUS[error.code], body: null })) throw error
    return { status: HTTP_STATUS[error.code], body: errorBody(errorInfo(error), requestId) }
  }
}

/** What may be different a moment later is not kept under a key. */
const MAY_CHANGE = new Set<number>([
  HTTP_STATUS.unauthenticated,
  HTTP_STATUS.over_budget,
  HTTP_STATUS.forbidden,
  HTTP_STATUS.conflict,
  HTTP_STATUS.rate_limited,
])
const isFinal = ({ status }: KeptAnswer): boolean => status < 500 && !MAY_CHANGE.has(status)
