import { z } from 'zod'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

export type IdPrefix =
  | 'usr'
  | 'ses'
  | 'team'
  | 'scn'
  | 'rev'
  | 'ast'
  | 'imp'
  | 'gen'
  | 'out'
  | 'att'
  | 'led'
  | 'aud'
  | 'shr'
  | 'node'
  | 'shot'
  | 'inv'
  | 'ntf'
  | 'col'
  | 'flt'
  | 'cmt'
  | 'rvw'
  | 'pub'
  | 'kpt'
  | 'exp'
  | 'tpl'
  | 'wfl'
  | 'bex'
  | 'tok'
  | 'whk'
  | 'msg'
  | 'req'
  | 'ann'

/**
 * A prefixed, time-sortable identifier: 10 characters of milliseconds and 16 of randomness (80 bits) in Crockford
 * base32, as in the ULID specification, lower case.
 */
export function newId(prefix: IdPrefix, nowMs: number = Date.now()): string {
  let time = ''
  let rest = nowMs
  for (let i = 0; i < 10; i++) {
    time = ALPHABET[rest % 32] + time
    rest = Math.floor(rest / 32)
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let random = ''
  for (const byte of bytes) random += ALPHABET[byte & 31]
  return `${prefix}_${time}${random}`
}

/**
 * The id that follows from a key, so that what is made under the same key twice is made once. It is as long as that of
 * {@link newId} and says nothing about time.
 * @param sha256 Of the key, in hex: 130 bits of it are used.
 */
export function idOfHash(prefix: IdPrefix, sha256: string): string {
  const bytes = Array.from({ length: 26 }, (_, i) => Number.parseInt(sha256.slice(2 * i, 2 * i + 2), 16))
  return `${prefix}_${bytes.map((byte) => ALPHABET[byte & 31]).join('')}`
}

/** An id that came from outside: of no particular kind, and harmless in a query. */
export const idSchema = z.string().regex(/^[0-9A-Za-z_-]{1,64}$/)

/** Whether a string has the form that {@link newId} gives for this prefix. It says nothing about existence. */
export function isId(prefix: IdPrefix, value: string): boolean {
  return value.length === prefix.length + 27 && value.startsWith(`${prefix}_`) && /^[0-9a-z]+$/.test(value.slice(prefix.length + 1))
}
