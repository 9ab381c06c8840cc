import { EngineError } from '../contract'
import { type Answer, bodyOf, isRecord, textOf } from './jobs'
import { fromAnswer, plainWords } from './provider-errors'

/** A sentence without its full stop, and the provider's reason behind it where there is one. */
export const because = (sentence: string, reason: string | null): string => {
  const words = plainWords(reason)
  return words ? `${sentence}: ${words}` : `${sentence}.`
}

/** What an error answer says, in each of the forms that these providers use. */
export function reasonOf(body: unknown): string | null {
  if (!isRecord(body)) return null
  const { detail, error, message } = body
  if (Array.isArray(detail)) {
    const first: unknown = detail[0]
    return isRecord(first) ? textOf(first.msg) : textOf(first)
  }
  return textOf(detail) ?? textOf(message) ?? textOf(error)
}

/** The machine's words for an error, and the field that it is about. */
function kindOf(body: unknown): string {
  const first: unknown = isRecord(body) && Array.isArray(body.detail) ? body.detail[0] : null
  if (!isRecord(first)) return ''
  const field = Array.isArray(first.loc) ? first.loc.join(' ') : ''
  return `${textOf(first.type) ?? ''} ${/image/.test(field) ? 'input_image' : field}`
}

/** Why a provider did not take a request, or did nothing with it. */
export function notTaken(answer: Answer): EngineError {
  const body = bodyOf(answer)
  const headers = Object.fromEntries(answer.headers.entries())
  return fromAnswer({ status: answer.status, headers, body: { error: { message: reasonOf(body), code: kindOf(body) } } })
}

/** An answer that is not what the provider documents. The work may have been done. */
export const unreadable = (): EngineError => new EngineError('maybe_charged', 'The answer of the provider could not be read. It may have finished and charged.')

/** Accepted, and later unknown to the provider. */
export const forgotten = (): EngineError => new EngineError('maybe_charged', 'The provider no longer knows of this request. It may have finished and charged.')

/** Made, and not to be had. */
export const notFetched = (): EngineError => new EngineError('maybe_charged', 'The image could not be fetched from the provider. It may have charged for it.')
