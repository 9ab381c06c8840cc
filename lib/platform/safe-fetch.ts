import { lookup as systemLookup } from 'node:dns/promises'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { env } from './env'
import { type AllowedHosts, isPublicAddress, readAllowedHosts } from './public-address'

/** Why an address that somebody gave was not called, or did not answer. */
export type SafeFetchProblem =
  /** The address itself: its form, scheme or port. */
  | 'bad_address'
  /** It leads to where nobody outside may reach. */
  | 'private_address'
  | 'not_found'
  | 'unreachable'
  | 'timeout'
  | 'too_large'

export class SafeFetchError extends Error {
  readonly problem: SafeFetchProblem

  constructor(problem: SafeFetchProblem, options: { cause?: unknown } = {}) {
    super(`The address was not called or did not answer: ${problem}.`, options)
    this.name = 'SafeFetchError'
    this.problem = problem
  }
}

type Address = { address: string; family: number }
/** All addresses of a name. Tests give their own. */
export type Resolve = (hostname: string) => Promise<Address[]>

const resolveBySystem: Resolve = (hostname) => systemLookup(hostname, { all: true, verbatim: true })

const PORTS = new Set(['', '80', '443', '8080', '8443'])

/** A host name as it is compared: without the dot that ends a fully qualified name and without the brackets of IPv6. */
const plainHost = (hostname: string): string =>
  hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase()

const operatorsList = (): AllowedHosts => readAllowedHosts(env().ALLOWED_PRIVATE_HOSTS ?? '')

const isNamed = (host: string, allowed: AllowedHosts): boolean => allowed.names.has(host) || (isIP(host) !== 0 && allowed.covers(host))

/**
 * Reads an address that somebody gave for us to call: https without user or password, at a port of the web. Plain http and
 * other ports are for hosts on the operator's list. The URL parser has already turned decimal, octal and hexadecimal forms
 * of IPv4 into the plain one. Whether the name leads to a public address is known only at the moment of the call.
 * @throws SafeFetchError `bad_address`, `private_address` for a written address that is not public.
 */
export function readSafeUrl(text: string, allowed: AllowedHosts = operatorsList()): URL {
  if (!URL.canParse(text)) throw new SafeFetchError('bad_address')
  const url = new URL(text)
  const host = plainHost(url.hostname)
  const trusted = isNamed(host, allowed)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && trusted)) throw new SafeFetchError('bad_address')
  if (url.username !== '' || url.password !== '' || host === '') throw new SafeFetchError('bad_address')
  if (!PORTS.has(url.port) && !trusted) throw new SafeFetchError('bad_address')
  if (isIP(host) !== 0 && !trusted && !isPublicAddress(host)) throw new SafeFetchError('private_address')
  if (isIP(host) === 0 && !trusted && (host === 'localhost' || host.endsWith('.localhost') || !host.includes('.'))) throw new SafeFetchError('private_address')
  return url
}

/**
 * Resolves a name for a socket that is about to connect, and gives it the very addresses that were checked: what the name
 * says a moment later can make no difference. One address that is not allowed refuses all of them.
 */
const guardedLookup =
  (resolve: Resolve, allowed: AllowedHosts): LookupFunction =>
  (hostname, options, callback) => {
    const host = plainHost(hostname)
    const mayReach = ({ address }: Address): boolean => allowed.names.has(host) || allowed.covers(address) || isPublicAddress(address)
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses
        if (!first) return callback(new SafeFetchError('not_found'), '', 0)
        if (!addresses.every(mayReach)) return callback(new SafeFetchError('private_address'), '', 0)
        if (options.all) return callback(null, addresses)
        return callback(null, first.address, first.family)
      },
      (cause: unknown) => callback(new SafeFetchError('not_found', { cause }), '', 0),
    )
  }

export type SafeRequest = {
  method: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** For everything together: name, connection, answer. */
  timeoutMs: number
  /** More than this of an answer is not read. */
  responseBytesMax: number
}

export type SafeResponse = { status: number; headers: Record<string, string | string[] | undefined>; body: Uint8Array }

/**
 * Calls an address that somebody gave. Only public addresses are reached, checked on the connection itself; redirects are
 * given back and not followed; no connection is kept for another call, and no proxy of the environment is used.
 * @throws SafeFetchError
 */
export async function safeFetch(text: string, request: SafeRequest, seams: { resolve?: Resolve; allowed?: AllowedHosts } = {}): Promise<SafeResponse> {
  const allowed = seams.allowed ?? operatorsList()
  const url = readSafeUrl(text, allowed)
  const signal = AbortSignal.timeout(request.timeoutMs)
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise<SafeResponse>((resolve, reject) => {
    const fail = (error: unknown): void => reject(asProblem(error, signal))
    const outgoing = send(
      url,
      {
        method: request.method,
        headers: request.body === undefined ? request.headers : { ...request.headers, 'content-length': Buffer.byteLength(request.body) },
        agent: false,
        signal,
        lookup: guardedLookup(seams.resolve ?? resolveBySystem, allowed),
      },
      (incoming) => {
        const chunks: Uint8Array[] = []
        let size = 0
        incoming.on('data', (chunk: Uint8Array) => {
          size += chunk.byteLength
          if (size > request.responseBytesMax) incoming.destroy(new SafeFetchError('too_large'))
          else chunks.push(chunk)
        })
        incoming.on('error', fail)
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }))
      },
    )
    outgoing.on('error', fail)
    outgoing.end(request.body)
  })
}

function asProblem(error: unknown, signal: AbortSignal): SafeFetchError {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof SafeFetchError) return at
  return new SafeFetchError(signal.aborted ? 'timeout' : 'unreachable', { cause: error })
}
