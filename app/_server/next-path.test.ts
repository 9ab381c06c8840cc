import { describe, expect, it } from 'vitest'
import { safeNextPath, signInPath } from './next-path'

describe('safeNextPath', () => {
  it.each(['/scenes', '/scenes/scn_1?panel=image', '/', '/history?q=a%2Fb'])('keeps %s', (path) => {
    expect(safeNextPath(path)).toBe(path)
  })

  it.each([
    'https://evil.test',
    '//evil.test',
    '/\\evil.test',
    '/\t/evil.test',
    '/\n//evil.test',
    'javascript:alert(1)',
    'scenes',
    '',
    undefined,
    null,
    `/${'a'.repeat(600)}`,
  ])('refuses %j', (path) => {
    expect(safeNextPath(path)).toBeUndefined()
  })
})

describe('signInPath', () => {
  it('carries the way back, and nothing that leads elsewhere', () => {
    expect(signInPath('/scenes/scn_1?panel=image')).toBe('/sign-in?next=%2Fscenes%2Fscn_1%3Fpanel%3Dimage')
    expect(signInPath('//evil.test')).toBe('/sign-in')
    expect(signInPath('/')).toBe('/sign-in')
  })
})
