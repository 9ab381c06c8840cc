import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ownCookies } from './own-cookies'

const sent = vi.hoisted(() => ({ headers: new Headers(), jar: new Map<string, { value: string; options: Record<string, unknown> }>() }))
vi.mock('next/headers', () => ({
  headers: async () => sent.headers,
  cookies: async () => ({
    get: (name: string) => sent.jar.get(name),
    set: (name: string, value: string, options: Record<string, unknown>) => sent.jar.set(name, { value, options }),
  }),
}))
beforeEach(() => {
  sent.jar.clear()
  sent.headers = new Headers()
})

describe('a cookie of the product', () => {
  test('is bound to this very host over HTTPS, for HTTPS alone, and is out of reach of scripts', async () => {
    sent.headers = new Headers({ 'x-forwarded-proto': 'https' })
    const own = await ownCookies()
    own.set('maquette_theme', 'dark', 60)
    expect([...sent.jar]).toEqual([
      ['__Host-maquette_theme', { value: 'dark', options: { path: '/', httpOnly: true, sameSite: 'lax', secure: true, maxAge: 60 } }],
    ])
    // One that a neighbouring host planted under the plain name counts for nothing.
    sent.jar.set('maquette_other', { value: 'planted', options: {} })
    expect([own.get('maquette_theme'), own.get('maquette_other')]).toEqual(['dark', undefined])
    own.remove('maquette_theme')
    expect(sent.jar.get('__Host-maquette_theme')).toEqual({ value: '', options: { path: '/', httpOnly: true, sameSite: 'lax', secure: true, maxAge: 0 } })
  })

  test('goes by its plain name without HTTPS, where browsers take no other', async () => {
    ;(await ownCookies()).set('maquette_theme', 'dark', 60)
    expect(sent.jar.get('maquette_theme')?.options).toMatchObject({ httpOnly: true, sameSite: 'lax', secure: false })
  })
})
