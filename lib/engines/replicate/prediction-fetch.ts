import { EngineError, type EngineRun } from '../contract'
import { because, forgotten, notFetched, notTaken, unreadable } from '../hosted/job-failures'
import { askPatiently, bodyOf, type Fetch, isRecord, type Pace, readAnswer, sameHouse, textOf, toResponse, type Watched, watchJob } from '../hosted/jobs'
import { speaksOfModeration } from '../hosted/provider-errors'

type Predictions = {
  /** Sends to the provider; the creation is answered from what was kept when the work is taken up again. */
  send: Fetch
  run: EngineRun
  pace: Pace
  baseUrl: string
}
export type Prediction = { id: string; seed: number | null }

/** Replicate ends a prediction by itself when nobody can be waiting for it any more. */
const DEADLINE = '15m'
/** The provider broke off by itself: nothing ran to its end, and the same request may well succeed. */
const INTERRUPTED = /interrupted|\bE6716\b|\bPA\b/

/**
 * The `fetch` of a client that waits a minute for a picture and then gives up. In its place the prediction is created
 * without waiting, which gives an id at once, and asked about until it ends.
 */
export function predictionFetch({ send, run, pace, baseUrl }: Predictions): { fetch: Fetch; prediction: () => Prediction | null } {
  let prediction: Prediction | null = null

  async function make(url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('prefer', 'respond-async')
    headers.set('cancel-after', DEADLINE)
    const answer = await readAnswer(await send(url, { ...init, headers: Object.fromEntries(headers.entries()) }))
    if (answer.status >= 400) throw notTaken(answer)
    const created = bodyOf(answer)
    const urls = isRecord(created) && isRecord(created.urls) ? created.urls : {}
    const [id, get, cancel] = [isRecord(created) ? textOf(created.id) : null, textOf(urls.get), textOf(urls.cancel)]
    // The token goes along with every question, so it may only be asked where the request went.
    if (!id || !get || !cancel || !sameHouse(get, baseUrl) || !sameHouse(cancel, baseUrl)) throw unreadable()
    prediction = { id, seed: null }
    const authorization = { authorization: headers.get('authorization') ?? '' }
    return watchJob({
      signal: run.signal,
      pace,
      onProgress: run.onProgress,
      look: () => look(get, authorization),
      cancel: (signal) => send(cancel, { method: 'POST', headers: authorization, signal }),
    })
  }

  async function look(get: string, headers: HeadersInit): Promise<Watched<Response>> {
    const answer = await askPatiently(send, get, { signal: run.signal, pace, headers })
    if (answer.status === 404) throw forgotten()
    const state = bodyOf(answer)
    if (answer.status >= 400 || !isRecord(state)) throw unreadable()
    if (state.status === 'starting' || state.status === 'processing') return { waiting: waitingOf(state) }
    if (state.status !== 'succeeded') throw howItEnded(state)
    if (prediction) prediction.seed = isRecord(state.input) && typeof state.input.seed === 'number' ? state.input.seed : null
    return { done: toResponse(answer) }
  }

  return {
    prediction: () => prediction,
    fetch: async (input, init = {}) => {
      const url = input instanceof Request ? input.url : String(input)
      if (init.method === 'POST') return make(url, init)
      const answer = await askPatiently(send, url, { signal: run.signal, pace })
      if (answer.status >= 400) throw notFetched()
      return toResponse(answer)
    },
  }
}

/** Models log how far they are as `46%|####      |`. */
function waitingOf({ status, logs }: Record<string, unknown>): { fraction: number | null; step: string } {
  const shown = [...(textOf(logs) ?? '').matchAll(/(\d{1,3})%\|/g)].at(-1)?.[1]
  const fraction = shown === undefined ? null : Math.min(100, Number(shown)) / 100
  return { fraction, step: status === 'starting' ? 'The provider gets the model ready' : 'The provider is at work' }
}

function howItEnded({ status, error }: Record<string, unknown>): EngineError {
  const reason = textOf(error)
  if (status === 'canceled') return new EngineError('maybe_charged', 'The work was canceled at the provider. It may have charged for the time until then.')
  if (status === 'aborted') return new EngineError('rejected', 'The provider never began the work. Nothing was charged. Try again.')
  if (status !== 'failed') return unreadable()
  if (reason && speaksOfModeration(reason))
    return new EngineError('rejected', `${because('The provider refused the prompt or a picture', reason)} Change them and try again.`)
  if (reason && INTERRUPTED.test(reason)) return new EngineError('rejected', `${because('The provider broke off the work', reason)} Try again.`)
  return new EngineError('maybe_charged', `${because('The model failed', reason)} The provider may have charged for the time it ran.`)
}
