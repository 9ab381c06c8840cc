import { type LimitState, TOKEN_LIMITS } from '@/lib/data/rate-limits/token-limits'
import type { ApiScope } from '@/lib/domain/api-token'
import { DATA_POLICY } from '@/lib/domain/content-security-policy'
import { type ErrorInfo, HTTP_STATUS } from '@/lib/domain/errors'
import { errorInfo } from '../error-info'

/** What belongs to every answer: it is for one program, and nothing of it is ever run or shown as a page. */
const BASE = {
  'cache-control': 'private, no-store',
  'content-security-policy': DATA_POLICY,
  vary: 'authorization',
  'x-content-type-options': 'nosniff',
}

/**
 * Limits as the draft of the IETF writes them (draft-ietf-httpapi-ratelimit-headers-10): the policies, and of each what is
 * left and in how many seconds it is whole again.
 */
export function limitHeaders(states: readonly LimitState[]): Record<string, string> {
  if (states.length === 0) return {}
  return {
    'ratelimit-policy': states.map(({ name }) => `"${name}";q=${TOKEN_LIMITS[name].limit};w=${TOKEN_LIMITS[name].windowMs / 1000}`).join(', '),
    ratelimit: states.map(({ name, remaining, resetMs }) => `"${name}";r=${remaining};t=${Math.ceil(resetMs / 1000)}`).join(', '),
  }
}

export type AnswerContext = { requestId: string; limits: readonly LimitState[] }

export const headersOf = ({ requestId, limits }: AnswerContext): Record<string, string> => ({ ...BASE, 'x-request-id': requestId, ...limitHeaders(limits) })

/** The one form of every failure. */
export const errorBody = ({ code, message, fields }: ErrorInfo, requestId: string) => ({ error: { code, message, ...(fields ? { fields } : {}), requestId } })

/** An expected failure by the table of codes; anything else is written down and leaves as a code for support. */
export function respondApiError(error: unknown, context: AnswerContext, scope?: ApiScope): Response {
  const info = errorInfo(error)
  const headers: Record<string, string> = headersOf(context)
  if (info.retryAfterMs !== undefined) headers['retry-after'] = String(Math.ceil(info.retryAfterMs / 1000))
  // RFC 6750, section 3.
  if (info.code === 'unauthenticated') headers['www-authenticate'] = 'Bearer realm="Maquette", error="invalid_token"'
  if (info.code === 'missing_scope' && scope) headers['www-authenticate'] = `Bearer realm="Maquette", error="insufficient_scope", scope="${scope}"`
  return Response.json(errorBody(info, context.requestId), { status: HTTP_STATUS[info.code], headers })
}
