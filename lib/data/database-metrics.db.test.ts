import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { generations } from '@/db/schema'
import { renderMetrics } from '@/lib/platform/metrics'
import { watchDatabase } from './database-metrics'
import { db } from './db'
import { queued, running, useTeams } from './generations/testing/generations'

const { team, stranger } = useTeams()

/** The value of each series of a metric, by its labels. */
async function seriesOf(name: string): Promise<Map<string, number>> {
  const lines = (await renderMetrics()).split('\n').filter((line) => line.startsWith(name))
  return new Map(lines.map((line) => [/\{(.*)\}/.exec(line)?.[1] ?? '', Number(line.slice(line.lastIndexOf(' ')))]))
}

test('metrics say what waits and runs in all teams, since when, who is connected and how large the database is', async () => {
  watchDatabase()
  expect(await seriesOf('maquette_queue_oldest_seconds')).toEqual(new Map([['', 0]]))
  const [first] = [await queued(team), await queued(stranger), await running(team)]
  await db()
    .update(generations)
    .set({ createdAt: new Date(Date.now() - 90_000) })
    .where(eq(generations.id, first))
  expect(await seriesOf('maquette_queue_depth')).toEqual(
    new Map([
      ['status="queued"', 2],
      ['status="running"', 1],
    ]),
  )
  const waits = (await seriesOf('maquette_queue_oldest_seconds')).get('') ?? 0
  expect(waits).toBeGreaterThanOrEqual(90)
  expect(waits).toBeLessThan(120)
  expect((await seriesOf('maquette_database_bytes')).get('')).toBeGreaterThan(1_000_000)
  const connections = await seriesOf('maquette_database_connections')
  expect([...connections.values()].reduce((a, b) => a + b, 0)).toBeGreaterThan(0)
  for (const labels of connections.keys()) expect(labels).toMatch(/^application="(maquette[\w-]*|other)",state="(active|idle|in transaction|unknown)"$/)
})
