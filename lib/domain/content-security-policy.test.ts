import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy'

const read = (policy: string): Map<string, string[]> =>
  new Map(policy.split('; ').map((directive) => [directive.split(' ')[0] ?? '', directive.split(' ').slice(1)]))

const production = read(contentSecurityPolicy({ nonce: 'abc', isDevelopment: false }))

describe('the policy of a page in production', () => {
  it('runs a script by its nonce alone', () => {
    expect(production.get('script-src')).toEqual(["'nonce-abc'", "'strict-dynamic'", "'wasm-unsafe-eval'"])
  })

  it('reaches no foreign origin in any directive', () => {
    const sources = [...production.values()].flat()
    expect(sources.filter((source) => !source.startsWith("'"))).toEqual(expect.arrayContaining(['blob:', 'data:']))
    expect(sources.filter((source) => source.includes('//') || source === '*' || /^(https?|wss?):$/.test(source))).toEqual([])
  })

  it('can neither be framed, nor moved by a base element, nor carry plugins', () => {
    for (const directive of ['frame-ancestors', 'base-uri', 'object-src']) expect(production.get(directive)).toEqual(["'none'"])
    expect(production.get('form-action')).toEqual(["'self'"])
  })

  it('lets the 3D view load from memory', () => {
    for (const directive of ['img-src', 'connect-src', 'worker-src']) expect(production.get(directive)).toContain('blob:')
  })
})

describe('the policy in development', () => {
  it('evaluates strings and opens sockets, which production never does', () => {
    const development = read(contentSecurityPolicy({ nonce: 'abc', isDevelopment: true }))
    expect(development.get('script-src')).toContain("'unsafe-eval'")
    expect(development.get('connect-src')).toContain('ws:')
  })
})
