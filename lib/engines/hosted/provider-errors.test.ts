import { describe, expect, test } from 'vitest'
import { fromAnswer, plainWords, retryAfter, toEngineError } from './provider-errors'

const answer = (status: number, error: object = {}, headers: Record<string, string> = {}) => fromAnswer({ status, headers, body: { error } })

describe('an answer that is no picture', () => {
  test.each([
    [402, { message: 'Pay first' }, 'rejected', /no credit left/],
    [400, { code: 'billing_hard_limit_reached', message: 'Billing hard limit has been reached' }, 'rejected', /no credit left/],
    [403, { message: 'Your organization must be verified to use the model.' }, 'not_configured', /must be verified/],
    [400, { status: 'FAILED_PRECONDITION', message: 'User location is not supported for the API use.' }, 'not_configured', /location is not supported/],
    [404, { message: 'No such model' }, 'not_configured', /No such model\./],
    [413, {}, 'unsupported', /too large/],
    [422, { message: 'size has to be smaller' }, 'unsupported', /size has to be smaller\./],
    [400, { message: "Parameter 'style' is not allowed for this model." }, 'unsupported', /'style' is not allowed/],
    [408, {}, 'maybe_charged', /charged/],
    [504, {}, 'maybe_charged', /charged/],
    [529, {}, 'transient', /has a problem/],
  ] as const)('of status %i with %j is %s', (status, error, code, words) => {
    expect(answer(status, error)).toMatchObject({ code, userMessage: expect.stringMatching(words) })
  })

  test('says when to come back in a header, or in the details of Google', () => {
    expect(answer(429, {}, { 'retry-after': '12' }).retryAfterMs).toBe(12_000)
    expect(answer(429, { details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '3.2s' }] }).retryAfterMs).toBe(3_200)
    expect(answer(429).retryAfterMs).toBeUndefined()
  })

  test('may be in no form that anybody documents', () => {
    for (const body of [null, 'Bad gateway', [], { error: 'x' }, { error: { details: 'x' } }]) {
      expect(fromAnswer({ status: 400, headers: {}, body }).code).toBe('unsupported')
    }
  })
})

describe('what a client throws without an answer', () => {
  const broken = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })

  test.each(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'])('is transient for %s: nothing was sent', (code) => {
    expect(toEngineError(broken(code)).code).toBe('transient')
  })

  test.each(['ECONNRESET', 'UND_ERR_SOCKET'])('may have been charged for %s', (code) => {
    expect(toEngineError(broken(code))).toMatchObject({ code: 'maybe_charged', userMessage: expect.stringMatching(/connection broke/) })
  })

  test.each(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])('took too long for %s', (code) => {
    expect(toEngineError(broken(code))).toMatchObject({ code: 'maybe_charged', userMessage: 'The provider took too long. It may have finished and charged.' })
  })

  test('may have been charged also where nobody knows what it was', () => {
    expect(toEngineError('odd').code).toBe('maybe_charged')
  })
})

test('a provider’s words become one short line without what looks like a key', () => {
  expect(plainWords('Wrong\n key sk-proj-abc123456 given')).toBe('Wrong key … given.')
  expect(plainWords('AIzaSyA123456789 is not valid!')).toBe('… is not valid!')
  expect(plainWords('token-based pricing for skin-toned keyboards')).toBe('token-based pricing for skin-toned keyboards.')
  expect(plainWords('a'.repeat(999)).length).toBeLessThan(260)
  expect(plainWords(null)).toBe('')
})

test('Retry-After is read in seconds, milliseconds and as a date', () => {
  expect(retryAfter({ 'retry-after': '1.5' })).toBe(1500)
  expect(retryAfter({ 'retry-after-ms': '20' })).toBe(20)
  expect(retryAfter({ 'retry-after': 'Thu, 01 Jan 1970 00:01:00 GMT' }, 0)).toBe(60_000)
  expect(retryAfter({ 'retry-after': 'soon' })).toBeUndefined()
  expect(retryAfter(undefined)).toBeUndefined()
})
