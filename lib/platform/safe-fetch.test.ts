import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isPublicAddress, readAllowedHosts } from './public-address'
import { type Resolve, readSafeUrl, SafeFetchError, safeFetch } from './safe-fetch'

const nothing = readAllowedHosts('')
const ask = { method: 'POST', body: '{}', timeoutMs: 2_000, responseBytesMax: 1_000 } as const

const problemOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
    return 'answered'
  } catch (error) {
    return error instanceof SafeFetchError ? error.problem : String(error)
  }
}

const formOf = (url: string, allowed = nothing): string => {
  try {
    readSafeUrl(url, allowed)
    return 'fine'
  } catch (error) {
    return error instanceof SafeFetchError ? error.problem : String(error)
  }
}

/** A name server that gives one answer after the other, and counts how often it was asked. */
function answers(...each: string[][]): Resolve & { asked: () => number } {
  let asked = 0
  const resolve = async () => (each[Math.min(asked++, each.length - 1)] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  return Object.assign(resolve, { asked: () => asked })
}

let server: Server
let port = 0
let hits: string[] = []

beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    hits.push(incoming.url ?? '')
    if (incoming.url === '/redirect') outgoing.writeHead(302, { location: `http://127.0.0.1:${port}/secret` })
    if (incoming.url === '/slow') return
    outgoing.end(incoming.url === '/large' ? 'x'.repeat(5_000) : 'hello')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe('which addresses are public', () => {
  test.each(['1.1.1.1', '93.184.216.34', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1'])('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  test.each([
    ['127.0.0.1', 'this machine'],
    ['127.255.255.254', 'this machine'],
    ['0.0.0.0', 'unspecified'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['169.254.169.254', 'the metadata service of clouds'],
    ['100.64.0.1', 'carrier-grade NAT'],
    ['100.100.100.200', 'the metadata service of a cloud'],
    ['192.0.0.192', 'the metadata service of a cloud'],
    ['198.18.0.1', 'benchmarking'],
    ['203.0.113.9', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'this machine'],
    ['::ffff:127.0.0.1', 'IPv4, mapped'],
    ['::ffff:8.8.8.8', 'IPv4, mapped'],
    ['::127.0.0.1', 'IPv4, compatible'],
    ['64:ff9b::7f00:1', 'NAT64'],
    ['64:ff9b:1::1', 'NAT64 of a network'],
    ['2002:7f00:1::1', '6to4'],
    ['2001:0:7f00:1::1', 'Teredo'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local with a zone'],
    ['fc00::1', 'private'],
    ['fd00:ec2::254', 'the metadata service of a cloud'],
    ['fec0::1', 'site-local'],
    ['ff02::1', 'multicast'],
    ['2001:db8::1', 'documentation'],
    ['not an address', 'no address'],
  ])('%s is not: %s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})

describe('the form of an address', () => {
  test.each(['https://example.com/hook', 'https://example.com:8443/', 'https://1.1.1.1/', 'https://[2606:4700::1111]/', 'https://example.com./'])(
    '%s may be called',
    (url) => {
      expect(formOf(url)).toBe('fine')
    },
  )

  test.each([
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'gopher://example.com/',
    'https://user:password@example.com/',
    'https://user@example.com/',
    'https://example.com:22/',
    'https://example.com:6379/',
    'https://',
    'example.com',
    '',
  ])('%s may not', (url) => {
    expect(formOf(url)).toBe('bad_address')
  })

  test.each([
    'https://127.0.0.1/',
    'https://127.0.0.1./',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://0/',
    'https://①②⑦.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[0:0:0:0:0:ffff:a9fe:a9fe]/',
    'https://[64:ff9b::10.0.0.1]/',
    'https://[2002:a00:1::]/',
    'https://[fe80::1]/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://app.localhost/',
    'https://intranet/',
  ])('%s is no public place, however it is written', (url) => {
    expect(formOf(url)).toBe('private_address')
  })

  test('what the operator allows may be named by plain http and at any port', () => {
    const allowed = readAllowedHosts('hooks.internal, 10.20.0.0/16 127.0.0.1, fd00::/8')
    expect(formOf('http://hooks.internal:9000/', allowed)).toBe('fine')
    expect(formOf('http://HOOKS.internal./', allowed)).toBe('fine')
    expect(formOf('http://10.20.3.4:81/', allowed)).toBe('fine')
    expect(formOf('http://[fd00::5]/', allowed)).toBe('fine')
    expect(formOf('http://0x7f000001/', allowed)).toBe('fine')
    expect(formOf('https://10.21.0.1/', allowed)).toBe('private_address')
    expect(formOf('http://more.hooks.internal/', allowed)).toBe('bad_address')
    expect(formOf('https://user:pass@hooks.internal/', allowed)).toBe('bad_address')
  })

  test('an allow list that cannot be read is refused and says where', () => {
    for (const text of ['10.0.0.0/33', '10.0.0.0/8/8', 'a_b', 'hooks.internal/24', '-x.com']) expect(() => readAllowedHosts(text)).toThrow(text)
  })
})

describe('at the moment of the call', () => {
  const url = () => `https://hooks.example.com:8443/hook`

  test.each([[['127.0.0.1']], [['10.0.0.8']], [['169.254.169.254']], [['::1']], [['::ffff:10.0.0.1']], [['fd00:ec2::254']], [['0.0.0.0']]])(
    'a public name that leads to %s is not called',
    async (addresses) => {
      expect(await problemOf(safeFetch(url(), ask, { resolve: answers(addresses), allowed: nothing }))).toBe('private_address')
    },
  )

  test('one private address among public ones refuses all of them', async () => {
    expect(await problemOf(safeFetch(url(), ask, { resolve: answers(['93.184.216.34', '127.0.0.1']), allowed: nothing }))).toBe('private_address')
  })

  test('a name that was public when it was entered and is private when it is called is not reached', async () => {
    const rebinding = answers(['93.184.216.34'], ['127.0.0.1'])
    // The first answer is the one that a check at entry would see.
    expect(await rebinding('hooks.example.com')).toEqual([{ address: '93.184.216.34', family: 4 }])
    hits = []
    expect(await problemOf(safeFetch(`https://hooks.example.com:8443/`, ask, { resolve: rebinding, allowed: nothing }))).toBe('private_address')
    expect(hits).toEqual([])
  })

  test('the address that was checked is the one that is connected to: the name is asked for once', async () => {
    const rebinding = answers(['127.0.0.1'], ['127.0.0.99'])
    const answer = await safeFetch(`http://hooks.internal:${port}/once`, ask, { resolve: rebinding, allowed: readAllowedHosts('hooks.internal') })
    expect([answer.status, rebinding.asked()]).toEqual([200, 1])
  })

  test('a network that the operator allows is reached by name too, and nothing beside it', async () => {
    const allowed = readAllowedHosts('hooks.internal, 127.0.0.1')
    expect((await safeFetch(`http://127.0.0.1:${port}/allowed`, ask, { allowed })).status).toBe(200)
    expect(await problemOf(safeFetch('https://elsewhere.example.com:8443/', ask, { resolve: answers(['127.0.0.2']), allowed }))).toBe('private_address')
  })

  test('a redirect is given back and not followed', async () => {
    hits = []
    const answer = await safeFetch(`http://127.0.0.1:${port}/redirect`, ask, { allowed: readAllowedHosts('127.0.0.1') })
    expect([answer.status, hits]).toEqual([302, ['/redirect']])
  })

  test('an answer that is too long, too late or not there ends the call', async () => {
    const allowed = readAllowedHosts('127.0.0.1')
    expect(await problemOf(safeFetch(`http://127.0.0.1:${port}/large`, ask, { allowed }))).toBe('too_large')
    expect(await problemOf(safeFetch(`http://127.0.0.1:${port}/slow`, { ...ask, timeoutMs: 100 }, { allowed }))).toBe('timeout')
    expect(await problemOf(safeFetch('http://127.0.0.1:1/', ask, { allowed }))).toBe('unreachable')
    expect(await problemOf(safeFetch(url(), ask, { resolve: answers([]), allowed: nothing }))).toBe('not_found')
  })
})
