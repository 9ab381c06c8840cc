import { afterEach, expect, test, vi } from 'vitest'

vi.mock('next/server', () => ({ connection: async () => {} }))
vi.mock('@/lib/data/database-metrics', () => ({ watchDatabase: () => {} }))
afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

const TOKEN = 'a token of the installation'
async function ask(token: string, authorization?: string): Promise<Response> {
  vi.stubEnv('METRICS_TOKEN', token)
  const { GET } = await import('./route')
  return GET(new Request('http://localhost/api/metrics', authorization ? { headers: { authorization } } : {}))
}

test.each([
  ['', `Bearer ${TOKEN}`],
  ['', undefined],
  [TOKEN, undefined],
  [TOKEN, 'Bearer another one'],
  [TOKEN, `Basic ${TOKEN}`],
  [TOKEN, 'Bearer '],
])('metrics do not exist with the token %o for whoever sends %o', async (token, authorization) => {
  expect((await ask(token, authorization)).status).toBe(404)
})

test('metrics open to whoever has the token', async () => {
  const { countRefusal } = await import('@/lib/platform/metrics')
  countRefusal({ limit: 'sign-in' })
  const response = await ask(TOKEN, `Bearer ${TOKEN}`)
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4')
  expect(await response.text()).toContain('maquette_rate_limited_total{limit="sign-in"} 1')
})
