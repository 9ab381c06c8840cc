import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { CLUSTER_URL, withDatabase } from '@/e2e/fixtures/cluster'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'
import { createTestTeam, testRequest } from '@/e2e/fixtures/generations'
import { closeDb, rawSql } from '@/lib/data/db'
import { requestGeneration } from '@/lib/data/generations/request-generation'
import { execute } from '../execute.mjs'

const root = path.resolve(import.meta.dirname, '../../..')
let source: TestDatabase
let folder: string
let backup: string
let made = 0
const databases: string[] = []

type Run = { status: number; output: string }
const command = async (script: 'backup' | 'restore', argument: string, settings: { data: string; database: string }): Promise<Run> => {
  const env = { ...process.env, MAQUETTE_DATA: settings.data, DATABASE_URL: settings.database, AUTH_SECRET: '', ENCRYPTION_KEY: '' }
  const { status, output } = await execute(process.execPath, [`scripts/${script}.mjs`, argument], { cwd: root, env })
  return { status: status ?? -1, output }
}
const back = (to: string): Promise<Run> => command('backup', to, { data: path.join(folder, 'data'), database: source.ownerUrl })

/** A database with nothing in it, and a folder that is not there yet. */
async function fresh(): Promise<{ data: string; database: string }> {
  made += 1
  const name = `maquette_restored_${process.pid}_${made}`
  const admin = postgres(process.env[CLUSTER_URL] ?? '', { max: 1, onnotice: () => {} })
  await admin`create database ${admin(name)}`
  await admin.end()
  databases.push(name)
  return { data: path.join(folder, `restored-${made}`), database: withDatabase(process.env[CLUSTER_URL] ?? '', name) }
}

async function everyRow(url: string): Promise<Record<string, string>> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const tables = await sql`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`
  const rows: Record<string, string> = {}
  for (const { name } of tables) {
    const found = await sql`select to_jsonb(t)::text as row from ${sql(name)} t order by 1`
    rows[name] = found.map(({ row }) => row).join('\n')
  }
  const pointers = await sql`select count(*)::int as n from pg_constraint where contype = 'f' and convalidated`
  rows['foreign keys'] = String(pointers[0]?.n)
  await sql.end()
  return rows
}

const filesIn = (data: string): string[] => {
  const blobs = path.join(data, 'blobs/teams')
  return readdirSync(blobs, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(blobs, path.join(entry.parentPath, entry.name)))
    .sort()
}

beforeAll(async () => {
  source = await createTestDatabase()
  folder = mkdtempSync(path.join(tmpdir(), 'maquette-backup-'))
  vi.stubEnv('DATABASE_URL', source.url)
  vi.stubEnv('MAQUETTE_DATA', path.join(folder, 'data'))
  for (let n = 0; n < 2; n++) {
    const team = await createTestTeam()
    await requestGeneration(team.actor, await testRequest(team, { prompt: 'Tabs\tand \\ lines\nand ünïcödé 静' }))
  }
  writeFileSync(path.join(folder, 'data/auth-secret'), 'the key of the sessions\n')
  writeFileSync(path.join(folder, 'data/encryption-key'), 'what seals the keys of teams, long enough\n')
})
beforeEach(() => {
  backup = path.join(folder, `${Math.random().toString(36).slice(2)}.tar`)
})
afterAll(async () => {
  await closeDb()
  const admin = postgres(process.env[CLUSTER_URL] ?? '', { max: 1, onnotice: () => {} })
  for (const name of databases) await admin`drop database if exists ${admin(name)} with (force)`
  await admin.end()
  await source.drop()
  rmSync(folder, { recursive: true, force: true })
})

