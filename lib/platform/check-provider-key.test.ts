import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEY_FAMILIES, type KeyFamily } from '@/lib/domain/engine-keys'
import { checkProviderKey } from './check-provider-key'

const KEY = 'test-key-0123456789abcdef'
let server: Server
let origin = ''
let answer: { status: number; body: string; headers?: Record<string, string> } = { status: 200, body: '{}' }
let asked: { method?: string; url?: string; headers: IncomingHttpHeaders }[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push({ method: request.method, url: request.url, headers: request.headers })
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const checked = (family: KeyFamily, status: number, body: unknown, headers?: Record<string, string>) => {
  asked = []
  answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body), headers }
  return checkProviderKey(family, KEY, origin)
}

const GOOD: Record<KeyFamily, unknown> = {
  google: { models: [{ name: 'models/gemini' }] },
  openai: { object: 'list', data: [] },
  gateway: { balance: '95.50', total_used: '4.50' },
  'black-forest-labs': { credits: 12.5 },
  fal: { prices: [], has_more: false },
  replicate: { type: 'user', username: 'somebody' },
}
const HEADER: Record<KeyFamily, [string, string]> = {
  google: ['x-goog-api-key', KEY],
  openai: ['authorization', `Bearer ${KEY}`],
  gateway: ['authorization', `Bearer ${KEY}`],
  'black-forest-labs': ['x-key', KEY],
  fal: ['authorization', `Key ${KEY}`],
  replicate: ['authorization', `Bearer ${KEY}`],
}

describe.each(KEY_FAMILIES)('the test of a key for %s', (family) => {
  test('reads one thing, with the key in its header and nowhere else', async () => {
    expect(await checked(family, 200, GOOD[family])).toBe('works')
    const [name, value] = HEADER[family]
    expect(asked).toMatchObject([{ method: 'GET', headers: { [name]: value } }])
    expect(asked[0]?.url).not.toContain(KEY)
  })

  test('tells a refused key from a busy provider, an empty account and a broken answer', async () => {
    expect(await checked(family, 401, { error: { message: `Incorrect API key provided: ${KEY}` } })).toBe('refused')
    expect(await checked(family, 403, { detail: 'Forbidden' })).toBe('refused')
    expect(await checked(family, 429, { error: 'Too many requests' })).toBe('busy')
    expect(await checked(family, 402, { detail: 'Payment required' })).toBe('no_quota')
    expect(await checked(family, 500, 'oops')).toBe('unclear')
    expect(await checked(family, 200, '<html>a captive portal</html>')).toBe('unclear')
  })

  test('does not follow a redirect, which would carry the key away', async () => {
    expect(await checked(family, 302, '', { location: `${origin}/elsewhere` })).toBe('unclear')
    expect(asked).toHaveLength(1)
  })

  test('says that nobody could be reached', async () => {
    expect(await checkProviderKey(family, KEY, 'http://127.0.0.1:1')).toBe('unreachable')
  })
})

describe('what is left to spend', () => {
  test('counts where a provider tells it', async () => {
    expect(await checked('gateway', 200, { balance: '0', total_used: '5' })).toBe('no_quota')
    expect(await checked('black-forest-labs', 200, { credits: 0 })).toBe('no_quota')
    expect(await checked('openai', 429, { error: { code: 'insufficient_quota' } })).toBe('no_quota')
  })

  test("is not guessed from an answer that does not tell it, and Google's 400 to an unknown key is a refusal", async () => {
    expect(await checked('gateway', 200, {})).toBe('works')
    expect(await checked('google', 400, { error: { details: [{ reason: 'API_KEY_INVALID' }] } })).toBe('refused')
  })
})
