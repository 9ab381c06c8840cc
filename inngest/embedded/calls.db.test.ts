import { runMigrations } from 'graphile-worker'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'
import { type CallContext, runCall } from './calls'
import { createDatabase, type Database } from './database'
import type { ServedFunction } from './function-config'
import { handleEvent } from './handle-event'
import { migrateExecutor } from './migrate'
import type { Reply } from './protocol'
import { storeEvents } from './store-events'
import { openTestPool } from './testing/marks'

/** Without a queue: each test says itself when a call is made, by whom, and how often. */

const served: ServedFunction = {
  id: 'app-one',
  attemptsMax: 1,
  crons: [],
  isTriggeredBy: (event) => event.name === 'a/b',
  idempotencyKey: () => undefined,
  buckets: () => [],
  cancelEvents: [],
  isCanceledBy: () => false,
}

let testDatabase: TestDatabase
let pool: pg.Pool
let database: Database

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  pool = openTestPool(testDatabase.url)
  database = createDatabase(pool)
  await migrateExecutor(database.transaction)
  await runMigrations({ pgPool: pool })
})
afterAll(async () => {
  await pool.end()
  await testDatabase.drop()
})

/** Begins a run and returns its first call. */
async function beginRun(functions: CallContext['functions']): Promise<{ runId: string; callId: string }> {
  return database.transaction(async (query) => {
    const [eventId] = await storeEvents(query, [{ name: 'a/b' }])
    await handleEvent(query, functions, eventId ?? '')
    const [row] = await query<{ runId: string; callId: string }>(
      'select calls.run_id as "runId", calls.id as "callId" from executor.calls join executor.runs on runs.id = calls.run_id where event_id = $1',
      [eventId],
    )
    if (!row) throw new Error('The event began no run.')
    return row
  })
}

const contextWith = (call: () => Promise<Reply>, functions: readonly ServedFunction[] = [served]): CallContext => ({
  database,
  endpoint: { describe: async () => ({}), call },
  functions: new Map(functions.map((one) => [one.id, one])),
  backoffMs: () => 0,
})
const runRow = async (runId: string): Promise<unknown> =>
  (await database.query('select status, output, finished_steps from executor.runs where id = $1', [runId]))[0]
const ran: Reply = { kind: 'operations', operations: [{ id: 'a', op: 'StepRun', data: 1, error: undefined }], noRetry: false }

it('counts one answer when two workers make the same call, and asks the function on once', async () => {
  const context = contextWith(async () => ran)
  const { runId, callId } = await beginRun(context.functions)
  await Promise.all([runCall(context, callId, 1), runCall(context, callId, 2)])
  expect(await runRow(runId)).toMatchObject({ status: 'running', finished_steps: ['a'] })
  const next = await database.query<{ id: string }>('select id from executor.calls where run_id = $1', [runId])
  expect(next).toHaveLength(1)
  expect(await database.query(`select 1 from graphile_worker._private_jobs where payload->>'callId' = $1`, [next[0]?.id])).toHaveLength(1)
})

it('handles an event once, however often the queue brings it', async () => {
  const functions = contextWith(async () => ran).functions
  const [eventId = ''] = await database.transaction((query) => storeEvents(query, [{ name: 'a/b' }]))
  await Promise.all([1, 2, 3].map(() => database.transaction((query) => handleEvent(query, functions, eventId))))
  expect(await database.query('select 1 from executor.runs where event_id = $1', [eventId])).toHaveLength(1)
})

it('keeps an answer when the database fails as it is written down', async () => {
  let failures = 0
  const flaky: Database = {
    query: database.query,
    transaction: (work) =>
      database.transaction(async (query) => {
        const result = await work(query)
        const [settled] = await query('select 1 from executor.steps where run_id = $1', [runId])
        if (!settled || failures === 2) return result
        failures += 1
        throw new Error('connection lost')
      }),
  }
  const context = contextWith(async () => ran)
  const { runId, callId } = await beginRun(context.functions)
  await runCall({ ...context, database: flaky }, callId, 1)
  expect(failures).toBe(2)
  expect(await runRow(runId)).toMatchObject({ finished_steps: ['a'] })
})

it('drops the answer of a call whose run was ended meanwhile', async () => {
  const context = contextWith(async () => {
    await database.query(`update executor.runs set status = 'canceled', ended_at = now() where id = $1`, [runId])
    return { kind: 'completed', output: 1 }
  })
  const { runId, callId } = await beginRun(context.functions)
  await runCall(context, callId, 1)
  expect(await runRow(runId)).toMatchObject({ status: 'canceled', output: null })
})

it('gives a run up when ten workers in a row died of it', async () => {
  const context = contextWith(async () => ran)
  const { runId, callId } = await beginRun(context.functions)
  await runCall(context, callId, 11)
  expect(await runRow(runId)).toMatchObject({ status: 'failed', output: { message: 'The work was begun ten times and never came to an end.' } })
})

it('fails a run by name when its function is no longer there', async () => {
  const { runId, callId } = await beginRun(contextWith(async () => ran).functions)
  await runCall(
    contextWith(async () => ran, []),
    callId,
    1,
  )
  expect(await runRow(runId)).toMatchObject({ status: 'failed', output: { message: 'There is no function app-one any more.' } })
})
