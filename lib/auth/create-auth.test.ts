import { NextRequest } from 'next/server'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type AuthDependencies, createAuth } from './create-auth'

const onDefect = vi.fn()
const onRefusal = vi.fn()
const signOut = vi.fn()
beforeEach(() => vi.clearAllMocks())

const dependencies: AuthDependencies = {
  secret: () => 'a secret of the tests alone',
  sessionDays: 30,
  secure: async () => false,
  granted: () => undefined,
  oauthApps: () => ({}),
  fetch,
  arrived: async () => '/sign-in',
  signOut,
  onDefect,
  onRefusal,
  onProviderFailure: vi.fn(),
}
const { handlers } = createAuth(dependencies)
const post = (action: string) =>
  handlers.POST(
    new NextRequest(`http://localhost/api/auth/${action}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' }),
  )

describe('a request to Auth.js that none of our pages makes', () => {
  test.each(['signout', 'signin/credentials', 'callback/credentials', 'session'])(
    '%s without its token is refused as foreign, and is no defect',
    async (action) => {
      await expect(post(action)).rejects.toMatchObject({ code: 'foreign', httpStatus: 403 })
      expect(onDefect).not.toHaveBeenCalled()
      expect(onRefusal).toHaveBeenCalledWith('MissingCSRF')
      expect(signOut).not.toHaveBeenCalled()
    },
  )

  test('for something that does not exist is no defect', async () => {
    expect((await post('wp-login')).status).toBe(400)
    expect(onDefect).not.toHaveBeenCalled()
    expect(onRefusal).toHaveBeenCalledWith('UnknownAction')
  })

  test('with a cookie that was made up counts as signed out, and is no defect', async () => {
    const request = new NextRequest('http://localhost/api/auth/session', { headers: { cookie: 'authjs.session-token=made-up' } })
    expect(await (await handlers.GET(request)).json()).toBeNull()
    expect(onDefect).not.toHaveBeenCalled()
    expect(onRefusal).toHaveBeenCalledWith('JWTSessionError')
  })
})

test('over HTTPS every cookie is bound to this very host, for HTTPS alone, and out of reach of scripts', async () => {
  const overHttps = createAuth({ ...dependencies, secure: async () => true })
  const response = await overHttps.handlers.GET(new NextRequest('https://maquette.example/api/auth/csrf'))
  const cookies = response.headers.getSetCookie()
  expect(cookies).toHaveLength(2)
  for (const cookie of cookies) expect(cookie).toMatch(/^__Host-authjs\.[\w.-]+=.*; Path=\/;.*HttpOnly; Secure; SameSite=Lax/)
})
