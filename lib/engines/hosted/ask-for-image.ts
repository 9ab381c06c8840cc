import { generateImage, NoImageGeneratedError } from 'ai'
import type { EngineError, EngineRun } from '../contract'
import type { Picture } from './picture-words'
import { noImage, toEngineError } from './provider-errors'
import { createProviderFetch } from './provider-fetch'

type GenerateImage = Parameters<typeof generateImage>[0]

export type Ask = Pick<GenerateImage, 'size' | 'aspectRatio' | 'seed' | 'providerOptions'> & {
  run: EngineRun
  /** The model of a client that sends through the given `fetch`. */
  model: (fetch: typeof globalThis.fetch) => GenerateImage['model']
  text: string
  images: readonly Picture[]
  mask?: Uint8Array
  /** Whether the first request hands work in that is asked about later: `createProviderFetch`. */
  resumable?: boolean
  /** What an answer without a picture means, where the provider's own answer says more than that. */
  explain?: (body: unknown) => EngineError | null
}

export type Answered = {
  bytes: Uint8Array
  headers: Record<string, string>
  /** The provider's answer in JSON: clients leave out what it used and what it cost. */
  body: unknown
  /** By the name of the provider. */
  metadata: Record<string, unknown>
  /** What the client or the provider left aside, in one line; null for nothing. */
  leftAside: string | null
}

/**
 * Asks a hosted model for one image through the AI SDK: sent once, kept for Replay, its failures in our words.
 * @throws EngineError, or the signal's reason.
 */
export async function askForImage({ run, model, text, images, mask, explain, resumable, ...options }: Ask): Promise<Answered> {
  let body: unknown = null
  const fetch = createProviderFetch({ run, resumable, onAnswer: ({ bytes }) => (body = parse(bytes)) })
  run.onProgress({ fraction: null, step: 'Waiting for the provider', remainingMs: null })
  // The client prints what it leaves aside; it is kept with the image instead.
  globalThis.AI_SDK_LOG_WARNINGS = false
  const answer = await generateImage({
    model: model(fetch),
    // With an empty list the client would post an edit without a picture, so no pictures means a plain prompt.
    prompt: images.length > 0 ? { text, images: images.map(({ bytes }) => bytes), ...(mask ? { mask } : {}) } : text,
    n: 1,
    // The background function decides whether a call is made again; a client that tries again by itself would pay again.
    maxRetries: 0,
    abortSignal: run.signal,
    ...options,
  }).catch((error: unknown) => {
    run.signal.throwIfAborted()
    if (NoImageGeneratedError.isInstance(error)) throw explain?.(body) ?? noImage(null, error)
    throw toEngineError(error)
  })
  run.onProgress({ fraction: null, step: 'Finishing', remainingMs: null })
  const leftAside = answer.warnings.map((warning) => ('feature' in warning ? warning.feature : warning.message))
  return {
    bytes: answer.image.uint8Array,
    headers: answer.responses[0]?.headers ?? {},
    body,
    metadata: answer.providerMetadata,
    leftAside: leftAside.length > 0 ? leftAside.join(', ').slice(0, 200) : null,
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}
