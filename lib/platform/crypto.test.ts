import { expect, test } from 'vitest'
import { hashToken, randomToken, safeEqual, sha256Hex } from './crypto'

test('a token has 32 random bytes in 43 characters that fit into an address', () => {
  const tokens = Array.from({ length: 100 }, randomToken)
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/)
  expect(new Set(tokens).size).toBe(100)
})

test('a token is stored as its SHA-256', () => {
  expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(sha256Hex(Buffer.from('abc'))).toBe(hashToken('abc'))
})

test('strings are equal or not, also of different lengths', () => {
  expect(safeEqual('same', 'same')).toBe(true)
  expect(safeEqual('same', 'sama')).toBe(false)
  expect(safeEqual('same', 'same longer')).toBe(false)
})
