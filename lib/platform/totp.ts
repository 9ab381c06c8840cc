import { createHmac, randomBytes, randomInt } from 'node:crypto'
import { safeEqual } from './crypto'

/** Time-based one-time passwords, RFC 6238 with the values that every authenticator app knows: SHA-1, 6 digits, 30 seconds. */
const STEP_MS = 30_000
const DIGITS = 6
/** 160 bits, as RFC 4226 recommends. */
const SECRET_BYTES = 20
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export const newTotpSecret = (): string => toBase32(randomBytes(SECRET_BYTES))

/** RFC 4648 without padding. */
export function toBase32(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

function fromBase32(text: string): Buffer {
  let bits = ''
  for (const letter of text) bits += Math.max(0, BASE32.indexOf(letter)).toString(2).padStart(5, '0')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}

/** The number of whole steps since 1970. */
export const totpStep = (nowMs: number): number => Math.floor(nowMs / STEP_MS)

/** @param secret in base32. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS).padStart(DIGITS, '0')
}

/**
 * The step whose code this is: the present one, or one before or after it for clocks that differ.
 * @param after The last step that was accepted: a code works once, and none before it works any more.
 */
export function matchingStep(secret: string, code: string, options: { nowMs: number; after?: number | null }): number | undefined {
  const present = totpStep(options.nowMs)
  return [present, present - 1, present + 1].find((step) => step > (options.after ?? -1) && safeEqual(totpCode(secret, step), code))
}

/** What an authenticator app reads from the QR code. */
export function totpUri(secret: string, account: string): string {
  const query = new URLSearchParams({ secret, issuer: 'Maquette', algorithm: 'SHA1', digits: String(DIGITS), period: String(STEP_MS / 1000) })
  return `otpauth://totp/${encodeURIComponent(`Maquette:${account}`)}?${query.toString().replaceAll('+', '%20')}`
}

/** Letters and digits that are not mistaken for one another. */
const RECOVERY_ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz'
const RECOVERY_LENGTH = 24
/** Codes that were handed out before were shorter, and still open. */
const RECOVERY_LENGTHS: readonly number[] = [16, RECOVERY_LENGTH]

/** A code for the day the phone is gone: about 119 bits, so that one round of a hash is enough to keep it, in groups of four. */
export function newRecoveryCode(): string {
  const letters = Array.from({ length: RECOVERY_LENGTH }, () => RECOVERY_ALPHABET[randomInt(RECOVERY_ALPHABET.length)]).join('')
  return letters.match(/.{4}/g)?.join('-') ?? letters
}

/** A code as somebody typed it: without spaces and dashes, in lower case. */
export function readCode(typed: string): { kind: 'totp' | 'recovery'; code: string } | undefined {
  const code = typed.replaceAll(/[\s-]/g, '').toLowerCase()
  if (/^\d{6}$/.test(code)) return { kind: 'totp', code }
  return RECOVERY_LENGTHS.includes(code.length) && [...code].every((letter) => RECOVERY_ALPHABET.includes(letter)) ? { kind: 'recovery', code } : undefined
}
