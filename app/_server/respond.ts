import { DATA_POLICY } from '@/lib/domain/content-security-policy'
import { HTTP_STATUS, ok } from '@/lib/domain/errors'
import { errorInfo } from './error-info'

const NO_STORE = { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff', 'content-security-policy': DATA_POLICY }

/** The `Result` of a route as JSON. */
export const respondOk = <T>(value: T, status = 200): Response => Response.json(ok(value), { status, headers: NO_STORE })

/** An expected failure with its sentence and status; anything else is written down and reaches the user as an error id. */
export function respondError(error: unknown): Response {
  const info = errorInfo(error)
  const headers: Record<string, string> = { ...NO_STORE }
  if (info.retryAfterMs !== undefined) headers['retry-after'] = String(Math.ceil(info.retryAfterMs / 1000))
  return Response.json({ ok: false, error: info }, { status: HTTP_STATUS[info.code], headers })
}
