import 'server-only'
import type { TokenActor } from '../actor'
import { type Counted, countAttempt, type Limit } from './consume'

/** What one token may do in a minute: requests of any kind, and of those the ones that change something. */
export const TOKEN_LIMITS = {
  requests: { limit: 300, windowMs: 60_000 },
  changes: { limit: 60, windowMs: 60_000 },
} as const satisfies Record<string, Limit>
export type TokenLimit = keyof typeof TOKEN_LIMITS

export type LimitState = Counted & { name: TokenLimit }

/** Counts a request of a token under each limit that applies to it. */
export async function countTokenRequest({ tokenId }: TokenActor, changes: boolean): Promise<LimitState[]> {
  const names: TokenLimit[] = changes ? ['requests', 'changes'] : ['requests']
  return Promise.all(names.map(async (name) => ({ name, ...(await countAttempt(`token:${name}:${tokenId}`, TOKEN_LIMITS[name])) })))
}
