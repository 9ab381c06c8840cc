import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** About 128 MB and a third of a second for each guess: what makes a stolen table expensive to search. */
const COST = { log2N: 17, r: 8, p: 1 } as const
const MEMORY_BYTES_MAX = 256 * 1024 * 1024
const KEY_BYTES = 32
const SALT_BYTES = 16

type Cost = { log2N: number; r: number; p: number }

/** Different keyboards write the same letter with different code points; NFKC makes them one. */
function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N: 2 ** cost.log2N, r: cost.r, p: cost.p, maxmem: MEMORY_BYTES_MAX }
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

/** @returns `scrypt$<log2 N>$<r>$<p>$<salt>$<key>`, the last two in base64url, so that the cost can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const key = await derive(password, salt, COST)
  return ['scrypt', COST.log2N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/**
 * Whether a password is the one that was hashed. Without a hash (no such account) it does the same work and answers no, so
 * that the time taken does not tell which accounts exist.
 */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [scheme, log2N, r, p, salt, key] = hash?.split('$') ?? []
  if (scheme !== 'scrypt' || !salt || !key) {
    await derive(password, randomBytes(SALT_BYTES), COST)
    return false
  }
  const expected = Buffer.from(key, 'base64url')
  const actual = await derive(password, Buffer.from(salt, 'base64url'), { log2N: Number(log2N), r: Number(r), p: Number(p) })
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}
