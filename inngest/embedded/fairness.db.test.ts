import { Inngest } from 'inngest'
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'
import { createDatabase, type Query } from './database'
import { type Executor, startExecutor } from './executor'
import { storeEvents } from './store-events'
import { openTestPool } from './testing/marks'

const PLACES = 2
const dataSchema = z.object({ team: z.string(), n: z.number() })

type Job = { name: string; end: () => void }
/** Jobs whose first step is under way, in the order in which they began; each ends when the test says so. */
const started: Job[] = []
const ended: string[] = []

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const client = new Inngest({ id: 'fair', isDev: false, signingKey: 'a1b2c3d4', eventKey: 'test', baseUrl: 'http://embedded.invalid', logger: silent })
const work = client.createFunction(
  { id: 'work', triggers: [{ event: 'fair/job' }], retries: 0, concurrency: [{ limit: PLACES }, { limit: PLACES, key: 'event.data.team' }] },
  async ({ event, step }) => {
    const { team, n } = dataSchema.parse(event.data)
    const name = `${team}${n}`
    await step.run('first', () => new Promise<void>((end) => started.push({ name, end })))
    // Another step: what has begun goes on before anything else begins.
    await step.run('second', () => {
      ended.push(name)
    })
  },
)

let database: TestDatabase
let executor: Executor
let query: Query
let pool: Pool
beforeAll(async () => {
  database = await createTestDatabase()
  pool = openTestPool(database.url)
  query = createDatabase(pool).query
  executor = await startExecutor({ client, functions: [work], databaseUrl: database.url, log: () => {}, pollMs: 100 })
})
afterAll(async () => {
  for (const job of started) job.end()
  await executor.stop(2_000)
  await pool.end()
  await database.drop()
})

let sent = 0
async function send(team: string, jobs: number): Promise<void> {
  const events = Array.from({ length: jobs }, (_, n) => ({ name: 'fair/job', data: { team, n: n + 1 } }))
  await storeEvents(query, events)
  sent += jobs
  // All of them stand in the queue before the test goes on.
  await expect.poll(async () => (await query<{ n: number }>('select count(*)::int as n from executor.runs'))[0]?.n, { timeout: 30_000 }).toBe(sent)
}
const names = (): string[] => started.map(({ name }) => name)
const untilStarted = (jobs: number) => expect.poll(names, { timeout: 20_000 }).toHaveLength(jobs)
async function end(name: string): Promise<void> {
  started.find((job) => job.name === name)?.end()
  await expect.poll(() => ended, { timeout: 20_000 }).toContain(name)
}

it("one team's hundred jobs keep another team's first waiting for the end of one running job and no longer", { timeout: 90_000 }, async () => {
  await send('a', 100)
  await untilStarted(2)
  expect(names()).toEqual(['a1', 'a2'])
  await send('b', 3)

  await end('a1')
  await untilStarted(3)
  expect(names().slice(2)).toEqual(['b1'])

  // Each has one place now, and takes turns in the next: nobody is served twice before the other.
  await send('c', 1)
  await end('a2')
  await untilStarted(4)
  expect(names().slice(3)).toEqual(['c1'])
  await end('c1')
  await untilStarted(5)
  expect(names().slice(4)).toEqual(['a3'])
  await end('b1')
  await untilStarted(6)
  expect(names().slice(5)).toEqual(['b2'])

  // Within a team the older job comes first, and no place stays empty when the others are done.
  for (const name of ['b2', 'a3', 'b3', 'a4']) {
    await end(name)
    await expect.poll(() => started.length - ended.length, { timeout: 20_000 }).toBe(PLACES)
  }
  expect(names().slice(6)).toEqual(['b3', 'a4', 'a5', 'a6'])
})
