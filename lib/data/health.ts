import 'server-only'
import { sql } from 'drizzle-orm'
import { db } from './db'

/** Whether the database answers. Reads nothing of anybody, so it asks for no actor. @throws what the driver says when it does not. */
export async function askDatabase(): Promise<void> {
  await db().execute(sql`select 1`)
}

export type QueueState = {
  queued: number
  running: number
  /** Age of the generation that has waited longest, in seconds; 0 when none waits. */
  oldestQueuedSeconds: number
}

/** How much work of all teams together waits and runs, in numbers alone, so it asks for no actor. */
export async function readQueueState(): Promise<QueueState> {
  const [row] = await db().execute<{ queued: number; running: number; oldest: number }>(sql`
    select count(*) filter (where status = 'queued')::int as queued,
      count(*) filter (where status = 'running')::int as running,
      coalesce(extract(epoch from now() - min(created_at) filter (where status = 'queued')), 0)::float8 as oldest
    from generations where status in ('queued', 'running')`)
  return { queued: row?.queued ?? 0, running: row?.running ?? 0, oldestQueuedSeconds: Math.max(0, row?.oldest ?? 0) }
}
