import type { Client } from '@/lib/data/sessions/mutations'

const LOOPBACK = /^(127\.|::1$|::ffff:127\.|localhost$)/

/**
 * Where a request came from. Of X-Forwarded-For the last entry counts, the one that the nearest proxy wrote: those before
 * it are whatever the client sent. This machine's own address says nothing about who asks, so it counts as unknown.
 */
export function clientOf(headers: Headers): Client {
  const address = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim()
  return { address: address && !LOOPBACK.test(address) ? address : null, userAgent: headers.get('user-agent') }
}
