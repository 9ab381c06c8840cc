import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'
import { createDatabase } from './database'
import type { Executor } from './executor'
import { migrateExecutor } from './migrate'
import { storeEvents } from './store-events'
import { startScenarioExecutor } from './testing/drivers'
import { type Marks, openMarks, openTestPool } from './testing/marks'
import { endProcess, startWorkerProcess } from './testing/worker-process'
import { isWorkerSeen } from './worker-seen'

/** What only the embedded executor can be asked: how it goes through faults, and what it leaves in its tables. */

const PATIENCE_MS = 20_000

let database: TestDatabase
let marks: Marks
let undo: (() => Promise<unknown>)[]

beforeEach(async () => {
  database = await createTestDatabase()
  marks = await openMarks(database.url)
  undo = []
})
afterEach(async () => {
  await Promise.all(undo.map((step) => step()))
  await marks.close()
  await database.drop()
})

async function startHere(): Promise<Executor> {
  const executor = await startScenarioExecutor(database.url, marks)
  undo.push(() => executor.stop(5_000))
  return executor
}

async function startProcess(): Promise<ChildProcess> {
  const child = await startWorkerProcess(database.url)
  undo.push(() => endProcess(child, 'SIGKILL'))
  return child
}

const send = (name: string, key: string, more: Record<string, unknown> = {}): Promise<unknown> =>
  storeEvents(marks.query, [{ name: `scenario/${name}`, data: { key, ...more } }])
const until = (key: string, mark: string): Promise<void> => marks.until(key, mark, PATIENCE_MS)
const marksOf = async (key: string): Promise<string[]> => (await marks.read(key)).map((row) => row.mark)
/** Without the scenario that runs each minute: the clock may turn to a new one at any moment of a test. */
const statuses = async (): Promise<string[]> =>
  (await marks.query<{ status: string }>(`select status from executor.runs where function_id <> 'scenarios-ticking' order by position`)).map(
    (row) => row.status,
  )
const settled = (expected: string[]): Promise<void> => expect.poll(statuses, { timeout: PATIENCE_MS, interval: 20 }).toEqual(expected)

describe('a worker that is killed', { timeout: 60_000 }, () => {
  it('has its step run again by the next worker within seconds, and the run finishes once', async () => {
    const key = randomUUID()
    const first = await startProcess()
    await send('killable', key)
    await until(key, 'held')
    await endProcess(first, 'SIGKILL')
    await marks.write(key, 'let go')
    const killedAt = Date.now()
    await startProcess()
    await until(key, 'after')
    expect(Date.now() - killedAt).toBeLessThan(15_000)
    expect(await marksOf(key)).toEqual(['before', 'held', 'let go', 'held', 'through', 'after'])
    await settled(['completed'])
  })

  it('leaves no place taken behind in a concurrency limit', async () => {
    const [stuck, next, bucket] = [randomUUID(), randomUUID(), randomUUID()]
    const first = await startProcess()
    await send('limited', stuck, { bucket, meets: 'released' })
    await until(stuck, 'enter')
    await send('limited', next, { bucket })
    await endProcess(first, 'SIGKILL')
    await marks.write('released', 'enter')
    await startHere()
    await until(next, 'done')
    expect(await marksOf(stuck)).toEqual(['enter', 'enter', 'leave', 'done'])
    await expect.poll(() => marks.query('select * from executor.slots'), { timeout: PATIENCE_MS }).toEqual([])
  })

  it('hands what it cannot end in time to the next worker when it is asked to stop', async () => {
    const key = randomUUID()
    const first = await startProcess()
    await send('killable', key)
    await until(key, 'held')
    expect(await isWorkerSeen(marks.query)).toBe(true)
    await endProcess(first, 'SIGTERM')
    expect(first.exitCode).toBe(0)
    expect(await isWorkerSeen(marks.query)).toBe(false)
    await marks.write(key, 'let go')
    await startHere()
    await until(key, 'after')
    await settled(['completed'])
  })
})

describe('two workers at once', () => {
  it('share the work and run every step of every run once', { timeout: 60_000 }, async () => {
    await Promise.all([startHere(), startHere()])
    const keys = Array.from({ length: 30 }, () => randomUUID())
    await Promise.all(keys.map((key) => send('steps', key)))
    for (const key of keys) await until(key, 'result 21')
    for (const key of keys) expect((await marksOf(key)).filter((mark) => mark !== 'body')).toEqual(['first', 'second', 'result 21'])
    await settled(keys.map(() => 'completed'))
  })
})

