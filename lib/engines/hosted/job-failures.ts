import { EngineError } from '../contract'
import { type Answer, bodyOf, isRecord, textOf } from './jobs'
import { retryAfter, toEngineError } from './provider-errors'

const REASON_LENGTH_MAX = 240
const MODERATION = /content[_ ]policy|moderat|safety|nsfw|sensitive|flagged|not allowed|blocked|prohibited|\bE005\b/i
const NO_CREDIT = /balance|credit|billing|quota/i

/**
 * What a client threw, as one of our failures. A failure that a `fetch` of ours threw may lie deep inside: clients wrap it
 * as if the line had broken where a broken line was its cause.
 */
export function jobFailure(error: unknown): EngineError {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if (at instanceof EngineError) return at
  return toEngineError(error)
}

export const speaksOfModeration = (text: string): boolean => MODERATION.test(text)

/** A provider's words as they can stand in a sentence: one line, short, without what looks like a key, with a full stop. */
export function plainWords(text: string | null): string {
  const words = (text ?? '')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replace(/\b(sk|key|token|r8)[-_][\w-]{6,}/gi, '…')
    .trim()
    .slice(0, REASON_LENGTH_MAX)
  return words === '' || /[.!?…]$/.test(words) ? words : `${words}.`
}

/** Appends a provider's reason to a sentence that has no full stop yet. */
export const because = (sentence: string, reason: string | null): string => {
  const words = plainWords(reason)
  return words ? `${sentence}: ${words}` : `${sentence}.`
}

/** What an error answer says, in each of the forms these providers use. */
export function reasonOf(body: unknown): string | null {
  if (!isRecord(body)) return null
  const { detail, error, message } = body
  if (Array.isArray(detail)) {
    const first: unknown = detail[0]
    return isRecord(first) ? textOf(first.msg) : textOf(first)
  }
  if (isRecord(error)) return textOf(error.message)
  return textOf(detail) ?? textOf(message) ?? textOf(error)
}

/** The machine's word for an error, where there is one. */
function kindOf(body: unknown): string {
  const detail = isRecord(body) && Array.isArray(body.detail) ? (body.detail[0] as unknown) : null
  return isRecord(detail) ? `${textOf(detail.type) ?? ''} ${Array.isArray(detail.loc) ? detail.loc.join(' ') : ''}` : ''
}

export const refused = (what: string, reason: string | null): EngineError =>
  new EngineError('rejected', `${because(`The provider refused ${what}`, reason)} Change it and try again.`)

/** An answer that is not what the provider documents. The work may have been done. */
export const unreadable = (cause?: unknown): EngineError =>
  new EngineError('maybe_charged', 'The answer of the provider could not be read. It may have finished and charged.', { cause })

/** Accepted, and later unknown to the provider. */
export const forgotten = (): EngineError => new EngineError('maybe_charged', 'The provider no longer knows of this request. It may have finished and charged.')

/** Why a provider did not take a request. Nothing was begun, so nothing was charged unless the sentence says so. */
export function notTaken(answer: Answer): EngineError {
  const { status } = answer
  const body = bodyOf(answer)
  const reason = reasonOf(body)
  const make = (code: EngineError['code'], message: string): EngineError => new EngineError(code, message, { retryAfterMs: waitOf(answer) })
  if (status === 401) return make('not_configured', 'The provider refused the key of this installation. Whoever runs it has to set a valid one.')
  if (status === 402 || (status === 403 && NO_CREDIT.test(reason ?? '')))
    return make('rejected', 'The account at the provider has no credit left. Whoever runs this installation can add some.')
  if (status === 429) return make('rate_limited', 'The provider is busy.')
  if (status === 404) return make('not_configured', because('The provider does not know this model or address', reason))
  if (status === 413) return make('unsupported', 'The images are too large for the provider. Choose a smaller size or remove a reference.')
  if (status < 500 && speaksOfModeration(`${kindOf(body)} ${reason ?? ''}`)) return refused(whatOf(body), reason)
  if (status === 403) return make('not_configured', because('The provider does not allow this key to make images', reason))
  if (status === 408 || status === 504) return make('maybe_charged', 'The provider took too long. It may have finished and charged.')
  if (status < 500) return make('unsupported', because('The provider does not take this request', reason))
  return make('transient', 'The provider has a problem.')
}

/** Which part of a request an error is about, where the provider says. */
export function whatOf(body: unknown): string {
  const kind = kindOf(body)
  if (/image/.test(kind)) return 'one of the pictures sent'
  return /prompt/.test(kind) ? 'this prompt' : 'this request'
}

const waitOf = ({ headers }: Answer): number | undefined => retryAfter(Object.fromEntries(headers.entries()))
