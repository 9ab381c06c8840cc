import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

const load = async (): Promise<typeof import('./origin')> => {
  vi.resetModules()
  return import('./origin')
}
const request = (headers: Record<string, string>) => ({ headers: new Headers(headers) })

describe('a request that changes something', () => {
  beforeEach(() => vi.stubEnv('AUTH_URL', 'https://maquette.test'))
  afterEach(() => vi.unstubAllEnvs())

  test.each([
    ['the host it was sent to', { host: 'localhost:3000', origin: 'http://localhost:3000' }],
    ['the public address behind a proxy', { host: 'web:3000', origin: 'https://maquette.test' }],
  ])('is taken from %s', async (_where, headers) => {
    const { assertSameOrigin } = await load()
    expect(() => assertSameOrigin(request(headers))).not.toThrow()
  })

  test.each<[string, Record<string, string>]>([
    ['no Origin', { host: 'localhost:3000' }],
    ['another site', { host: 'localhost:3000', origin: 'https://evil.test' }],
    ['another port', { host: 'localhost:3000', origin: 'http://localhost:4000' }],
    ['a subdomain', { host: 'localhost:3000', origin: 'https://a.maquette.test' }],
    ['a sandboxed page', { host: 'localhost:3000', origin: 'null' }],
    ['an Origin that is no address', { host: 'localhost:3000', origin: 'localhost:3000' }],
    ['nothing at all', {}],
  ])('is refused with %s', async (_what, headers) => {
    const { assertSameOrigin } = await load()
    expect(() => assertSameOrigin(request(headers))).toThrow(expect.objectContaining({ code: 'foreign', httpStatus: 403 }))
  })
})
