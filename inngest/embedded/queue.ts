import type { Query } from './database'

/** What the queue is asked to do, and with which ids. The rows behind the ids hold everything else. */
export type Jobs = {
  /** An event came in: begin and cancel runs. */
  'executor.event': { eventId: string }
  /** Ask a function to run on. */
  'executor.call': { callId: string }
  /** A sleep is over. */
  'executor.wake': { runId: string; stepId: string }
  'executor.cancel': { runId: string }
}

/** Queues work in the caller's transaction; graphile-worker wakes a worker when it commits. */
export async function addJob<Name extends keyof Jobs>(query: Query, name: Name, payload: Jobs[Name], delayMs = 0): Promise<void> {
  await query('select graphile_worker.add_job($1, $2::text::json, run_at := clock_timestamp() + make_interval(secs => $3))', [
    name,
    JSON.stringify(payload),
    delayMs / 1_000,
  ])
}
