import { EngineError } from '../contract'
import { isRecord, textOf } from '../hosted/jobs'
import { plainWords } from '../hosted/provider-errors'

/** Why Google stopped, in words. What is missing here is said by its own name. */
const REASONS: Record<string, string> = {
  SAFETY: 'its safety rules',
  IMAGE_SAFETY: 'its safety rules',
  PROHIBITED_CONTENT: 'what it never makes',
  IMAGE_PROHIBITED_CONTENT: 'what it never makes',
  BLOCKLIST: 'a word on its block list',
  RECITATION: 'likeness to a work that exists',
  IMAGE_RECITATION: 'likeness to a work that exists',
  SPII: 'personal data',
}

/** Reasons about the picture that was being made, where the others are about what was sent. */
const OF_PICTURE = /^IMAGE_(SAFETY|PROHIBITED_CONTENT|RECITATION)$/

/**
 * Why an answer of Gemini holds no picture: the prompt was refused before anything was made, the picture was held back, or
 * the model answered in words.
 * @param costMicroUsd what Google takes for the answer all the same; null where that is unknown.
 */
export function explainNoImage(body: unknown, costMicroUsd: number | null): EngineError {
  if (!isRecord(body) || !(Array.isArray(body.candidates) || isRecord(body.promptFeedback)))
    return new EngineError('maybe_charged', 'The answer of the provider could not be read. It may have finished and charged.')
  const feedback = isRecord(body.promptFeedback) ? body.promptFeedback : {}
  const candidate: unknown = Array.isArray(body.candidates) ? body.candidates[0] : null
  const reason = textOf(isRecord(candidate) ? candidate.finishReason : null)
  const blocked = textOf(feedback.blockReason)
  const make = (message: string): EngineError => new EngineError('rejected', message, { costMicroUsd })
  if (blocked && blocked !== 'BLOCK_REASON_UNSPECIFIED')
    return make(`The provider refused this prompt, because of ${REASONS[blocked] ?? blocked}. Change it and try again.`)
  if (reason && OF_PICTURE.test(reason))
    return make(`The provider held back the picture that it made, because of ${REASONS[reason] ?? reason}. Change the prompt or a reference and try again.`)
  if (reason && REASONS[reason])
    return make(`The provider refused this request, because of ${REASONS[reason]}. Change the prompt or a reference and try again.`)
  const words = plainWords(isRecord(candidate) ? (textOf(candidate.finishMessage) ?? spoken(candidate)) : null)
  return make(`The model answered without an image${words ? `: ${words}` : '.'} Change the prompt and try again.`)
}

/** What the model wrote in place of a picture. */
function spoken(candidate: Record<string, unknown>): string | null {
  const parts = isRecord(candidate.content) && Array.isArray(candidate.content.parts) ? candidate.content.parts : []
  return textOf(
    parts
      .filter(isRecord)
      .map(({ text }) => textOf(text) ?? '')
      .join(' '),
  )
}
