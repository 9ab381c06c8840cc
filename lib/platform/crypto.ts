import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { env } from './env'

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

const SEAL_IV_BYTES = 12
const SEAL_TAG_BYTES = 16

/** One key for each purpose, so that what was sealed for one can never stand in for another. */
function sealKey(purpose: string): Buffer {
  const { AUTH_SECRET } = env()
  if (!AUTH_SECRET) throw new Error('AUTH_SECRET is not set.')
  return Buffer.from(hkdfSync('sha256', AUTH_SECRET, 'maquette', `seal:${purpose}`, 32))
}

/**
 * Encrypts and authenticates a text with a key derived from AUTH_SECRET (AES-256-GCM).
 * @param owner Whom it belongs to: it opens for nobody else.
 * @returns base64url of nonce, tag and cipher text.
 */
export function seal(purpose: string, text: string, owner = ''): string {
  const iv = randomBytes(SEAL_IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', sealKey(purpose), iv).setAAD(Buffer.from(owner))
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url')
}

/** The text of {@link seal}, or undefined when it was changed, made for something else, or AUTH_SECRET is another by now. */
export function unseal(purpose: string, sealed: string, owner = ''): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < SEAL_IV_BYTES + SEAL_TAG_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', sealKey(purpose), bytes.subarray(0, SEAL_IV_BYTES), { authTagLength: SEAL_TAG_BYTES })
  decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(SEAL_IV_BYTES, SEAL_IV_BYTES + SEAL_TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(SEAL_IV_BYTES + SEAL_TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
