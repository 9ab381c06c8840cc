import { setTimeout as sleep } from 'node:timers/promises'
import { EngineError, type EngineProgress } from '../contract'

/** How often work is asked about, how long an answer may take, and the waits between tries where asking fails. */
export type Pace = { pollMs: number; answerMsMax: number; retryMs: readonly number[] }
export const PACE: Pace = { pollMs: 1000, answerMsMax: 60_000, retryMs: [500, 1000, 2000, 4000, 8000, 15_000, 30_000] }
const RETRY_AFTER_MS_MAX = 60_000
const CANCEL_MS_MAX = 5000

export type Fetch = typeof globalThis.fetch

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** An answer that has come to its end, so that nothing can break while it is read. */
export type Answer = { status: number; headers: Headers; bytes: ArrayBuffer }

export const readAnswer = async (response: Response): Promise<Answer> => ({
  status: response.status,
  headers: response.headers,
  bytes: await response.arrayBuffer(),
})

/** What an answer says in JSON, or null where it is none. */
export function bodyOf({ bytes }: Answer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}

/** The answer once more, for the client library to read. */
export const toResponse = ({ status, headers, bytes }: Answer): Response => new Response(bytes, { status, headers })

/** Whether a key that belongs to `base` may go along: the same origin, or an address of the same house over HTTPS. */
export function sameHouse(address: string, base: string): boolean {
  if (!URL.canParse(address)) return false
  const [to, from] = [new URL(address), new URL(base)]
  if (to.origin === from.origin) return true
  const house = (url: URL): string => url.hostname.split('.').slice(-2).join('.')
  return to.protocol === 'https:' && from.protocol === 'https:' && house(to) === house(from)
}

export type Asking = { signal: AbortSignal; pace: Pace; headers?: HeadersInit; isVerdict?: (answer: Answer) => boolean }

/**
 * Asks about work that a provider has accepted. It may be paid for by now, so a broken line, too many questions or a
 * tired server are asked again for about a minute.
 * @param isVerdict tells an error that is the outcome of the work from one of the asking.
 * @throws EngineError `transient` when there is no answer to be had: the work goes on, so a later run asks again. The
 * signal's reason when aborted.
 */
export async function askPatiently(send: Fetch, url: string, { signal, pace, headers, isVerdict }: Asking): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    signal.throwIfAborted()
    const limited = AbortSignal.any([signal, AbortSignal.timeout(pace.answerMsMax)])
    const answer = await send(url, { method: 'GET', headers, signal: limited }).then(readAnswer).catch(toCause)
    signal.throwIfAborted()
    if ('status' in answer && (!isTired(answer) || isVerdict?.(answer))) return answer
    const wait = pace.retryMs[tries]
    if (wait === undefined) {
      throw new EngineError('transient', 'The provider does not answer.', { cause: 'cause' in answer ? answer.cause : undefined })
    }
    const asked = 'status' in answer ? Number(answer.headers.get('retry-after') ?? 0) * 1000 : 0
    await pause(Math.max(wait, Math.min(Number.isFinite(asked) ? asked : 0, RETRY_AFTER_MS_MAX)), signal)
  }
}

const isTired = ({ status }: Answer): boolean => status === 408 || status === 429 || status >= 500

function toCause(cause: unknown): { cause: unknown } {
  if (cause instanceof EngineError) throw cause
  return { cause }
}

/** Waits, and ends early with the signal's reason. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
  signal.throwIfAborted()
}

export type Watched<T> = { done: T } | { waiting: Omit<EngineProgress, 'preview' | 'remainingMs'> }

/**
 * Asks until the work is done. When the run is aborted, the provider is told once to stop, since nobody waits for the
 * picture any more; it is not waited for whether it did.
 */
export async function watchJob<T>(job: {
  signal: AbortSignal
  pace: Pace
  look: () => Promise<Watched<T>>
  cancel: (signal: AbortSignal) => Promise<unknown>
  onProgress: (progress: EngineProgress) => void
}): Promise<T> {
  try {
    for (;;) {
      const seen = await job.look()
      if ('done' in seen) return seen.done
      job.onProgress({ ...seen.waiting, remainingMs: null })
      await pause(job.pace.pollMs, job.signal)
    }
  } catch (error) {
    if (job.signal.aborted) await job.cancel(AbortSignal.timeout(CANCEL_MS_MAX)).catch(() => undefined)
    throw error
  }
}
