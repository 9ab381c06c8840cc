import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { log, reportError } from './log'
import { redact, redactText } from './redact'

// The level of an installation, in place of that of the tests.
vi.stubEnv('LOG_LEVEL', '')

let lines: string[]
beforeEach(() => {
  lines = []
  const collect = (chunk: unknown): boolean => {
    lines.push(String(chunk))
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(collect)
  vi.spyOn(process.stderr, 'write').mockImplementation(collect)
})
afterEach(() => vi.restoreAllMocks())

describe('the log', () => {
  test('is one JSON object a line', () => {
    log.info('Rendered', { generationId: 'gen_1', ms: 12 })
    expect(lines).toHaveLength(1)
    expect(lines[0]?.endsWith('\n')).toBe(true)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', message: 'Rendered', generationId: 'gen_1', ms: 12 })
  })

  test('leaves out what is below its level', () => {
    log.debug('Noise')
    expect(lines).toEqual([])
  })

  test('stays on one line and writes what JSON cannot', () => {
    const circle: Record<string, unknown> = { lines: 'a\nb', big: 10n, call: () => 1, bytes: new Uint8Array(5), when: new Date(Number.NaN) }
    circle.self = circle
    log.warn('Odd fields', circle)
    expect(lines[0]?.trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ big: '10', bytes: '[5 bytes]', when: null })
  })

  test('gives an id that a person can read out, and writes the error under it', () => {
    const errorId = reportError(new Error('broken', { cause: new Error('deeper') }), { route: '/api/x' })
    expect(errorId).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{2}$/)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ errorId, route: '/api/x', error: { message: 'broken', cause: { message: 'deeper' } } })
  })
})

describe('secrets and what people wrote', () => {
  test.each(['password', 'AUTH_SECRET', 'token', 'authorization', 'cookie', 'apiKey', 'api_key', 'SMTP_URL', 'prompt', 'email', 'fileName'])(
    'a field named %s is not written down',
    (key) => {
      expect(redact({ deep: [{ [key]: 'sensitive' }] })).toEqual({ deep: [{ [key]: '[redacted]' }] })
    },
  )

  test.each([
    ['postgres://maquette:hunter2@db:5432/x', 'hunter2'],
    ['Authorization: Bearer abc.def-123', 'abc.def'],
    ['token vercel_blob_rw_store_secret was refused', 'secret'],
    ['key sk-live-1234567890', '1234567890'],
    ['x-goog-api-key: AIzaSyA0123456789abcdefghij', '0123456789'],
    ['token r8_0123456789abcdefABCDEF was refused', '0123456789'],
    ['Key 01234567-89ab-cdef-0123-456789abcdef:0123456789abcdef0123456789abcdef', '456789abcdef'],
    ['signkey-prod-abcdef', 'abcdef'],
    ['open /reset-password/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6', 'Zm9v'],
    ['open /verify-email/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6', 'Zm9v'],
    ['open /sign-in/link/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6?from=mail', 'Zm9v'],
    ['open https://maquette.test/invite/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6', 'Zm9v'],
    ['open /s/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6/files/out_1', 'Zm9v'],
    ['token mqt_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6 was refused', 'Zm9v'],
    ['signed with whsec_Zm9v+mFy/mF6cXV4Zm9vYmFy==', 'mF6c'],
    ['no account for zoe@example.org', 'zoe@'],
  ])('in the text %j', (text, secret) => {
    expect(redactText(text)).not.toContain(secret)
  })

  test('the values of a failed database statement are cut off', () => {
    const error = new Error('Failed query: insert into scenes values ($1)\nparams: my secret product,42')
    expect(JSON.stringify(redact({ error }))).not.toContain('secret product')
    expect(JSON.stringify(redact({ error }))).toContain('insert into scenes')
  })
})
