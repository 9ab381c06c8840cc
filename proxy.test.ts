import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { proxy } from './proxy'

const hstsOf = (protocol: string, path: string): string | null =>
  proxy(new NextRequest(`http://maquette.example${path}`, { headers: { 'x-forwarded-proto': protocol } })).headers.get('strict-transport-security')

test.each(['/', '/history', '/api/history', '/s/abc', '/%00'])('%s over HTTPS keeps browsers to HTTPS for a year, and over HTTP says nothing', (path) => {
  expect(hstsOf('https', path)).toBe('max-age=31536000; includeSubDomains')
  expect(hstsOf('http', path)).toBeNull()
})

test('the page after signing out has the browser forget what it kept, and no other page does', () => {
  const answer = (path: string) => proxy(new NextRequest(`http://maquette.example${path}`)).headers.get('clear-site-data')
  expect(answer('/?signed-out')).toBe('"cache"')
  expect(answer('/')).toBeNull()
})