describe('events', () => {
  it('that were sent before any worker ever ran are handled when the first one starts', async () => {
    const pool = openTestPool(database.url)
    await migrateExecutor(createDatabase(pool).transaction)
    await pool.end()
    const key = randomUUID()
    await send('steps', key)
    await startHere()
    await until(key, 'result 21')
  })

  it('that are sent in a transaction that is rolled back begin nothing', async () => {
    await startHere()
    const [undone, key] = [randomUUID(), randomUUID()]
    const pool = openTestPool(database.url)
    const failing = createDatabase(pool).transaction(async (query) => {
      await storeEvents(query, [{ name: 'scenario/steps', data: { key: undone } }])
      throw new Error('undo')
    })
    await expect(failing).rejects.toThrow('undo')
    await pool.end()
    await send('steps', key)
    await until(key, 'result 21')
    await settled(['completed'])
    expect(await marksOf(undone)).toEqual([])
  })
})

describe('a canceled run', () => {
  it('gives up its turn while it waits for a place', async () => {
    await startHere()
    const [first, canceled] = [randomUUID(), randomUUID()]
    await send('patient', first)
    await until(first, 'enter')
    await send('patient', canceled)
    await expect.poll(statuses, { timeout: PATIENCE_MS }).toEqual(['running', 'running'])
    await send('patient-cancel', canceled)
    await expect.poll(statuses, { timeout: PATIENCE_MS }).toEqual(['running', 'canceled'])
    await marks.write(first, 'let go')
    await settled(['completed', 'canceled'])
    expect(await marksOf(canceled)).toEqual([])
  })
})

describe('a schedule', () => {
  it('begins one run for each minute, also for those just before that fell due while no worker ran', { timeout: 30_000 }, async () => {
    const first = await startHere()
    await first.stop(1_000)
    await marks.query(`update graphile_worker._private_known_crontabs set last_execution = null, known_since = now() - interval '10 minutes'`)
    const minute = (ago: number): string => new Date(Math.floor(Date.now() / 60_000 - ago) * 60_000).toISOString()
    const missed = [minute(2), minute(1), minute(0)]
    await startHere()
    const due = async (): Promise<string[]> => {
      const rows = await marks.query<{ at: number }>(`select (payload->>'ts')::float8 as at from executor.events where name = 'inngest/scheduled.timer'`)
      return rows.map((row) => new Date(row.at).toISOString()).sort()
    }
    await expect.poll(due, { timeout: PATIENCE_MS }).toEqual(expect.arrayContaining(missed))
    await until('ticking', 'tick')
    const times = await due()
    expect(new Set(times).size).toBe(times.length)
  })
})

describe('a database that drops every connection', () => {
  it('costs no run: the worker connects again and goes on', { timeout: 60_000 }, async () => {
    const executor = await startHere()
    let failure: unknown
    executor.ended.catch((error: unknown) => {
      failure = error
    })
    const [held, later] = [randomUUID(), randomUUID()]
    await send('killable', held)
    await until(held, 'held')
    await marks.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'maquette%'`)
    await marks.write(held, 'let go')
    await until(held, 'after')
    await send('steps', later)
    await until(later, 'result 21')
    expect(failure).toBeUndefined()
    await settled(['completed', 'completed'])
  })
})

describe('old runs', () => {
  it('are forgotten a week after they ended, with their events; younger ones stay', async () => {
    await startHere()
    const [old, young] = [randomUUID(), randomUUID()]
    await send('steps', old)
    await send('steps', young)
    await until(old, 'result 21')
    await until(young, 'result 21')
    await settled(['completed', 'completed'])
    await marks.query(`update executor.events set handled_at = handled_at - interval '8 days' where payload->'data'->>'key' = $1`, [old])
    await marks.query(
      `update executor.runs set created_at = created_at - interval '8 days', ended_at = ended_at - interval '8 days'
      where event_id in (select id from executor.events where payload->'data'->>'key' = $1)`,
      [old],
    )
    await marks.query(`select graphile_worker.add_job('executor.prune')`)
    const kept = (): Promise<unknown> => marks.query(`select payload->'data'->>'key' as key from executor.events where name <> 'inngest/scheduled.timer'`)
    await expect.poll(kept, { timeout: PATIENCE_MS }).toEqual([{ key: young }])
    expect(await statuses()).toEqual(['completed'])
  })
})