describe('a backup', () => {
  test('restored into a new installation holds the same rows, files and secrets', async () => {
    const saved = await back(backup)
    expect(saved).toMatchObject({ status: 0, output: expect.stringContaining('it holds all sessions, and auth-secret and encryption-key') })
    expect(statSync(backup).mode & 0o777).toBe(0o600)
    const target = await fresh()
    expect(await command('restore', backup, target)).toMatchObject({ status: 0, output: expect.stringContaining('npm start begins with it') })

    const [before, after] = [await everyRow(source.ownerUrl), await everyRow(target.database)]
    expect(Object.keys(after)).toEqual(Object.keys(before))
    for (const [name, rows] of Object.entries(before)) if (name !== 'generations') expect({ [name]: after[name] }).toEqual({ [name]: rows })
    expect(after.generations?.split('\n')).toHaveLength(2)
    expect(filesIn(target.data)).toEqual(filesIn(path.join(folder, 'data')))
    for (const file of filesIn(target.data)) {
      const sha256 = createHash('sha256')
        .update(readFileSync(path.join(target.data, 'blobs/teams', file)))
        .digest('hex')
      expect(file.endsWith(sha256)).toBe(true)
    }
    expect(readFileSync(path.join(target.data, 'auth-secret'), 'utf8')).toBe('the key of the sessions\n')
    expect(statSync(path.join(target.data, 'encryption-key')).mode & 0o777).toBe(0o600)
  })

  test('has what waits sent again, since the queue is not in it', async () => {
    await rawSql()`update generations set sent_at = now()`
    await back(backup)
    const target = await fresh()
    await command('restore', backup, target)
    const sql = postgres(target.database, { max: 1 })
    expect(await sql`select distinct status, sent_at from generations`).toEqual([{ status: 'queued', sent_at: null }])
    await sql.end()
  })

  test('is of one moment, whatever is written meanwhile', async () => {
    const counts = async (url: string) => {
      const sql = postgres(url, { max: 1 })
      const [row] = await sql`select (select count(*)::int from users) as users, (select count(*)::int from memberships) as memberships`
      await sql.end()
      return row
    }
    let writing = true
    const writes = (async () => {
      while (writing) await createTestTeam()
    })()
    const saved = await back(backup)
    writing = false
    await writes
    expect(saved.status).toBe(0)
    const target = await fresh()
    await command('restore', backup, target)
    const restored = await counts(target.database)
    // A person and their membership are two statements here; a backup in between may hold one person more.
    expect(Number(restored?.users) - Number(restored?.memberships)).toBeLessThanOrEqual(1)
    expect(Number(restored?.users)).toBeLessThanOrEqual(Number((await counts(source.url))?.users))
  })

  test('is not restored over an installation, in its folder or in its database', async () => {
    await back(backup)
    const target = await fresh()
    expect(await command('restore', backup, { ...target, data: path.join(folder, 'data') })).toMatchObject({
      status: 1,
      output: expect.stringContaining('There is an installation in'),
    })
    expect(await command('restore', backup, { ...target, database: source.url })).toMatchObject({
      status: 1,
      output: expect.stringContaining('already has tables'),
    })
    expect(existsSync(target.data)).toBe(false)
  })

  test.each([
    ['cut off', (file: string) => truncateSync(file, statSync(file).size - 2000)],
    ['changed in one byte', (file: string) => flip(file, 5_000)],
    ['something else', (file: string) => writeFileSync(file, 'not a backup')],
  ])('that is %s is recognised before anything is changed', async (_name, spoil) => {
    await back(backup)
    spoil(backup)
    const target = await fresh()
    const restored = await command('restore', backup, target)
    expect(restored).toMatchObject({ status: 1, output: expect.stringContaining('is not a whole backup') })
    expect(existsSync(target.data)).toBe(false)
  })

  test('names the files that storage has lost, and saves the rest', async () => {
    const [lost = ''] = filesIn(path.join(folder, 'data'))
    const file = path.join(folder, 'data/blobs/teams', lost)
    const bytes = readFileSync(file)
    writeFileSync(file, 'other bytes')
    const saved = await back(backup)
    writeFileSync(file, bytes)
    expect(saved).toMatchObject({ status: 1, output: expect.stringContaining(`teams/${lost}`) })
    expect(await command('restore', backup, await fresh())).toMatchObject({ status: 0 })
  })

  test('of a newer Maquette is refused', async () => {
    const owner = postgres(source.ownerUrl, { max: 1 })
    await owner`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of tomorrow', 1)`
    await back(backup)
    await owner`delete from drizzle.__drizzle_migrations where hash = 'of tomorrow'`
    await owner.end()
    expect(await command('restore', backup, await fresh())).toMatchObject({ status: 1, output: expect.stringContaining('made by a newer Maquette') })
  })

  test('is never written over another one', async () => {
    await back(backup)
    expect(await back(backup)).toMatchObject({ status: 1, output: expect.stringContaining('is there already') })
  })
})

function flip(file: string, at: number): void {
  const bytes = readFileSync(file)
  bytes[at] = Number(bytes[at]) ^ 1
  writeFileSync(file, bytes)
}
