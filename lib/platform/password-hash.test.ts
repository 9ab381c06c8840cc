import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from './password-hash'

describe('a hashed password', () => {
  it('verifies the same password and no other', async () => {
    const hash = await hashPassword('teal orbit lamp')
    expect(await verifyPassword('teal orbit lamp', hash)).toBe(true)
    expect(await verifyPassword('teal orbit lamP', hash)).toBe(false)
    expect(await verifyPassword('', hash)).toBe(false)
  })

  it('is salted: the same password hashes differently each time, and its cost stands in front', async () => {
    const [first, second] = await Promise.all([hashPassword('teal orbit lamp'), hashPassword('teal orbit lamp')])
    expect(first).not.toBe(second)
    expect(first).toMatch(/^scrypt\$17\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
  })

  it('accepts a letter however the keyboard composed it', async () => {
    const hash = await hashPassword('caf\u00e9 vase lamp')
    expect(await verifyPassword('cafe\u0301 vase lamp', hash)).toBe(true)
  })

  it('answers no without a hash after the same work, so that time does not tell who has an account', async () => {
    const hash = await hashPassword('teal orbit lamp')
    const timed = async (given: string | undefined): Promise<number> => {
      const before = process.cpuUsage()
      expect(await verifyPassword('something else', given)).toBe(false)
      return process.cpuUsage(before).user
    }
    const [withHash, without] = [await timed(hash), await timed(undefined)]
    expect(without).toBeGreaterThan(withHash / 3)
  })

  it.each(['', 'plain', 'scrypt$17$8$1$only-salt', 'bcrypt$17$8$1$aaaa$bbbb'])('%j matches nothing', async (hash) => {
    expect(await verifyPassword('teal orbit lamp', hash)).toBe(false)
  })
})
