import { createServer, get, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { networkOf, settleEveryRequest, settleForwarded } from './forwarded'

const settled = (headers: IncomingHttpHeaders, proxies: number, peer: string | undefined = '203.0.113.9'): IncomingHttpHeaders => {
  const copy = { ...headers }
  settleForwarded(copy, peer, proxies)
  return copy
}

describe('the client of a request', () => {
  test('is the other end of the connection when no proxy is ours, whatever the request claims', () => {
    const forged = {
      host: 'maquette.test',
      forwarded: 'for=198.51.100.1',
      'x-forwarded-for': '198.51.100.1',
      'x-forwarded-host': 'evil.test',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      'x-real-ip': '198.51.100.1',
    }
    expect(settled(forged, 0)).toEqual({ host: 'maquette.test', 'x-forwarded-for': '203.0.113.9' })
    expect(settled({}, 0)).toEqual({ 'x-forwarded-for': '203.0.113.9' })
  })

  test('is what our own proxy was called from, not what the client sent to it', () => {
    const headers = { 'x-forwarded-for': '192.0.2.66, 198.51.100.1', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'maquette.test' }
    expect(settled(headers, 1)).toEqual({ ...headers, 'x-forwarded-for': '198.51.100.1' })
  })

  test('is counted back over several proxies, and never beyond the first entry', () => {
    expect(settled({ 'x-forwarded-for': '192.0.2.66, 198.51.100.1, 10.0.0.2' }, 2)['x-forwarded-for']).toBe('198.51.100.1')
    expect(settled({ 'x-forwarded-for': '198.51.100.1' }, 3)['x-forwarded-for']).toBe('198.51.100.1')
  })

  test('is unknown when the connection is gone already', () => {
    const headers: IncomingHttpHeaders = { 'x-forwarded-for': '198.51.100.1' }
    settleForwarded(headers, undefined, 0)
    expect(headers).toEqual({})
  })
})

test('a server of this process sees settled headers from its first request', async () => {
  settleEveryRequest()
  const server = createServer((request, response) => response.end(JSON.stringify(request.headers)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const seen = await new Promise<IncomingHttpHeaders>((resolve) => {
    get({ port, host: '127.0.0.1', agent: false, headers: { 'x-forwarded-for': '198.51.100.1', 'x-forwarded-host': 'evil.test' } }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve(JSON.parse(text)))
    })
  })
  server.close()
  expect(seen['x-forwarded-for']).toBe('127.0.0.1')
  expect(seen).not.toHaveProperty('x-forwarded-host')
})

describe('whom a limit by address counts', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:aaaa::1', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002:bbbb:cccc:dddd:eeee', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0'],
  ])('%s is counted as %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  test.each([null, undefined, '', '127.0.0.1', '::1', '::ffff:127.0.0.1', 'unknown', 'localhost'])(
    '%s is nobody: everybody on the machine would share it',
    (address) => {
      expect(networkOf(address)).toBeNull()
    },
  )
})

test.each(['-1', 'yes', '1.5'])('TRUST_PROXY=%s stops the start with a sentence that names it', async (value) => {
  vi.resetModules()
  vi.stubEnv('TRUST_PROXY', value)
  const { env } = await import('./env')
  expect(() => env()).toThrow('TRUST_PROXY')
  vi.unstubAllEnvs()
})
