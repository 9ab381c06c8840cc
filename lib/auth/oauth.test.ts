import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createAuth } from './create-auth'
import type { OAuthProfile } from './oauth-providers'

/**
 * A server that speaks the documented endpoints of both providers: GitHub's web application flow with `/user` and
 * `/user/emails`, and Google's discovery, token endpoint and signed id token. Each code works once and only with the
 * verifier of its challenge.
 */
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
type Grant = { challenge: string; nonce: string | null; clientId: string }
const grants = new Map<string, Grant>()
const person = { githubEmails: [{ email: 'ada@example.org', primary: true, verified: true, visibility: 'private' }], googleVerified: true }
let server: Server
let origin: string

const read = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return new URLSearchParams(body)
}
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function idToken({ nonce, clientId }: Grant): string {
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: 'https://accounts.google.com', sub: '1077', aud: clientId, iat: now, exp: now + 3600, email: 'ada@example.org', name: 'Ada Lind' }
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ ...claims, email_verified: person.googleVerified, ...(nonce ? { nonce } : {}) })}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://provider')
    const answer = (status: number, value: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (pathname === '/.well-known/openid-configuration') {
      return answer(200, {
        issuer: 'https://accounts.google.com',
        authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
        token_endpoint: 'https://oauth2.googleapis.com/token',
        userinfo_endpoint: 'https://openidconnect.googleapis.com/v1/userinfo',
        jwks_uri: 'https://www.googleapis.com/oauth2/v3/certs',
        response_types_supported: ['code'],
        code_challenge_methods_supported: ['S256'],
      })
    }
    if (pathname === '/login/oauth/access_token' || pathname === '/token') {
      const form = await read(request)
      const grant = grants.get(form.get('code') ?? '')
      grants.delete(form.get('code') ?? '')
      const proven = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (!grant || grant.challenge !== proven) return answer(400, { error: 'invalid_grant' })
      const tokens = { access_token: 'token-of-ada', token_type: 'bearer', scope: 'read:user,user:email' }
      return answer(200, pathname === '/token' ? { ...tokens, expires_in: 3600, id_token: idToken(grant) } : tokens)
    }
    if (request.headers.authorization !== 'Bearer token-of-ada') return answer(401, { message: 'Requires authentication' })
    if (pathname === '/user') return answer(200, { id: 583231, login: 'ada', name: null, email: 'public@example.org' })
    if (pathname === '/user/emails') return answer(200, person.githubEmails)
    return answer(404, { message: 'Not Found' })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const arrived = vi.fn<(profile: OAuthProfile) => Promise<{ userId: string; sessionId: string } | string>>()
const onRefusal = vi.fn()
const onDefect = vi.fn()
const onProviderFailure = vi.fn()
beforeEach(() => {
  vi.clearAllMocks()
  arrived.mockResolvedValue({ userId: 'usr_1', sessionId: 'ses_1' })
  person.githubEmails = [{ email: 'ada@example.org', primary: true, verified: true, visibility: 'private' }]
  person.googleVerified = true
})

const { handlers } = createAuth({
  secret: () => 'a secret of the tests alone',
  sessionDays: 30,
  secure: async () => false,
  granted: () => undefined,
  oauthApps: () => ({ github: { clientId: 'gh-id', clientSecret: 'gh-secret' }, google: { clientId: 'go-id', clientSecret: 'go-secret' } }),
  // Whatever address a provider has, it is answered here.
  fetch: (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    return fetch(`${origin}${url.pathname}`, init)
  },
  arrived,
  signOut: vi.fn(),
  onDefect,
  onRefusal,
  onProviderFailure,
})

class Browser {
  private readonly cookies = new Map<string, string>()

  async send(path: string, form?: Record<string, string>): Promise<Response> {
    const headers = new Headers({ cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') })
    if (form) headers.set('content-type', 'application/x-www-form-urlencoded')
    const request = new NextRequest(new URL(path, 'http://localhost'), {
      method: form ? 'POST' : 'GET',
      headers,
      body: form ? new URLSearchParams(form) : undefined,
    })
    const response = await (form ? handlers.POST(request) : handlers.GET(request))
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      this.cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return response
  }

  /** Leaves for a provider. @returns its page. */
  async leave(provider: string): Promise<URL> {
    const { csrfToken } = (await (await this.send('/api/auth/csrf')).json()) as { csrfToken: string }
    const response = await this.send(`/api/auth/signin/${provider}`, { csrfToken, callbackUrl: '/scenes' })
    return new URL(response.headers.get('location') ?? '')
  }

  /** Agrees on the provider's page and comes back. @returns where that leads. */
  async comeBack(page: URL, changes: Record<string, string> = {}): Promise<string | null> {
    const code = randomUUID()
    const query = page.searchParams
    grants.set(code, { challenge: query.get('code_challenge') ?? '', nonce: query.get('nonce'), clientId: query.get('client_id') ?? '' })
    const callback = new URL(query.get('redirect_uri') ?? '')
    callback.search = new URLSearchParams({ code, state: query.get('state') ?? '', ...changes }).toString()
    return (await this.send(callback.pathname + callback.search)).headers.get('location')
  }

  async sessionId(): Promise<unknown> {
    return ((await (await this.send('/api/auth/session')).json()) as { sessionId?: string } | null)?.sessionId
  }
}

describe('signing in with an account elsewhere, through the provider code of Auth.js', () => {
  test.each([
    ['github', 'https://github.com', { provider: 'github', accountId: '583231', email: 'ada@example.org', emailVerified: true, name: 'ada' }],
    ['google', 'https://accounts.google.com', { provider: 'google', accountId: '1077', email: 'ada@example.org', emailVerified: true, name: 'Ada Lind' }],
  ])('%s leads to its page, back, and to a session', async (provider, host, profile) => {
    const browser = new Browser()
    const page = await browser.leave(provider)
    expect(page.origin).toBe(host)
    expect(page.searchParams.get('code_challenge_method')).toBe('S256')
    expect(page.searchParams.get('scope')).toMatch(/email/)
    expect(await browser.comeBack(page)).toMatch(/\/scenes$/)
    expect(arrived).toHaveBeenCalledWith(profile)
    expect(await browser.sessionId()).toBe('ses_1')
    expect(onDefect).not.toHaveBeenCalled()
  })

  test('tells when a provider has not verified the address, whatever else it says', async () => {
    person.githubEmails = [
      { email: 'ada@example.org', primary: true, verified: false, visibility: 'private' },
      { email: 'other@example.org', primary: false, verified: true, visibility: 'private' },
    ]
    person.googleVerified = false
    for (const provider of ['github', 'google']) {
      const browser = new Browser()
      await browser.comeBack(await browser.leave(provider))
      expect(arrived).toHaveBeenLastCalledWith(expect.objectContaining({ provider, email: 'ada@example.org', emailVerified: false }))
    }
  })

  test('opens no session where the product leads somewhere else, such as to the second step', async () => {
    arrived.mockResolvedValue('/sign-in/second-factor')
    const browser = new Browser()
    expect(await browser.comeBack(await browser.leave('github'))).toMatch(/\/sign-in\/second-factor$/)
    expect(await browser.sessionId()).toBeUndefined()
  })

  test('refuses an answer with another state, one brought to another browser, and a code that is made up', async () => {
    const browser = new Browser()
    expect(await browser.comeBack(await browser.leave('github'), { state: 'made-up' })).toMatch(/\/sign-in\?error=/)
    const page = await browser.leave('google')
    expect(await new Browser().comeBack(page)).toMatch(/\/sign-in\?error=/)
    expect(await browser.comeBack(await browser.leave('github'), { code: 'made-up' })).toMatch(/\/sign-in\?error=/)
    expect(arrived).not.toHaveBeenCalled()
    expect(onDefect).not.toHaveBeenCalled()
  })

  test('takes Cancel for a refusal, not for a defect', async () => {
    const browser = new Browser()
    const page = await browser.leave('github')
    const query = new URLSearchParams({ error: 'access_denied', state: page.searchParams.get('state') ?? '' })
    expect((await browser.send(`/api/auth/callback/github?${query}`)).headers.get('location')).toMatch(/\/sign-in\?error=/)
    expect(onDefect).not.toHaveBeenCalled()
  })
})
