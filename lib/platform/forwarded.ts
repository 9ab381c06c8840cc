import { subscribe } from 'node:diagnostics_channel'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { env } from './env'

/** What a proxy says about the request that it passes on, and what anybody else can write just as well. */
const CLAIMS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto', 'x-forwarded-server', 'x-real-ip']

/**
 * Leaves in `x-forwarded-for` the one address that can be believed. Each proxy appends the address that it was called
 * from, and the connection itself says who called us, so counting back by the number of our own proxies leads to the
 * client; what stands before it is whatever the client sent. Without proxies every claim is dropped.
 * @param peer The other end of the connection.
 * @param proxies How many proxies of ours every request has passed.
 */
export function settleForwarded(headers: IncomingHttpHeaders, peer: string | undefined, proxies: number): void {
  const claimed = [headers['x-forwarded-for'] ?? []].flat().flatMap((value) => value.split(','))
  const chain = [...claimed.map((address) => address.trim()), peer ?? '']
  const client = chain[Math.max(0, chain.length - 1 - proxies)]
  if (proxies === 0) for (const name of CLAIMS) delete headers[name]
  if (client) headers['x-forwarded-for'] = client
  else delete headers['x-forwarded-for']
}

/**
 * Settles the headers of every request of this process before anybody reads them. Next fills in `x-forwarded-for` from
 * the connection only where the client sent none, and shows routes and actions nothing else of the connection.
 */
export function settleEveryRequest(): void {
  const { TRUST_PROXY: proxies } = env()
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    settleForwarded(request.headers, request.socket.remoteAddress, proxies)
  })
}

/** An address as it is written down: IPv4 addresses plain, and null for what is no address. */
export function addressOf(text: string | null | undefined): string | null {
  const plain = (text ?? '').replace(/^::ffff:(?=[\d.]+$)/i, '').replace(/%.*$/, '')
  return isIP(plain) === 0 ? null : plain.toLowerCase()
}

const LOOPBACK = /^(127\.|0:0:0:0$)/

/**
 * Whom a limit by address counts: an IPv4 address, or the /64 network of an IPv6 address, within which one household or
 * server picks addresses as it likes. Null for what is no address, and for this machine, which says nothing about who asks.
 */
export function networkOf(address: string | null | undefined): string | null {
  const plain = addressOf(address)
  if (plain === null) return null
  const network = isIP(plain) === 6 ? firstGroups(plain) : plain
  return LOOPBACK.test(network) ? null : network
}

/** The first four of the eight groups of an IPv6 address, written in one way. */
function firstGroups(address: string): string {
  const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group])))
  const [head = '', tail] = address.split('::')
  const [left, right] = [groupsOf(head), groupsOf(tail ?? '')]
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
