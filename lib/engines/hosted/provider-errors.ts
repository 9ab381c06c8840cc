import { APICallError, NoImageGeneratedError } from 'ai'
import { EngineError } from '../contract'

const REASON_LENGTH_MAX = 240
/** The line was never up, so nothing was sent. Every other break may have come after the request arrived. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])
/** The line held, and nothing came over it. */
const SILENT = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])
const MODERATION = /content[_ ]policy|moderat|safety|nsfw|sensitive|flagged|blocked|prohibited|\bE005\b/i
const NO_CREDIT = /insufficient[_ ](quota|funds|credit|balance)|billing_hard_limit|credit balance|credits are depleted|exhausted[_ ]balance/i
/** Google names the limit that was reached; a limit of a day is no reason to wait. */
const DAILY = /PerDay/

/** What a provider's client threw, as one of our failures with a sentence for the user. */
export function toEngineError(error: unknown): EngineError {
  // A client wraps what a `fetch` of ours threw as if the line had broken, where a broken line was its cause.
  const own = inChain(error, (value): value is EngineError => value instanceof EngineError)
  if (own) return own
  if (NoImageGeneratedError.isInstance(error)) return noImage(null, error)
  // The gateway's client wraps the answer into an error of its own.
  const answered = inChain(error, APICallError.isInstance)
  if (answered?.statusCode === undefined) return fromBreak(error)
  // The client keeps of an error what its schema knows; the text has all of it.
  const { statusCode: status, responseHeaders, responseBody, data } = answered
  return fromAnswer({ status, headers: responseHeaders ?? {}, body: parse(responseBody) ?? data }, error)
}

export const speaksOfModeration = (text: string): boolean => MODERATION.test(text)

/** A picture was promised and none came, though nothing failed. @param words what the model said instead. */
export const noImage = (words: string | null, cause?: unknown): EngineError =>
  new EngineError('rejected', `The model answered without an image${because(words)} Change the prompt and try again.`, { cause })

function fromBreak(error: unknown): EngineError {
  const code = errorCode(error)
  if (code !== null && NEVER_SENT.has(code)) return new EngineError('transient', 'The provider cannot be reached.', { cause: error })
  if (code !== null && SILENT.has(code)) return tookTooLong(error)
  const said = code !== null || /fetch failed|terminated|socket|network|aborted|connect/i.test(String(error))
  return new EngineError(
    'maybe_charged',
    said
      ? 'The connection broke after the request was sent. The provider may have finished and charged.'
      : 'The answer of the provider could not be read. It may have finished and charged.',
    { cause: error },
  )
}

const tookTooLong = (cause: unknown): EngineError =>
  new EngineError('maybe_charged', 'The provider took too long. It may have finished and charged.', { cause })

export type ProviderAnswer = { status: number; headers: Record<string, string>; body: unknown }

/**
 * Why a provider did not do what it was asked, from its answer. Knows the forms `{ error: { message, code, type, status,
 * details } }` of OpenAI, Google and the AI Gateway.
 */
export function fromAnswer({ status, headers, body }: ProviderAnswer, cause?: unknown): EngineError {
  const { words, kind, retryMs } = readReason(body)
  const make = (code: EngineError['code'], message: string, retryAfterMs?: number): EngineError => new EngineError(code, message, { retryAfterMs, cause })
  if (status >= 200 && status < 300) return make('maybe_charged', 'The answer of the provider was cut off. It may have finished and charged.')
  if (status === 402 || ((status === 429 || status < 500) && NO_CREDIT.test(`${kind} ${words}`)))
    return make('rejected', 'The account at the provider has no credit left. Whoever the key belongs to can add some.')
  if (status === 429 && DAILY.test(kind))
    return make('rejected', 'The account at the provider has used up what it may for today. Try again tomorrow, or ask whoever the key belongs to.')
  if (status === 429) return make('rate_limited', 'The provider is busy.', retryAfter(headers) ?? retryMs)
  if (status === 401 || /API_KEY_INVALID/.test(kind))
    return make(
      'not_configured',
      "The provider refused the key. An owner or admin can set another on the team's Engines page, or whoever runs this installation.",
    )
  if (status === 404) return make('not_configured', `The provider does not know this model or address${because(words)}`)
  if (status === 413) return make('unsupported', 'The images are too large for the provider. Choose a smaller size or remove a reference.')
  if (status < 500 && speaksOfModeration(`${kind} ${words}`)) return refused(whatOf(kind), words, cause)
  if (status === 403) return make('not_configured', `The provider does not allow this key to make images${because(words)}`)
  if (/FAILED_PRECONDITION/.test(kind)) return make('not_configured', `The provider does not serve this account${because(words)}`)
  if (status === 408 || status === 504) return tookTooLong(cause)
  if (status < 500) return make('unsupported', `The provider does not take this request${because(words)}`)
  return make('transient', 'The provider has a problem.', retryAfter(headers))
}

