import { describe, expect, it } from 'vitest'
import { emailSchema, isCommonPassword, newPasswordSchema, PASSWORD_LENGTH_MAX } from './password'

const problem = (password: string): string | undefined => newPasswordSchema.safeParse(password).error?.issues[0]?.message

describe('a new password', () => {
  it('needs ten characters and takes any ten that are not common', () => {
    expect(problem('tealorbit')).toBe('Use at least 10 characters.')
    expect(problem('tealorbits')).toBeUndefined()
    expect(problem('ein Satz mit Leerzeichen')).toBeUndefined()
    expect(problem('🎨🖼️🎨🖼️ vase and lamp')).toBeUndefined()
  })

  it('has an end', () => {
    expect(problem('ab1-'.repeat(PASSWORD_LENGTH_MAX / 4).concat('z'))).toBe(`Use at most ${PASSWORD_LENGTH_MAX} characters.`)
  })

  it('is taken as it was typed, spaces and all', () => {
    expect(newPasswordSchema.parse('  teal orbit  ')).toBe('  teal orbit  ')
  })

  it.each([
    'password123',
    'Password2026!',
    'PASSWORDPASSWORD',
    '1234567890',
    '0987654321',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'qwertyuiop',
    'letmein12345',
    'iloveyou2024',
    'Maquette1234',
  ])('%s is refused as one that is tried first', (password) => {
    expect(isCommonPassword(password)).toBe(true)
    expect(problem(password)).toContain('tried first')
  })

  it.each(['passwordless lamp', 'brass-knot-vase', 'qwerty and the marble block'])('%s only holds a common word and is fine', (password) => {
    expect(isCommonPassword(password)).toBe(false)
  })
})

describe('an email address', () => {
  it('is trimmed and in lower case, so that one person has one account', () => {
    expect(emailSchema.parse('  Ada@Example.ORG ')).toBe('ada@example.org')
  })

  it.each(['', 'ada', 'ada@', '@example.org', 'ada@example', 'a b@example.org'])('%j is not one', (email) => {
    expect(emailSchema.safeParse(email).success).toBe(false)
  })
})
