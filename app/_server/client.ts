import { type AnonymousActor, type RequestOrigin, visitor } from '@/lib/data/actor'
import type { Client } from '@/lib/data/sessions/mutations'
import { addressOf, networkOf } from '@/lib/platform/forwarded'
import { isRequestId } from '@/lib/platform/request-id'

/** More of it tells nothing that somebody would look for. */
const USER_AGENT_LENGTH_MAX = 400
const userAgentOf = (headers: Headers): string | null => headers.get('user-agent')?.slice(0, USER_AGENT_LENGTH_MAX) ?? null

/** Where a request came from. `x-forwarded-for` holds one address that can be believed (see lib/platform/forwarded.ts). */
export const clientOf = (headers: Headers): Client => ({
  address: networkOf(headers.get('x-forwarded-for')),
  userAgent: userAgentOf(headers),
})

/** Where a request came from, as the audit log keeps it: the whole address, and the id under which the server logs the request. */
export function originOf(headers: Headers): RequestOrigin {
  const requestId = headers.get('x-request-id')
  return {
    address: addressOf(headers.get('x-forwarded-for')),
    userAgent: userAgentOf(headers),
    requestId: requestId && isRequestId(requestId) ? requestId : null,
  }
}

/** Whoever sends this request, before anything is known about them. */
export const visitorOf = (headers: Headers): AnonymousActor => visitor(originOf(headers))