/** @param what such as "this prompt" or "the picture that it made". @param words the provider's own reason, if any. */
export const refused = (what: string, words: string | null, cause?: unknown): EngineError =>
  new EngineError('rejected', `The provider refused ${what}${because(plainWords(words))} Change the prompt and try again.`, { cause })

/** Moderation looks at what is sent and at what was made; some providers say which of the two it was. */
function whatOf(kind: string): string {
  if (/\boutput\b/.test(kind)) return 'the picture that it made'
  return /input_image|\bimage\b/.test(kind) ? 'one of the pictures sent' : 'this prompt'
}

const because = (words: string | null): string => (words ? `: ${words}` : '.')

/** A provider's words as they can stand in a sentence: one line, short, without what looks like a key, with a full stop. */
export function plainWords(text: string | null): string {
  const words = (text ?? '')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replace(/\b(?:(?:sk|key|token|r8|vck)[-_]|AIza)[\w-]{6,}/gi, (match) => (/\d/.test(match) ? '…' : match))
    .trim()
    .slice(0, REASON_LENGTH_MAX)
  return words === '' || /[.!?…]$/.test(words) ? words : `${words}.`
}

/** The provider's words; its machine's words for the kind of error, in one text; and when it says to come back. */
function readReason(body: unknown): { words: string; kind: string; retryMs: number | undefined } {
  const inner = isRecord(body) && isRecord(body.error) ? body.error : isRecord(body) ? body : {}
  const details = Array.isArray(inner.details) ? inner.details.filter(isRecord) : []
  const violations = details.flatMap(({ violations }) => (Array.isArray(violations) ? violations.filter(isRecord) : []))
  const moderation = isRecord(inner.moderation_details) ? inner.moderation_details : {}
  const kind = [
    inner.code,
    inner.type,
    inner.status,
    ...details.map(({ reason }) => reason),
    ...violations.map(({ quotaId }) => quotaId),
    moderation.moderation_stage,
  ]
  const delay = details.map(({ retryDelay }) => (typeof retryDelay === 'string' ? /^(\d+(?:\.\d+)?)s$/.exec(retryDelay)?.[1] : undefined)).find(Boolean)
  const categories = Array.isArray(moderation.categories) ? moderation.categories.filter((category) => typeof category === 'string') : []
  return {
    // Which rule was broken says more than that one was.
    words: plainWords(categories.length > 0 ? categories.join(', ') : typeof inner.message === 'string' ? inner.message : null),
    kind: kind.filter((word) => typeof word === 'string').join(' '),
    retryMs: delay === undefined ? undefined : Math.ceil(Number(delay) * 1000),
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}

function inChain<T>(error: unknown, is: (value: unknown) => value is T): T | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if (is(at)) return at
  return null
}

function errorCode(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = 'code' in at ? at.code : undefined
    if (typeof code === 'string') return code
  }
  return null
}

/** `retry-after-ms`, or `Retry-After` in seconds or as a date. */
export function retryAfter(headers: Record<string, string> | undefined, now: number = Date.now()): number | undefined {
  const ms = Number(headers?.['retry-after-ms'] ?? Number.NaN)
  if (Number.isFinite(ms) && ms >= 0) return ms
  const text = headers?.['retry-after']
  if (!text) return undefined
  const at = /^\d+(\.\d+)?$/.test(text) ? now + Number(text) * 1000 : Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, Math.round(at - now))
}
