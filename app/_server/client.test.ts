import { describe, expect, it } from 'vitest'
import { clientOf } from './client'

const addressFrom = (forwarded: string | undefined): string | null => clientOf(new Headers(forwarded ? { 'x-forwarded-for': forwarded } : {})).address

describe('clientOf', () => {
  it('believes the entry that the nearest proxy wrote, not those the client sent', () => {
    expect(addressFrom('198.51.100.1, 203.0.113.9')).toBe('203.0.113.9')
  })

  it.each([undefined, '127.0.0.1', '::1', '::ffff:127.0.0.1'])('takes %s for unknown: everybody on the machine would share it', (forwarded) => {
    expect(addressFrom(forwarded)).toBeNull()
  })
})
