import { APICallError, NoImageGeneratedError } from 'ai'
import { EngineError } from '../contract'

const REASON_LENGTH_MAX = 240
/** The line was never up, so nothing was sent. Every other break may have come after the request arrived. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])
const MODERATION = /content[_ ]policy|moderation|safety|not allowed|blocked|prohibited/i

/** What a server that speaks the OpenAI protocol says went wrong, as one of our failures with a sentence for the user. */
export function toEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error
  if (APICallError.isInstance(error)) return fromAnswer(error)
  if (NoImageGeneratedError.isInstance(error)) {
    return new EngineError('rejected', 'The provider answered without an image. Change the prompt and try again.', { cause: error })
  }
  return new EngineError('maybe_charged', 'The answer of the provider could not be read. It may have finished and charged.', { cause: error })
}

function fromAnswer(error: APICallError): EngineError {
  const { statusCode: status } = error
  const make = (code: EngineError['code'], message: string, retryAfterMs?: number): EngineError =>
    new EngineError(code, message, { retryAfterMs, cause: error })
  if (status === undefined) {
    return NEVER_SENT.has(networkCode(error) ?? '')
      ? make('transient', 'The provider cannot be reached.')
      : make('maybe_charged', 'The connection broke after the request was sent. The provider may have finished and charged.')
  }
  const { reason, code } = readReason(error)
  const because = reason ? `: ${reason}` : '.'
  if (status >= 200 && status < 300) return make('maybe_charged', 'The answer of the provider was cut off. It may have finished and charged.')
  if (status === 429 && /quota|billing/i.test(code))
    return make('rejected', 'The account at the provider has no credit left. Whoever runs this installation can add some.')
  if (status === 429) return make('rate_limited', 'The provider is busy.', retryAfter(error.responseHeaders))
  if (status === 401) return make('not_configured', 'The provider refused the key of this installation. Whoever runs it has to set a valid one.')
  if (status === 404) return make('not_configured', `The provider does not know this model or address${because}`)
  if (status === 413) return make('unsupported', 'The images are too large for the provider. Choose a smaller size or remove a reference.')
  if (status < 500 && MODERATION.test(`${code} ${reason}`))
    return make('rejected', `The provider refused this prompt${because} Change the prompt and try again.`)
  if (status === 403) return make('not_configured', `The provider does not allow this key to make images${because}`)
  if (status === 408 || status === 504) return make('maybe_charged', 'The provider took too long. It may have finished and charged.')
  if (status < 500) return make('unsupported', `The provider does not take this request${because}`)
  return make('transient', 'The provider has a problem.', retryAfter(error.responseHeaders))
}

/** The provider's own words and its code, cut to a length that fits a panel and without anything that looks like a key. */
function readReason(error: APICallError): { reason: string; code: string } {
  const data: unknown = error.data
  const inner = isRecord(data) && isRecord(data.error) ? data.error : {}
  const text = typeof inner.message === 'string' ? inner.message : ''
  const reason = text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\b(sk|key|token)[-_][\w-]{6,}/gi, '…')
    .trim()
    .slice(0, REASON_LENGTH_MAX)
  return { reason: reason === '' || /[.!?…]$/.test(reason) ? reason : `${reason}.`, code: `${String(inner.code ?? '')} ${String(inner.type ?? '')}` }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function networkCode(error: unknown): string | null {
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
