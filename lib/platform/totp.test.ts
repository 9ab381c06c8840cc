import { describe, expect, test } from 'vitest'
import { matchingStep, newRecoveryCode, newTotpSecret, readCode, toBase32, totpCode, totpStep, totpUri } from './totp'

/** Appendix B of RFC 6238, cut to six digits. */
const SECRET = toBase32(Buffer.from('12345678901234567890'))

describe('codes of the second factor', () => {
  test.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('are those of RFC 6238 at second %i', (seconds, code) => {
    expect(totpCode(SECRET, totpStep(seconds * 1000))).toBe(code)
  })

  test('are taken one step early or late, and no further', () => {
    const nowMs = 1_700_000_000_000
    const at = (steps: number) => matchingStep(SECRET, totpCode(SECRET, totpStep(nowMs) + steps), { nowMs })
    expect([-2, -1, 0, 1, 2].map((steps) => at(steps) !== undefined)).toEqual([false, true, true, true, false])
  })

  test('are not taken at or before the last step that was accepted', () => {
    const nowMs = 1_700_000_000_000
    const step = totpStep(nowMs)
    expect(matchingStep(SECRET, totpCode(SECRET, step), { nowMs, after: step })).toBeUndefined()
    expect(matchingStep(SECRET, totpCode(SECRET, step - 1), { nowMs, after: step })).toBeUndefined()
    expect(matchingStep(SECRET, totpCode(SECRET, step + 1), { nowMs, after: step })).toBe(step + 1)
  })

  test('come from 160 random bits, and an app finds account and issuer in the address', () => {
    expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/)
    const uri = new URL(totpUri(SECRET, 'ada lind@example.org'))
    expect(decodeURIComponent(uri.pathname)).toBe('/Maquette:ada lind@example.org')
    expect(uri.searchParams.get('issuer')).toBe('Maquette')
    expect(uri.searchParams.get('secret')).toBe(SECRET)
  })
})

describe('what somebody types', () => {
  test('is read with spaces, dashes and capitals', () => {
    expect(readCode(' 123 456 ')).toEqual({ kind: 'totp', code: '123456' })
    const code = newRecoveryCode()
    expect(readCode(code.toUpperCase())).toEqual({ kind: 'recovery', code: code.replaceAll('-', '') })
  })

  test('is a recovery code also in the shorter form that was handed out before', () => {
    expect(readCode('abcd-efgh-jkmn-pqrs')).toEqual({ kind: 'recovery', code: 'abcdefghjkmnpqrs' })
  })

  test('is no code when it has another form', () => {
    for (const typed of ['', '12345', '1234567', 'a quiet graphite room', 'oooo-oooo-oooo-oooo']) expect(readCode(typed)).toBeUndefined()
  })
})
