import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { readSigned, signed } from './signature'

beforeAll(() => {
  vi.stubEnv('AUTH_SECRET', 'a secret of at least sixteen characters')
})
afterAll(() => {
  vi.unstubAllEnvs()
})

describe('a signed text', () => {
  test('is read back by whom it was signed for', () => {
    expect(readSigned('pass', signed('pass', '12.34', 'hash'), 'hash')).toBe('12.34')
  })

  test('is nothing once a character of it, its purpose or what it is bound to has changed', () => {
    const value = signed('pass', '12', 'hash')
    expect(readSigned('pass', `3${value}`, 'hash')).toBeNull()
    expect(readSigned('pass', `${value.slice(0, -1)}_`, 'hash')).toBeNull()
    expect(readSigned('other', value, 'hash')).toBeNull()
    expect(readSigned('pass', value, 'another hash')).toBeNull()
    expect(readSigned('pass', 'no dot', 'hash')).toBeNull()
  })
})
