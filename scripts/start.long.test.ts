import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { freePort } from './lib/postgres.mjs'
import { identify } from './lib/processes.mjs'

const root = path.resolve(import.meta.dirname, '..')
let data: string
let port: number

type Started = { process: ChildProcess; output: () => string; ready: () => Promise<void>; ended: () => Promise<number | null> }
const running = new Set<Started>()

function start(overrides: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      HOST: '127.0.0.1',
      MAQUETTE_DATA: data,
      DATABASE_URL: '',
      npm_lifecycle_event: '',
      ...overrides,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      output += text
    })
  const closed = once(child, 'close').then(([code]) => code)
  const started: Started = {
    process: child,
    output: () => output,
    ready: () =>
      vi
        .waitUntil(() => output.includes('Maquette is ready') || (child.exitCode !== null && Promise.reject(new Error(output))), {
          timeout: 300_000,
          interval: 50,
        })
        .then(() => undefined),
    ended: () => closed,
  }
  running.add(started)
  return started
}

const children = (): { web: number; worker: number } => {
  const named = new Map<string, { pid: number }>(JSON.parse(readFileSync(path.join(data, 'processes.json'), 'utf8')))
  return { web: named.get('web')?.pid ?? 0, worker: named.get('worker')?.pid ?? 0 }
}
const postgresPid = (): number => {
  const note = path.join(data, 'postgres-folder')
  const folder = existsSync(note) ? readFileSync(note, 'utf8').trim() : path.join(data, 'postgres')
  return Number(readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n')[0])
}
const health = async (): Promise<number> => (await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => undefined))?.status ?? 0

beforeAll(async () => {
  data = path.join(tmpdir(), `maquette-drill-${process.pid}`)
  port = await freePort()
})
afterEach(async () => {
  for (const started of running) {
    started.process.kill('SIGTERM')
    await started.ended()
  }
  running.clear()
})
afterAll(() => {
  const note = path.join(data, 'postgres-folder')
  if (existsSync(note)) rmSync(readFileSync(note, 'utf8').trim(), { recursive: true, force: true })
  rmSync(data, { recursive: true, force: true })
})

describe('npm start', () => {
  test('ends everything it started when it is told to end, and keeps no lock', async () => {
    const run = start()
    await run.ready()
    const pids = [children().web, children().worker, postgresPid()]
    run.process.kill('SIGTERM')
    expect(await run.ended()).toBe(0)
    expect(pids.map(identify)).toEqual([undefined, undefined, undefined])
    expect(existsSync(path.join(data, 'supervisor.lock'))).toBe(false)
  })

  test.each(['web', 'worker'] as const)('starts the %s again when it is killed', async (name) => {
    await start().ready()
    const before = children()[name]
    process.kill(before, 'SIGKILL')
    await vi.waitUntil(() => children()[name] !== before && children()[name] !== 0, { timeout: 30_000 })
    await vi.waitUntil(async () => (await health()) === 200, { timeout: 30_000 })
  })

  test('starts Postgres again when it is killed', async () => {
    await start().ready()
    const before = postgresPid()
    process.kill(before, 'SIGKILL')
    await vi.waitUntil(() => postgresPid() !== before, { timeout: 60_000 })
    await vi.waitUntil(async () => (await health()) === 200, { timeout: 30_000 })
  })

  test('recovers by itself after the supervisor was killed', async () => {
    const first = start()
    await first.ready()
    const before = { ...children(), postgres: postgresPid() }
    first.process.kill('SIGKILL')
    await first.ended()
    await start().ready()
    expect([before.web, before.worker, before.postgres].map(identify)).toEqual([undefined, undefined, undefined])
    expect(await health()).toBe(200)
  })

  test('recovers by itself after everything was killed at once', async () => {
    const first = start()
    await first.ready()
    for (const pid of [Number(first.process.pid), children().web, children().worker, postgresPid()]) process.kill(pid, 'SIGKILL')
    await first.ended()
    await start().ready()
    expect(await health()).toBe(200)
  })

  test('keeps the key of the sessions, readable for its owner alone', async () => {
    const secret = () => readFileSync(path.join(data, 'auth-secret'), 'utf8')
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
    expect(second.output()).toContain(`Maquette already runs on this data, at http://127.0.0.1:${port}`)
    expect(await health()).toBe(200)
  })

  test('says what to do when the port is taken', async () => {
    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    const run = start()
    expect(await run.ended()).toBe(1)
    expect(run.output()).toMatch(new RegExp(`Port ${port} is taken.*PORT=\\d+ npm start`, 's'))
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
