import { EngineError, type EngineRun } from '../contract'
import { because, forgotten, notFetched, notTaken, unreadable } from '../hosted/job-failures'
import { askPatiently, bodyOf, type Fetch, isRecord, type Pace, readAnswer, sameHouse, textOf, toResponse } from '../hosted/jobs'

type Task = {
  /** Sends to the provider; the submission is answered from what was kept when the work is taken up again. */
  send: Fetch
  run: EngineRun
  pace: Pace
  baseUrl: string
  /** The request's body as the model wants it. */
  shape: (body: Record<string, unknown>) => Record<string, unknown>
}

/**
 * The `fetch` of a client that hands a task in, asks about it and gets its picture. The client knows no refusals: it
 * asks about a refused request until its time is up, and takes a refused picture for an unreadable answer. So every
 * answer is read here first.
 */
export function taskFetch({ send, run, pace, baseUrl, shape }: Task): { fetch: Fetch; taskId: () => string | null } {
  let task: { id: string; address: URL } | null = null

  async function submit(url: string, init: RequestInit): Promise<Response> {
    const body: unknown = JSON.parse(String(init.body))
    const answer = await readAnswer(await send(url, { ...init, body: JSON.stringify(shape(isRecord(body) ? body : {})) }))
    if (answer.status >= 400) throw notTaken(answer)
    const accepted = bodyOf(answer)
    const [id, address] = isRecord(accepted) ? [textOf(accepted.id), textOf(accepted.polling_url)] : [null, null]
    // The key goes along with every question, so it may only be asked where the request went.
    if (!id || !address || !sameHouse(address, baseUrl)) throw unreadable()
    task = { id, address: new URL(address) }
    return toResponse(answer)
  }

  async function ask(url: string, headers: HeadersInit | undefined): Promise<Response> {
    const answer = await askPatiently(send, url, { signal: run.signal, pace, headers })
    if (answer.status === 404) throw forgotten()
    if (answer.status >= 400) throw unreadable()
    const state = bodyOf(answer)
    if (!isRecord(state)) throw unreadable()
    const end = howItEnded(textOf(state.status) ?? textOf(state.state) ?? '', state)
    if (end) throw end
    const fraction = typeof state.progress === 'number' ? Math.min(1, Math.max(0, state.progress)) : null
    run.onProgress({ fraction, step: 'The provider is at work', remainingMs: null })
    return toResponse(answer)
  }

  async function picture(url: string): Promise<Response> {
    // It lies on a file server, which has no business with the key.
    const answer = await askPatiently(send, url, { signal: run.signal, pace })
    if (answer.status >= 400) throw notFetched()
    return toResponse(answer)
  }

  return {
    taskId: () => task?.id ?? null,
    fetch: async (input, init = {}) => {
      const url = input instanceof Request ? input.url : String(input)
      if (init.method === 'POST') return submit(url, init)
      const { origin, pathname } = new URL(url)
      return task?.address.origin === origin && task.address.pathname === pathname ? ask(url, init.headers) : picture(url)
    },
  }
}

/** The failure that a state tells, or null while the task is on its way or ready. */
function howItEnded(status: string, state: Record<string, unknown>): EngineError | null {
  const reasons = isRecord(state.details) ? state.details['Moderation Reasons'] : null
  const reason = Array.isArray(reasons) ? reasons.join(', ') : null
  switch (status) {
    case 'Request Moderated':
      return new EngineError(
        'rejected',
        `${because('The provider refused the prompt or a picture sent with it', reason)} Nothing was charged. Change them and try again.`,
      )
    case 'Content Moderated':
      return new EngineError(
        'rejected',
        `${because('The provider made a picture and refused to give it out', reason)} Nothing was charged. Change the prompt and try again.`,
      )
    case 'Task not found':
      return forgotten()
    // The end of this task: to ask about it again would give the same, and a new one is for the user to begin.
    case 'Error':
    case 'Failed':
      return new EngineError('rejected', 'The provider broke off the work. Nothing was charged. Try again.')
    default:
      return null
  }
}
