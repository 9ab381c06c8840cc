import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'
import { storeEvents } from './store-events'
import { type Marks, openMarks } from './testing/marks'
import { endProcess, startWorkerProcess } from './testing/worker-process'

const WORKERS = 2
const KILLS = 12
const RUNS_PER_ROUND = 12

let database: TestDatabase
let marks: Marks
let workers: ChildProcess[]

beforeAll(async () => {
  database = await createTestDatabase()
  marks = await openMarks(database.url)
  workers = []
})
afterAll(async () => {
  await Promise.all(workers.map((worker) => endProcess(worker, 'SIGKILL')))
  await marks.close()
  await database.drop()
})

/** What each scenario writes at its very end. */
const LAST_MARK: Record<string, string> = { steps: 'result 21', parallel: 'result left right', sleep: 'after', retry: 'done', limited: 'done', chain: 'done' }
const names = Object.keys(LAST_MARK)

it('finishes every run once while workers are killed again and again, and leaves nothing behind', async () => {
  workers = await Promise.all(Array.from({ length: WORKERS }, () => startWorkerProcess(database.url)))
  const sent: { name: string; key: string }[] = []
  for (let round = 0; round < KILLS; round++) {
    const batch = Array.from({ length: RUNS_PER_ROUND }, (_, index) => ({ name: names[index % names.length] ?? 'steps', key: randomUUID() }))
    sent.push(...batch)
    await storeEvents(
      marks.query,
      batch.map(({ name, key }) => ({ name: `scenario/${name}`, data: { key, bucket: 'shared' } })),
    )
    // The kill comes as soon as the first of the new runs is under way, so it falls into the middle of the others.
    const first = batch[0]
    if (first) await marks.until(first.key, 'body', 60_000)
    const [victim, ...others] = workers
    if (victim) await endProcess(victim, 'SIGKILL')
    workers = [...others, await startWorkerProcess(database.url)]
  }
  for (const { name, key } of sent) await marks.until(key, LAST_MARK[name] ?? '', 120_000)

  const open = (): Promise<unknown[]> => marks.query(`select function_id, status from executor.runs where status <> 'completed'`)
  await expect.poll(open, { timeout: 60_000, interval: 100 }).toEqual([])
  const [counted] = await marks.query<{ runs: number }>(`select count(*)::int as runs from executor.runs where function_id <> 'scenarios-ticking'`)
  const chained = sent.filter(({ name }) => name === 'chain').length
  // A step that sends an event and dies before it could say so sends it again, as with Inngest.
  expect(counted?.runs).toBeGreaterThanOrEqual(sent.length + chained)
  await expect.poll(() => marks.query('select * from executor.calls'), { timeout: 10_000 }).toEqual([])
  expect(await marks.query('select * from executor.slots')).toEqual([])
})
