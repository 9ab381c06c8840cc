import type { Query } from './database'
import type { ServedFunction } from './function-config'
import { addJob } from './queue'
import { findRunning, finishRun, lockRun, type StoredEvent, startRun } from './runs'

type Functions = ReadonlyMap<string, ServedFunction>

/** Begins the runs that an event triggers and cancels those that it ends. Handling the same event twice does nothing. */
export async function handleEvent(query: Query, functions: Functions, eventId: string): Promise<void> {
  const [row] = await query<{ payload: StoredEvent }>(
    'update executor.events set handled_at = clock_timestamp() where id = $1 and handled_at is null returning payload',
    [eventId],
  )
  if (!row) return
  const event = row.payload
  // Runs that were there before the event can be canceled by it; one that the event itself begins cannot.
  const canceling = [...functions.values()].filter((served) => served.cancelEvents.includes(event.name))
  const now = new Date()
  for (const run of canceling.length > 0
    ? await findRunning(
        query,
        canceling.map((served) => served.id),
      )
    : []) {
    // Each in a transaction of its own, because a transaction locks one run at most.
    if (functions.get(run.functionId)?.isCanceledBy(run, event, now)) await addJob(query, 'executor.cancel', { runId: run.id })
  }
  for (const served of functions.values()) {
    if (served.isTriggeredBy(event)) await startRun(query, served, event)
  }
}

export async function cancelRun(query: Query, functions: Functions, runId: string): Promise<void> {
  const run = await lockRun(query, runId)
  if (run?.status === 'running') await finishRun(query, run, functions, 'canceled', { name: 'Error', message: 'The run was canceled.' })
}

/** Begins the run that a schedule asks for. `dueAt` is the minute it fell due, so that each minute begins one run. */
export async function handleTick(query: Query, served: ServedFunction, cron: string, dueAt: string): Promise<void> {
  const event: StoredEvent = { id: `${served.id}:${cron}:${dueAt}`, name: 'inngest/scheduled.timer', data: { cron }, ts: Date.parse(dueAt) }
  const [row] = await query<{ id: string }>(
    `insert into executor.events (id, name, payload, handled_at) values ($1, $2, $3::text::jsonb, clock_timestamp())
     on conflict do nothing returning id`,
    [event.id, event.name, JSON.stringify(event)],
  )
  if (row) await startRun(query, served, event)
}

const KEPT_DAYS = 7

/** Forgets what ended long ago. */
export async function prune(query: Query): Promise<void> {
  await query('delete from executor.turns where served_at < now() - make_interval(days => $1)', [KEPT_DAYS])
  await query('delete from executor.runs where ended_at < now() - make_interval(days => $1)', [KEPT_DAYS])
  await query(
    `delete from executor.events where handled_at < now() - make_interval(days => $1)
     and not exists (select from executor.runs where event_id = events.id)`,
    [KEPT_DAYS],
  )
}
