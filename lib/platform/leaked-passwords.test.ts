import { expect, test } from 'vitest'
import { hashNewPassword, isLeakedPassword } from './leaked-passwords'

test.each(['4815162342', 'usuckballz1', 'Metallica2026!', 'liverpool1892'])('%s is known from leaks, or is a leaked one with a tail', (password) => {
  expect(isLeakedPassword(password)).toBe(true)
})

test.each(['a brighter graphite room', 'metallica and the marble vase', 'teal orbit 7'])('%s is nobody else’s', (password) => {
  expect(isLeakedPassword(password)).toBe(false)
})

test('a leaked password is refused beside its field, before it is hashed', async () => {
  await expect(hashNewPassword('Metallica2026!', 'next')).rejects.toMatchObject({
    code: 'invalid',
    fields: { next: 'This is one of the passwords that are tried first. Choose another.' },
  })
  expect(await hashNewPassword('a brighter graphite room', 'next')).toMatch(/^scrypt\$/)
})
