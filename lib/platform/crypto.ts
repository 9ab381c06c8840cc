import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** An unguessable token for links: 32 random bytes as base64url, 43 characters. */
export const randomToken = (): string => randomBytes(32).toString('base64url')

/** What is stored in place of a token, as hex. Tokens are random, so one round of SHA-256 is enough. */
export const hashToken = (token: string): string => sha256Hex(Buffer.from(token))

export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Compares two strings in a time that does not depend on where they differ. */
export function safeEqual(a: string, b: string): boolean {
  const [hashA, hashB] = [a, b].map((text) => createHash('sha256').update(text).digest())
  return hashA !== undefined && hashB !== undefined && timingSafeEqual(hashA, hashB)
}
