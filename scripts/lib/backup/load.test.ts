import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createArchive, readArchive } from './archive.mjs'
import { loadFiles, loadSecrets } from './load.mjs'

const BYTES = Buffer.from('the bytes of a picture')
const SHA256 = createHash('sha256').update(BYTES).digest('hex')
let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'maquette-load-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A backup that is whole by its own checksum, with one entry of this name: made by somebody who knows how. */
async function backupWith(name: string) {
  const file = path.join(folder, 'backup.tar')
  const archive = await createArchive(file)
  await archive.add(name, BYTES)
  await archive.end({})
  await archive.close()
  const { entries } = await readArchive(file)
  return { file, entries }
}
const target = (): string => path.join(folder, 'installation/blobs')
const everything = (): string[] => readdirSync(folder, { recursive: true }).map(String).sort()

describe('a file of a backup', () => {
  test('that is named as files are is written below the folder of files', async () => {
    expect(await loadFiles(await backupWith(`blobs/teams/team_1/${SHA256}`), target())).toBe(1)
    expect(readFileSync(path.join(target(), 'teams/team_1', SHA256))).toEqual(BYTES)
  })

  test.each([
    '../../outside',
    `teams/../../../${SHA256}`,
    `teams/team_1/../../../${SHA256}`,
    `/etc/${SHA256}`,
    `teams/team_1/${SHA256}/more`,
    `teams\\team_1\\${SHA256}`,
    `teams/TEAM.1/${SHA256}`,
    'teams/team_1/run.sh',
  ])('named %s is refused, and nothing is written anywhere', async (name) => {
    const backup = await backupWith(`blobs/${name}`)
    await expect(loadFiles(backup, target())).rejects.toThrow('a file with a strange name')
    expect(everything()).toEqual(['backup.tar'])
  })

  test('whose bytes are not those that it is named by is refused', async () => {
    const other = createHash('sha256').update('other bytes').digest('hex')
    await expect(loadFiles(await backupWith(`blobs/teams/team_1/${other}`), target())).rejects.toThrow('is damaged')
  })
})

describe('a secret of a backup', () => {
  test.each(['../auth-secret', 'auth-secret/../../auth-secret', '/etc/passwd', 'authorized_keys', 'content-credentials/../../key.pem'])(
    'named %s is written nowhere',
    async (name) => {
      await loadSecrets(await backupWith(`secrets/${name}`), path.join(folder, 'installation'))
      expect(everything()).toEqual(['backup.tar'])
    },
  )

  test('that is one of ours is written for its owner alone', async () => {
    await loadSecrets(await backupWith('secrets/auth-secret'), path.join(folder, 'installation'))
    expect(existsSync(path.join(folder, 'installation/auth-secret'))).toBe(true)
  })
})
