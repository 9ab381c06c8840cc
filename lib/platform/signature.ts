import { createHmac } from 'node:crypto'
import { safeEqual } from './crypto'
import { env } from './env'

/**
 * A text that ends in proof that this installation wrote it: `<text>.<signature>`, the latter HMAC-SHA256 as base64url.
 * `purpose` keeps what was signed for one thing from passing for another; `bound` is what it depends on without being in it.
 */
export function signed(purpose: string, text: string, bound = ''): string {
  return `${text}.${signatureOf(purpose, text, bound)}`
}

/** The text of {@link signed}, or null where the signature is not ours or was made for something else. */
export function readSigned(purpose: string, value: string, bound = ''): string | null {
  const at = value.lastIndexOf('.')
  if (at < 0) return null
  const text = value.slice(0, at)
  return safeEqual(value.slice(at + 1), signatureOf(purpose, text, bound)) ? text : null
}

function signatureOf(purpose: string, text: string, bound: string): string {
  const { AUTH_SECRET: secret } = env()
  if (!secret) throw new Error('AUTH_SECRET is not set')
  // JSON keeps the three apart, so that no two different triples are signed alike.
  return createHmac('sha256', secret)
    .update(JSON.stringify([purpose, text, bound]))
    .digest('base64url')
}
