import { NextRequest } from 'next/server'
import { afterEach, describe, expect, test, vi } from 'vitest'

const SITE = 'http://maquette.test'
const TOKEN = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6Zm9vYmFyYmF6cXU'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

/** What stands in front of every page and most routes. An `origin` of null is none at all. */
async function ask(
  path: string,
  { method = 'GET', origin = SITE, headers = {} }: { method?: string; origin?: string | null; headers?: Record<string, string> } = {},
) {
  const { proxy } = await import('@/proxy')
  return proxy(new NextRequest(`${SITE}${path}`, { method, headers: { host: 'maquette.test', ...(origin === null ? {} : { origin }), ...headers } }))
}
const directive = (policy: string | null, name: string): string[] =>
  policy
    ?.split('; ')
    .find((part) => part.startsWith(`${name} `))
    ?.split(' ')
    .slice(1) ?? []

describe('every page', () => {
  test('runs scripts by a nonce that is fresh each time, and never those that stand in the page', async () => {
    const policies = [await ask('/scenes'), await ask('/scenes')].map((answer) => answer.headers.get('content-security-policy'))
    const sources = policies.map((policy) => directive(policy, 'script-src'))
    for (const list of sources) expect(list.filter((source) => source.includes('unsafe'))).toEqual(["'wasm-unsafe-eval'"])
    const nonces = sources.map((list) => list.find((source) => source.startsWith("'nonce-")))
    expect(nonces[0]).toMatch(/^'nonce-[A-Za-z0-9+/]{22}=='$/)
    expect(nonces[1]).not.toBe(nonces[0])
  })

  test('has the headers that keep a browser careful, and says HTTPS alone where it came by HTTPS', async () => {
    const { headers } = await ask('/history')
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    })
    expect(headers.get('strict-transport-security')).toBeNull()
    const secure = await ask('/history', { headers: { 'x-forwarded-proto': 'https' } })
    expect(secure.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
  })

  test.each([`/s/${TOKEN}`, `/s/${TOKEN}/zip`, `/invite/${TOKEN}`, `/reset-password/${TOKEN}`, `/verify-email/${TOKEN}`, `/sign-in/link/${TOKEN}`])(
    'whose address is a key tells it to no other page: %s',
    async (path) => {
      expect((await ask(path)).headers.get('referrer-policy')).toBe('no-referrer')
    },
  )

  test('knows the address that was asked for from itself and not from a header of the request', async () => {
    const answer = await ask('/scenes?panel=image', { headers: { 'x-maquette-path': '/elsewhere' } })
    expect(answer.headers.get('x-middleware-request-x-maquette-path')).toBe('/scenes?panel=image')
  })
})

describe('data and files', () => {
  test.each(['/api/history', '/api/files/ast_1', `/s/${TOKEN}/files/out_1`])('may run, load and be framed by nothing: %s', async (path) => {
    const policy = (await ask(path)).headers.get('content-security-policy')
    expect(policy).toBe("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox")
  })
})

describe('a request that changes something', () => {
  test.each([
    ['no origin', null],
    ['an origin that is hidden', 'null'],
    ['another site', 'https://evil.test'],
    ['another port', 'http://maquette.test:81'],
  ])('is refused with %s, on pages and routes alike', async (_what, origin) => {
    for (const path of ['/scenes', '/api/scenes/scn_1', `/s/${TOKEN}/view`]) {
      for (const method of ['POST', 'PATCH', 'PUT', 'DELETE']) {
        const answer = await ask(path, { method, origin })
        expect(answer.status, `${method} ${path}`).toBe(403)
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      }
    }
  })

  test('goes on from a page of this site, and needs no origin where a token counts and no cookie does', async () => {
    expect((await ask('/scenes', { method: 'POST' })).headers.get('x-middleware-next')).toBe('1')
    expect((await ask('/api/v1/scenes', { method: 'POST', origin: null })).headers.get('x-middleware-next')).toBe('1')
  })
})

test.each(['/scenes/%00', '/scenes?q=%00', '/scenes/%ff'])('an address that no page can have is refused before anything looks it up: %s', async (path) => {
  expect((await ask(path)).status).toBe(400)
})
