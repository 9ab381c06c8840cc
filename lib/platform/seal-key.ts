import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { env } from './env'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** A provider's key as it is kept. All three are text; the first two are base64url. */
export type SealedKey = { ciphertext: string; nonce: string; keyVersion: string }

/** Whom a key belongs to. It is authenticated with the ciphertext, so that one moved to another row does not open there. */
export type KeyOwner = { teamId: string; family: string }

type Secret = { version: string; key: Buffer }

function secretOf(text: string): Secret {
  const derive = (info: string, bytes: number): Buffer => Buffer.from(hkdfSync('sha256', text, 'maquette', info, bytes))
  // The name comes from bytes of its own and then a hash: it tells two secrets apart and gives nothing of either away.
  const version = createHash('sha256').update(derive('engine-keys:name', 32)).digest('hex').slice(0, 12)
  return { version, key: derive('engine-keys:seal', 32) }
}

const boundTo = ({ teamId, family }: KeyOwner): Buffer => Buffer.from(JSON.stringify([teamId, family]))

/** Whether this installation has a secret to seal keys with. */
export const canSealKeys = (): boolean => env().ENCRYPTION_KEY !== undefined

/** The name of the secret that seals now, or null without one. */
export function presentKeyVersion(): string | null {
  const { ENCRYPTION_KEY: secret } = env()
  return secret ? secretOf(secret).version : null
}

/** Encrypts a key with AES-256-GCM under ENCRYPTION_KEY. @throws Error without one: ask {@link canSealKeys} first. */
export function sealKey(key: string, owner: KeyOwner): SealedKey {
  const { ENCRYPTION_KEY: text } = env()
  if (!text) throw new Error('ENCRYPTION_KEY is not set.')
  const secret = secretOf(text)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', secret.key, nonce, { authTagLength: TAG_BYTES }).setAAD(boundTo(owner))
  const ciphertext = Buffer.concat([cipher.update(key, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { ciphertext: ciphertext.toString('base64url'), nonce: nonce.toString('base64url'), keyVersion: secret.version }
}

/**
 * The key, or null when it was sealed with a secret that this installation no longer has, was changed, or belongs to
 * another team or family. What ENCRYPTION_KEY_PREVIOUS sealed opens too.
 */
export function openKey(sealed: SealedKey, owner: KeyOwner): string | null {
  const { ENCRYPTION_KEY: present, ENCRYPTION_KEY_PREVIOUS: previous } = env()
  const secret = [present, previous].flatMap((text) => (text ? [secretOf(text)] : [])).find(({ version }) => version === sealed.keyVersion)
  const bytes = Buffer.from(sealed.ciphertext, 'base64url')
  const nonce = Buffer.from(sealed.nonce, 'base64url')
  if (!secret || bytes.length <= TAG_BYTES || nonce.length !== NONCE_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', secret.key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(boundTo(owner)).setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
