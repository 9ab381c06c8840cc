const SECRET_KEY = /pass(word|wd)?|secret|token|authori[sz]ation|cookie|api[-_]?key|signing[-_]?key|event[-_]?key|smtp|session|credential/i
/** What people typed or named. A log helps to find a defect; it is no place to read what somebody works on. */
const CONTENT_KEY = /^(prompt|text|name|title|email|to|subject|fileName|document|notes|body|content|description|params|query|link)$/i

const SECRET_IN_TEXT: readonly [RegExp, string][] = [
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1[redacted]@'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [redacted]'],
  [/\bvercel_blob_\w+/g, '[redacted]'],
  [/\bsign(ing)?key-[\w-]+/gi, '[redacted]'],
  [/\bsk-[\w-]{8,}/g, '[redacted]'],
  // Keys of Google, Replicate, the AI Gateway and fal, which never get here; a log is kept for long.
  [/\bAIza[\w-]{16,}|\br8_\w{16,}|\bvck_\w{16,}|\b[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}:[\da-f]{16,}/gi, '[redacted]'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[redacted]'],
  // Tokens of programs and secrets of webhooks.
  [/\b(mqt_|whsec_)[\w+/=-]{8,}/g, '$1[redacted]'],
  // Addresses that are keys: of mails, invitations and share links.
  [/\/(reset-password|verify-email|sign-in\/link|invite|s)\/[\w-]{20,}/g, '/$1/[redacted]'],
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '[email]'],
]
const TEXT_LENGTH_MAX = 4000
const DEPTH_MAX = 5
const ITEMS_MAX = 50

export function redactText(text: string): string {
  let result = text.length > TEXT_LENGTH_MAX ? `${text.slice(0, TEXT_LENGTH_MAX)}…` : text
  for (const [pattern, replacement] of SECRET_IN_TEXT) result = result.replace(pattern, replacement)
  return result
}

/** A copy that is safe to write down: no secrets, no user content, bounded in depth and size, and always JSON. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  if (value instanceof Error) return describeError(value, depth)
  if (depth >= DEPTH_MAX) return '[deeper]'
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item) => redact(item, depth + 1))
  const entries = Object.entries(value).slice(0, ITEMS_MAX)
  return Object.fromEntries(entries.map(([key, item]) => [key, isPrivate(key) ? '[redacted]' : redact(item, depth + 1)]))
}

const isPrivate = (key: string): boolean => SECRET_KEY.test(key) || CONTENT_KEY.test(key)

/**
 * An error in words: name, message, code, stack and cause. Database errors repeat the values of the failed statement
 * after `params:`, which are user content, so the message ends there.
 */
function describeError(error: Error, depth: number): object {
  const message = redactText(error.message.replace(/\nparams:[\s\S]*$/i, ''))
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    name: error.name,
    message,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    stack: redactText(frames.slice(0, 12).join('\n')),
    ...(error.cause !== undefined && depth < DEPTH_MAX ? { cause: redact(error.cause, depth + 1) } : {}),
  }
}
