import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { describeFailure } from './problem.mjs'
import { makeDataFolder, readSettings } from './settings.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'maquette-settings-'))
  for (const name of ['PORT', 'HOST', 'MAQUETTE_DATA', 'DATABASE_URL']) vi.stubEnv(name, '')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true, force: true })
})

function failureOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return describeFailure(error)
  }
  throw new Error('Nothing failed.')
}

describe('settings of a start', () => {
  test('serve this machine alone, on port 3000, with a database and data of its own, when nothing is set', () => {
    expect(readSettings(root)).toEqual({
      host: '127.0.0.1',
      port: 3000,
      address: 'http://127.0.0.1:3000',
      dataFolder: path.join(root, '.maquette'),
      databaseUrl: undefined,
    })
  })

  test.each([
    ['0.0.0.0', 'http://127.0.0.1:3100'],
    ['::', 'http://127.0.0.1:3100'],
    ['192.0.2.7', 'http://192.0.2.7:3100'],
    ['::1', 'http://[::1]:3100'],
  ])('with HOST=%s print an address that can be opened: %s', (host, address) => {
    vi.stubEnv('HOST', host)
    vi.stubEnv('PORT', '3100')
    expect(readSettings(root)).toMatchObject({ host, address })
  })

  test.each(['abc', '0', '65536', '80.5', '-1'])('refuse PORT=%s and say what a port is', (port) => {
    vi.stubEnv('PORT', port)
    expect(failureOf(() => readSettings(root))).toMatch(
      /^PORT is ".*", which is no whole number from 1 to 65535\.\n\n.*docs\/configuration\.md explains each\.$/,
    )
  })

  test.each(['nonsense', 'mysql://root:hush@127.0.0.1/x', 'postgres://user:hu#sh@:5432:1/x', 'postgres://'])(
    'refuse DATABASE_URL=%s in a sentence that repeats no password',
    (url) => {
      vi.stubEnv('DATABASE_URL', url)
      const failure = failureOf(() => readSettings(root))
      expect(failure).toMatch(/^DATABASE_URL is no address that begins with postgres:\/\//)
      expect(failure).not.toContain('hu')
    },
  )

  test.each(['postgres://someone:secret@db.example:5432/maquette', 'postgresql:///maquette?host=/var/run/postgresql'])('take DATABASE_URL=%s', (url) => {
    vi.stubEnv('DATABASE_URL', url)
    expect(readSettings(root).databaseUrl).toBe(url)
  })

  test('are also read from a file .env, and the environment wins', () => {
    writeFileSync(path.join(root, '.env'), 'MAQUETTE_DATA=elsewhere\nPORT=3200\n')
    // Set by the file only where nothing is set at all.
    Reflect.deleteProperty(process.env, 'MAQUETTE_DATA')
    vi.stubEnv('PORT', '3300')
    expect(readSettings(root)).toMatchObject({ port: 3300, dataFolder: path.join(root, 'elsewhere') })
  })
})

describe('the data folder', () => {
  test('is made with the folders above it, and is closed to other users', () => {
    const folder = path.join(root, 'a/b')
    makeDataFolder(folder)
    expect(statSync(folder).mode & 0o066).toBe(0)
  })

  test.each([
    ['the path is a file', 'file', /is a file\.\n\nSet MAQUETTE_DATA to a folder/],
    ['a folder above it is a file', 'file/data', /cannot be made \(ENOTDIR\)\.\n\nSet MAQUETTE_DATA to a folder that you may write to\./],
  ])('that cannot be, because %s, is refused in a sentence', (_, relative, sentence) => {
    writeFileSync(path.join(root, 'file'), '')
    expect(failureOf(() => makeDataFolder(path.join(root, relative)))).toMatch(sentence)
  })

  test('on a full disk is told as such, without a stack', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    expect(describeFailure(full)).toMatch(/^The disk is full\.\n\nFree some space, or set MAQUETTE_DATA/)
    expect(describeFailure(full)).not.toContain('    at ')
  })
})
