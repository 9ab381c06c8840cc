import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'

let database: TestDatabase
let folder: string
const lines: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'maquette-ready-'))
  vi.resetModules()
  vi.stubEnv('MAQUETTE_DATA', folder)
  vi.stubEnv('DATABASE_URL', database.url)
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
})
afterEach(async () => {
  await (await import('@/lib/data/db')).closeDb()
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

/** The modules keep settings and answers, so each test loads them anew. */
async function ask(loadEngine: () => Promise<void> = async () => {}) {
  await (await import('@/lib/data/db')).closeDb()
  vi.resetModules()
  const { createReadiness } = await import('./readiness')
  return createReadiness(loadEngine)()
}

async function beSeen(): Promise<void> {
  const { sendToEmbedded } = await import('./embedded/embedded-fetch')
  await sendToEmbedded([])
  const { rawSql } = await import('@/lib/data/db')
  await rawSql()`delete from executor.workers`
  await rawSql()`insert into executor.workers (id, pool_ids) values ('w', '{}')`
}

const ok = { status: 'ok', ms: expect.any(Number) }
const failed = { status: 'failed', ms: expect.any(Number) }

describe('being ready', () => {
  test('takes a database, storage, a worker and the engine', async () => {
    await beSeen()
    expect(await ask()).toEqual({ status: 'ok', parts: { database: ok, storage: ok, queue: { ...ok, oldestSeconds: 0 }, engine: ok } })
  })

  test('names the database that does not answer, and no reason or address', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://someone:hush@127.0.0.1:9/none')
    const answer = await ask()
    expect(answer).toMatchObject({ status: 'unavailable', parts: { database: failed, queue: failed, storage: ok, engine: ok } })
    expect(JSON.stringify(answer)).not.toMatch(/hush|127|none/)
    expect(lines.join('')).not.toContain('hush')
  })

  test('names storage that cannot be written', async () => {
    await beSeen()
    writeFileSync(path.join(folder, 'blobs'), 'a file where the folder should be')
    expect(await ask()).toMatchObject({ status: 'unavailable', parts: { database: ok, storage: failed, queue: ok } })
  })

  test('names the queue when no worker was seen lately', async () => {
    await beSeen()
    const { rawSql } = await import('@/lib/data/db')
    await rawSql()`update executor.workers set seen_at = now() - interval '10 seconds'`
    expect(await ask()).toMatchObject({ status: 'unavailable', parts: { database: ok, queue: failed } })
  })

  test('names the queue when work waits and nothing is done, and says how long', async () => {
    await beSeen()
    const { rawSql } = await import('@/lib/data/db')
    const { createTestTeam, testRequest } = await import('@/e2e/fixtures/generations')
    const team = await createTestTeam()
    const { requestGeneration } = await import('@/lib/data/generations/request-generation')
    await requestGeneration(team.actor, await testRequest(team))
    expect((await ask()).parts.queue).toMatchObject({ status: 'ok' })
    await rawSql()`update generations set created_at = now() - interval '16 minutes'`
    expect((await ask()).parts.queue).toEqual({ ...failed, oldestSeconds: 960 })
    await rawSql()`delete from generations`
  })

  test('names the engine that does not load', async () => {
    await beSeen()
    expect(await ask(() => Promise.reject(new Error('not built')))).toMatchObject({ status: 'unavailable', parts: { engine: failed, database: ok } })
  })

  test('is found out once for everybody who asks at the same time', async () => {
    await beSeen()
    vi.resetModules()
    const { createReadiness } = await import('./readiness')
    const load = vi.fn(async () => {})
    const readiness = createReadiness(load)
    await Promise.all([readiness(), readiness(), readiness()])
    expect(load).toHaveBeenCalledTimes(1)
  })
})
