/** The codes that an expected failure can have. One table maps each to an HTTP status. */
export const HTTP_STATUS = {
  invalid: 400,
  unauthenticated: 401,
  /** Sent by a page of another site, or by nobody knows whom. What a person may not see is `not_found`. */
  foreign: 403,
  /** What somebody may see and may not change, because an account or a team is held. */
  forbidden: 403,
  /** A token that was not made for this. */
  missing_scope: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  /** The same idempotency key with another request. */
  reused_key: 422,
  rate_limited: 429,
  over_budget: 402,
  unavailable: 503,
  internal: 500,
} as const

export type ErrorCode = keyof typeof HTTP_STATUS

export type ErrorInfo = {
  code: ErrorCode
  /** A plain sentence for the user: what happened and what to do. Never a raw exception message. */
  message: string
  /** Messages by form field. */
  fields?: Record<string, string>
  retryAfterMs?: number
}

/** An expected failure. Everything else that is thrown is a defect and reaches the user only as an error id. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly userMessage: string
  readonly fields?: Record<string, string>
  readonly retryAfterMs?: number

  constructor(code: ErrorCode, userMessage: string, options: { fields?: Record<string, string>; retryAfterMs?: number; cause?: unknown } = {}) {
    super(userMessage, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.userMessage = userMessage
    this.fields = options.fields
    this.retryAfterMs = options.retryAfterMs
  }

  get httpStatus(): number {
    return HTTP_STATUS[this.code]
  }

  toInfo(): ErrorInfo {
    return { code: this.code, message: this.userMessage, fields: this.fields, retryAfterMs: this.retryAfterMs }
  }
}

/** What a page says where the server does not answer it. */
export const UNREACHABLE = 'Maquette cannot be reached. Check the connection and try again.'

export const notFound = (what: string): AppError => new AppError('not_found', `${what} was not found. It may have been deleted, or you may not have access.`)

/** What every server action returns. Expected failures are values, not exceptions. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: ErrorInfo }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
