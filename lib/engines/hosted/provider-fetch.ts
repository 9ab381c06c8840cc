import type { EngineRun } from '../contract'
import { describeBody, describeUrl, type Hide } from './describe-body'

/** Larger than any picture that is asked for; a server that sends more would fill the memory of the worker. */
const ANSWER_BYTES_MAX = 96 * 1024 * 1024
/** Of one call. Asking again and again for the same answer counts once. */
const EXCHANGES_MAX = 60
/** Headers that hold what lets in. Their values are never written down, wherever they turn up. */
const SECRET_HEADER = /auth|key|token|secret|cookie/i
const SECRET_LENGTH_MIN = 6

export type ProviderFetchOptions = {
  run: Pick<EngineRun, 'job' | 'record' | 'signal'>
  /**
   * Which request hands the work in, for providers that answer it with an id or an address to ask later; `true` for the first POST.
   * Its answer is kept before the client sees it, and after a restart the client gets it from there: nothing is sent again.
   */
  resumable?: boolean | ((request: { method: string; url: string }) => boolean)
  /** Sees every answer before the client does: clients leave out much of what a provider says. */
  onAnswer?: (answer: { status: number; headers: Headers; bytes: Uint8Array }) => void
}

/**
 * A `fetch` for the clients of providers: keeps every request and answer for Replay, and answers a submission from what
 * was kept when the work is taken up again. What breaks on the way throws as with the plain `fetch`, and is read by
 * `toEngineError`.
 */
export function createProviderFetch({ run, resumable = false, onAnswer }: ProviderFetchOptions): typeof globalThis.fetch {
  const isSubmission = typeof resumable === 'function' ? resumable : ({ method }: { method: string }) => resumable && method === 'POST'
  const seen = new Map<string, string>()
  let kept = run.job.ref
  let handedIn = false
  let exchanges = 0

  async function record(asked: Asked, status: number | null, body: unknown, mime: string | null): Promise<void> {
    const hide = hiding(asked.headers)
    const url = describeUrl(asked.url, hide)
    const response = { status, body: await describeBody(body, mime, hide) }
    if (asked.method === 'GET') {
      const answer = JSON.stringify(response)
      if (seen.get(url) === answer) return
      seen.set(url, answer)
    }
    exchanges += 1
    if (exchanges > EXCHANGES_MAX) return
    const request = { method: asked.method, url, body: await describeBody(asked.body, asked.headers.get('content-type'), hide) }
    await run.record({ request, response })
  }

  return async (input, init) => {
    const asked = await toAsked(input, init)
    const submits = !handedIn && isSubmission(asked)
    if (submits) handedIn = true
    if (submits && kept !== null) {
      const answer = toKept(kept)
      kept = null
      if (answer) return new Response(answer.body, { status: answer.status, headers: { 'content-type': 'application/json' } })
    }
    const { response, bytes } = await send(input, init, asked).catch(async (error: unknown) => {
      if (!run.signal.aborted) await record(asked, null, error instanceof Error ? `${error.name}: ${error.message}` : 'No answer.', 'text/plain')
      throw error
    })
    onAnswer?.({ status: response.status, headers: response.headers, bytes })
    await record(asked, response.status, bytes, response.headers.get('content-type'))
    if (submits && response.ok) await run.job.keep(JSON.stringify({ status: response.status, body: new TextDecoder().decode(bytes) } satisfies Kept))
    return new Response(hasNoBody(response.status) ? null : bytes, {
      status: response.status,
      statusText: response.statusText,
      headers: plain(response.headers),
    })
  }
}

/** A key goes to the address that it was meant for and nowhere else, so a request that carries one follows no redirect. */
async function send(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  { headers }: Asked,
): Promise<{ response: Response; bytes: Uint8Array<ArrayBuffer> }> {
  const carriesKey = [...headers.keys()].some((name) => SECRET_HEADER.test(name))
  const response = await globalThis.fetch(input, carriesKey ? { ...init, redirect: 'error' } : init)
  return { response, bytes: await readAnswer(response) }
}

type Asked = { method: string; url: string; headers: Headers; body: unknown }

async function toAsked(input: RequestInfo | URL, init: RequestInit | undefined): Promise<Asked> {
  const request = input instanceof Request ? input : null
  return {
    method: (init?.method ?? request?.method ?? 'GET').toUpperCase(),
    url: request ? request.url : String(input),
    headers: new Headers(init?.headers ?? request?.headers),
    body: init?.body ?? (request?.body ? await request.clone().arrayBuffer() : null),
  }
}

type Kept = { status: number; body: string }

/** What an earlier worker kept, or null for something that was not written here. */
function toKept(ref: string): Kept | null {
  const value: unknown = parse(ref)
  if (typeof value !== 'object' || value === null || !('status' in value) || !('body' in value)) return null
  return typeof value.status === 'number' && typeof value.body === 'string' ? { status: value.status, body: value.body } : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function hiding(headers: Headers): Hide {
  const secrets = [...headers]
    .filter(([name]) => SECRET_HEADER.test(name))
    .flatMap(([, value]) => [value, value.replace(/^\S+\s+/, '')])
    .filter((value) => value.length >= SECRET_LENGTH_MIN)
    .sort((a, b) => b.length - a.length)
  return (text) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '…'), text)
}

/** Reads to the end, so that nothing can break later where nobody knows what was paid. */
async function readAnswer(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop early cancels the stream.
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > ANSWER_BYTES_MAX) throw new Error('The answer is larger than any picture.')
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}

const hasNoBody = (status: number): boolean => [101, 204, 205, 304].includes(status)

/** The bytes are unpacked by now, and nobody must unpack or count them again. */
function plain(headers: Headers): Headers {
  const rest = new Headers(headers)
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) rest.delete(name)
  return rest
}
