import { EngineError, type EngineRun } from '../contract'
import { because, forgotten, notFetched, notTaken, reasonOf, unreadable } from '../hosted/job-failures'
import {
  type Answer,
  askPatiently,
  bodyOf,
  type Fetch,
  isRecord,
  type Pace,
  readAnswer,
  sameHouse,
  textOf,
  toResponse,
  type Watched,
  watchJob,
} from '../hosted/jobs'

type Queue = {
  /** Sends to the provider; the submission is answered from what was kept when the work is taken up again. */
  send: Fetch
  run: EngineRun
  pace: Pace
  baseUrl: string
  /** Micro-dollars for so many billed units; null where nobody says. */
  costOf: (units: number, headers: HeadersInit | undefined) => Promise<number | null>
}
/** What is known of the work: the client drops the seed, and the units stand in a header. */
export type Outcome = { id: string; seed: number | null; units: number | null; costMicroUsd: number | null }
type Ticket = { id: string; status: string; result: string; cancel: string }

/**
 * The `fetch` of a client that knows only fal's one long request. It goes through the queue in its place, which gives
 * an id at once: the line may break, the worker may die, and the picture is still to be had.
 */
export function queueFetch({ send, run, pace, baseUrl, costOf }: Queue): { fetch: Fetch; outcome: () => Outcome | null } {
  let outcome: Outcome | null = null

  async function make(url: string, init: RequestInit): Promise<Response> {
    const answer = await readAnswer(await send(url, init))
    if (answer.status >= 400) throw notTaken(answer)
    const ticket = toTicket(bodyOf(answer), baseUrl)
    outcome = { id: ticket.id, seed: null, units: null, costMicroUsd: null }
    const { headers } = init
    return watchJob({
      signal: run.signal,
      pace,
      onProgress: run.onProgress,
      look: () => look(ticket, headers),
      cancel: (signal) => send(ticket.cancel, { method: 'PUT', headers, signal }),
    })
  }

  async function look({ id, status, result }: Ticket, headers: HeadersInit | undefined): Promise<Watched<Response>> {
    const answer = await askPatiently(send, status, { signal: run.signal, pace, headers })
    if (answer.status === 404) throw forgotten()
    const state = bodyOf(answer)
    if (answer.status >= 400 || !isRecord(state)) throw unreadable()
    if (state.status === 'IN_QUEUE' || state.status === 'IN_PROGRESS') return { waiting: { fraction: null, step: stepOf(state) } }
    if (state.status !== 'COMPLETED') throw unreadable()
    const made = await askPatiently(send, result, { signal: run.signal, pace, headers, isVerdict })
    if (made.status >= 400) throw howItEnded(made)
    const { seed, units } = factsOf(made)
    outcome = { id, seed, units, costMicroUsd: units === null ? null : await costOf(units, headers) }
    if (isHidden(bodyOf(made))) throw hidden(outcome.costMicroUsd)
    return { done: toResponse(made) }
  }

  return {
    outcome: () => outcome,
    fetch: async (input, init = {}) => {
      const url = input instanceof Request ? input.url : String(input)
      if (init.method === 'POST') return make(url, init)
      const answer = await askPatiently(send, url, { signal: run.signal, pace })
      if (answer.status >= 400) throw notFetched()
      return toResponse(answer)
    },
  }
}

/** fal says where to ask, since those addresses leave out the last part of a model's name. */
function toTicket(accepted: unknown, baseUrl: string): Ticket {
  if (!isRecord(accepted)) throw unreadable()
  const [id, status, result, cancel] = [accepted.request_id, accepted.status_url, accepted.response_url, accepted.cancel_url].map(textOf)
  // The key goes along with every question, so it may only be asked where the request went.
  if (!id || !status || !result || !cancel || ![status, result, cancel].every((address) => sameHouse(address, baseUrl))) throw unreadable()
  return { id, status, result, cancel }
}

function stepOf({ status, queue_position: position }: Record<string, unknown>): string {
  if (status === 'IN_PROGRESS') return 'The provider is at work'
  return typeof position === 'number' && position > 0 ? `In the queue of the provider, ${position} before this one` : 'In the queue of the provider'
}

/** An error at the result's address is the outcome of the work when it names its kind; else the asking failed. */
const isVerdict = (answer: Answer): boolean => {
  const body = bodyOf(answer)
  return answer.headers.has('x-fal-error-type') || (isRecord(body) && typeof body.error_type === 'string')
}

function factsOf(made: Answer): { seed: number | null; units: number | null } {
  const body = bodyOf(made)
  const units = Number.parseFloat(made.headers.get('x-fal-billable-units') ?? '')
  return { seed: isRecord(body) && typeof body.seed === 'number' ? body.seed : null, units: Number.isFinite(units) ? units : null }
}

/** fal charges for pictures alone: neither for a refused request nor for a fault of its own. */
function howItEnded(answer: Answer): EngineError {
  if (answer.status === 404) return forgotten()
  if (answer.status < 500) return notTaken(answer)
  // The end of this work: to ask about it again would give the same, and new work is for the user to begin.
  return new EngineError('rejected', `${because('The provider broke off the work', reasonOf(bodyOf(answer)))} Nothing was charged. Try again.`)
}

function isHidden(body: unknown): boolean {
  const flags = isRecord(body) ? (body.has_nsfw_concepts ?? body.nsfw_content_detected) : null
  return Array.isArray(flags) && flags[0] === true
}

/** A picture that is taken for unsafe comes as a black one, and is billed as any other. */
function hidden(costMicroUsd: number | null): EngineError {
  const sentence = 'The provider made a picture and blacked it out as unsafe.'
  const advice = 'Change the prompt and try again.'
  return costMicroUsd === null
    ? new EngineError('maybe_charged', `${sentence} It may have charged for it. ${advice}`)
    : new EngineError('rejected', `${sentence} ${advice}`, { costMicroUsd })
}
