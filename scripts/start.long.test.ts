import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Installation, type Started } from '@/e2e/fixtures/installation'
import { freePort } from './lib/postgres.mjs'
import { identify } from './lib/processes.mjs'

let drilled: Installation
const start = (overrides: Record<string, string> = {}): Started => drilled.start(overrides)

beforeAll(async () => {
  drilled = await Installation.create('drill')
})
afterEach(() => drilled.stop())
afterAll(() => drilled.remove())

describe('npm start', () => {
  test('ends everything it started when it is told to end, and keeps no lock', async () => {
    const run = start()
    await run.ready()
    const pids = Object.values(drilled.pids)
    run.process.kill('SIGTERM')
    expect(await run.ended()).toBe(0)
    expect(pids.map(identify)).toEqual([undefined, undefined, undefined])
    expect(existsSync(path.join(drilled.data, 'supervisor.lock'))).toBe(false)
  })

  test.each(['web', 'worker'] as const)('starts the %s again when it is killed', async (name) => {
    await start().ready()
    await drilled.kill(name)
    await drilled.healthy()
  })

  test('starts Postgres again when it is killed', async () => {
    await start().ready()
    await drilled.kill('postgres')
    await drilled.healthy()
  })

  test('recovers by itself after the supervisor was killed', async () => {
    const first = start()
    await first.ready()
    const before = drilled.pids
    first.process.kill('SIGKILL')
    await first.ended()
    await start().ready()
    expect(Object.values(before).map(identify)).toEqual([undefined, undefined, undefined])
    expect(await drilled.health()).toBe(200)
  })

  test('recovers by itself after everything was killed at once', async () => {
    await start().ready()
    await drilled.killEverything()
    await start().ready()
    expect(await drilled.health()).toBe(200)
  })

  test('keeps the key of the sessions, readable for its owner alone', async () => {
    const secret = () => readFileSync(path.join(drilled.data, 'auth-secret'), 'utf8')
    const first = start()
    await first.ready()
    const kept = secret()
    first.process.kill('SIGTERM')
    await first.ended()
    await start().ready()
    expect(secret()).toBe(kept)
  })

  test('says plainly that it already runs on this data, and where', async () => {
    await start().ready()
    const second = start({ PORT: String(await freePort()) })
    expect(await second.ended()).toBe(1)
    expect(second.output()).toContain(`Maquette already runs on this data, at ${drilled.url}`)
    expect(await drilled.health()).toBe(200)
  })

  test('says what to do when the port is taken', async () => {
    const other = createServer().listen(drilled.port, '127.0.0.1')
    await once(other, 'listening')
    const run = start()
    expect(await run.ended()).toBe(1)
    expect(run.output()).toMatch(new RegExp(`Port ${drilled.port} is taken.*PORT=\\d+ npm start`, 's'))
    other.close()
  })

  test('names the database that does not answer, without its password', async () => {
    const free = await freePort()
    const run = start({ DATABASE_URL: `postgres://someone:hush@127.0.0.1:${free}/maquette` })
    expect(await run.ended()).toBe(1)
    expect(run.output()).toContain(`No Postgres answers at 127.0.0.1:${free}`)
    expect(run.output()).not.toContain('hush')
  })
})
