import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

const OWNER = { teamId: 'team_a', family: 'google' }
const FIRST = 'the first secret of an installation, long enough'
const SECOND = 'another secret of the same installation, newer'

/** The settings are read once a process, so each secret gets modules of its own. */
async function withSecrets(present: string, previous = ''): Promise<typeof import('./seal-key')> {
  vi.resetModules()
  vi.stubEnv('ENCRYPTION_KEY', present)
  vi.stubEnv('ENCRYPTION_KEY_PREVIOUS', previous)
  return import('./seal-key')
}

beforeEach(() => vi.resetModules())
afterEach(() => vi.unstubAllEnvs())

describe('a sealed key', () => {
  test('opens to what was sealed, and holds nothing of it in the clear', async () => {
    const { sealKey, openKey } = await withSecrets(FIRST)
    const sealed = sealKey('sk-a-very-secret-key', OWNER)
    expect(openKey(sealed, OWNER)).toBe('sk-a-very-secret-key')
    expect(JSON.stringify(sealed)).not.toContain('secret')
    expect(Buffer.from(sealed.ciphertext, 'base64url').toString('latin1')).not.toContain('secret')
  })

  test('is different each time it is sealed', async () => {
    const { sealKey } = await withSecrets(FIRST)
    expect(sealKey('sk-a-very-secret-key', OWNER).ciphertext).not.toBe(sealKey('sk-a-very-secret-key', OWNER).ciphertext)
  })

  test('opens neither for another team nor for another provider', async () => {
    const { sealKey, openKey } = await withSecrets(FIRST)
    const sealed = sealKey('sk-a-very-secret-key', OWNER)
    expect(openKey(sealed, { ...OWNER, teamId: 'team_b' })).toBeNull()
    expect(openKey(sealed, { ...OWNER, family: 'openai' })).toBeNull()
    // Nor where the border between the two names is moved.
    expect(openKey(sealKey('sk-a-very-secret-key', { teamId: 'ab', family: 'c' }), { teamId: 'a', family: 'bc' })).toBeNull()
  })

  test('does not open once a single bit of it was changed', async () => {
    const { sealKey, openKey } = await withSecrets(FIRST)
    const sealed = sealKey('sk-a-very-secret-key', OWNER)
    const bytes = Buffer.from(sealed.ciphertext, 'base64url')
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(openKey({ ...sealed, ciphertext: changed.toString('base64url') }, OWNER)).toBeNull()
    }
    expect(openKey({ ...sealed, nonce: 'AAAA' }, OWNER)).toBeNull()
    expect(openKey({ ...sealed, ciphertext: '' }, OWNER)).toBeNull()
  })

  test('opens under a new secret for as long as the old one is given as the previous', async () => {
    const sealed = (await withSecrets(FIRST)).sealKey('sk-a-very-secret-key', OWNER)
    expect((await withSecrets(SECOND, FIRST)).openKey(sealed, OWNER)).toBe('sk-a-very-secret-key')
    expect((await withSecrets(SECOND)).openKey(sealed, OWNER)).toBeNull()
  })

  test('names the secret that sealed it, the same one for every key, without giving it away', async () => {
    const first = await withSecrets(FIRST)
    const { keyVersion } = first.sealKey('sk-a-very-secret-key', OWNER)
    expect(keyVersion).toBe(first.presentKeyVersion())
    expect(keyVersion).toMatch(/^[0-9a-f]{12}$/)
    expect((await withSecrets(SECOND)).presentKeyVersion()).not.toBe(keyVersion)
  })

  test('cannot be made without a secret', async () => {
    const { canSealKeys, sealKey } = await withSecrets('')
    expect(canSealKeys()).toBe(false)
    expect(() => sealKey('sk-a-very-secret-key', OWNER)).toThrow('ENCRYPTION_KEY')
  })
})
