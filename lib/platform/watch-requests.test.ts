import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { withContext } from './context'
import { log } from './log'
import { renderMetrics } from './metrics'
import { watchEveryRequest } from './watch-requests'

let server: Server
let url: string
let lines: { requestId?: string; generationId?: string; message: string; path?: string }[]

beforeAll(async () => {
  watchEveryRequest()
  server = createServer(async (request, response) => {
    await delay(5)
    log.warn('Handled', { path: request.url })
    await withContext({ generationId: 'gen_1' }, async () => log.warn('Generated', { path: request.url, prompt: 'hush', apiKey: 'hush' }))
    response.end(String(request.headers['x-request-id']))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())
beforeEach(() => {
  lines = []
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(JSON.parse(String(line))) > 0)
})
afterEach(() => vi.restoreAllMocks())

describe('every request', () => {
  test('has an id of its own, which its answer and every line about it carry', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => fetch(`${url}/${n}`)))
    const ids = answers.map((answer) => answer.headers.get('x-request-id'))
    expect(new Set(ids).size).toBe(5)
    for (const [at, answer] of answers.entries()) {
      expect(await answer.text()).toBe(ids[at])
      const own = lines.filter((line) => line.path === `/${at + 1}`)
      expect(own.map(({ requestId, generationId, message }) => ({ requestId, generationId, message }))).toEqual([
        { requestId: ids[at], generationId: undefined, message: 'Handled' },
        { requestId: ids[at], generationId: 'gen_1', message: 'Generated' },
      ])
    }
    expect(JSON.stringify(lines)).not.toContain('hush')
  })

  test('has another id on the same connection, and takes none from a stranger', async () => {
    const ids = []
    for (let n = 0; n < 2; n++) ids.push((await fetch(url, { headers: { 'x-request-id': 'chosen-by-me-1' } })).headers.get('x-request-id'))
    expect(new Set([...ids, 'chosen-by-me-1']).size).toBe(3)
  })

  test('is counted by pattern, never by its address', async () => {
    await (await fetch(`${url}/scenes/scn_secret?q=hush`)).text()
    await vi.waitUntil(async () => (await renderMetrics()).includes('maquette_http_request_seconds_count'))
    expect(await renderMetrics()).not.toMatch(/scn_secret|hush/)
  })
})
