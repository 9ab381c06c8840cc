import { ulid } from 'ulid'
import type { Query } from './database'
import type { ServedFunction } from './function-config'
import { addJob } from './queue'
import { grantAndQueue, lockSlots, requestSlots } from './slots'
import { storeEvents } from './store-events'
import { type Effect, NEXT, type Progress } from './transition'

/** An event as it is stored and as functions see it. */
export type StoredEvent = { id: string; name: string; data: unknown; ts: number }

export type Run = {
  id: string
  functionId: string
  event: StoredEvent
  status: 'running' | 'completed' | 'failed' | 'canceled'
  progress: Progress
  protocolVersion: number
  createdAt: Date
}

type RunRow = {
  id: string
  function_id: string
  payload: StoredEvent
  status: Run['status']
  finished_steps: string[]
  pending_steps: string[]
  plan_only: boolean
  protocol_version: number
  created_at: Date
}

/**
 * Reads a run and keeps every other transaction from moving it on until this one ends. No transaction locks two runs,
 * so none can wait for another in a circle.
 */
export async function lockRun(query: Query, runId: string): Promise<Run | undefined> {
  const [row] = await query<RunRow>(
    `select runs.*, events.payload from executor.runs join executor.events on events.id = runs.event_id
     where runs.id = $1 for update of runs`,
    [runId],
  )
  return row && toRun(row)
}

/** The runs that are not over, of these functions. Not locked: ask again under a lock before changing one. */
export async function findRunning(query: Query, functionIds: readonly string[]): Promise<Run[]> {
  const rows = await query<RunRow>(
    `select runs.*, events.payload from executor.runs join executor.events on events.id = runs.event_id
     where runs.status = 'running' and runs.function_id = any($1)`,
    [functionIds],
  )
  return rows.map(toRun)
}

const toRun = (row: RunRow): Run => ({
  id: row.id,
  functionId: row.function_id,
  event: row.payload,
  status: row.status,
  progress: { finishedSteps: row.finished_steps, pendingSteps: row.pending_steps, planOnly: row.plan_only },
  protocolVersion: row.protocol_version,
  createdAt: row.created_at,
})

/** An idempotency key holds for a day, as in Inngest. */
const IDEMPOTENCY_HOURS = 24

/** Begins a run, unless this event or this idempotency key has begun one already. */
export async function startRun(query: Query, served: ServedFunction, event: StoredEvent): Promise<void> {
  const idempotencyKey = served.idempotencyKey(event) ?? null
  if (idempotencyKey !== null) {
    await query(
      `update executor.runs set idempotency_key = null
       where function_id = $1 and idempotency_key = $2 and created_at < now() - make_interval(hours => $3)`,
      [served.id, idempotencyKey, IDEMPOTENCY_HOURS],
    )
  }
  const [row] = await query<{ id: string }>(
    'insert into executor.runs (id, function_id, event_id, idempotency_key) values ($1, $2, $3, $4) on conflict do nothing returning id',
    [ulid(), served.id, event.id, idempotencyKey],
  )
  if (!row) return
  const buckets = await queueCall(query, { id: row.id, event }, served, { stepId: NEXT, attempt: 0, delayMs: 0 })
  await grantAndQueue(query, buckets)
}

/** Carries out what an answer means. @returns the buckets in which a new call waits; grant them when all is written. */
export async function applyEffects(
  query: Query,
  run: Run,
  functions: ReadonlyMap<string, ServedFunction>,
  outcome: { progress: Progress; effects: readonly Effect[] },
): Promise<string[]> {
  const { finishedSteps, pendingSteps, planOnly } = outcome.progress
  await query('update executor.runs set finished_steps = $2, pending_steps = $3, plan_only = $4 where id = $1', [run.id, finishedSteps, pendingSteps, planOnly])
  const touched: string[] = []
  for (const effect of outcome.effects) {
    if (effect.kind === 'save') {
      await query('insert into executor.steps (run_id, step_id, result) values ($1, $2, $3::text::jsonb)', [
        run.id,
        effect.stepId,
        JSON.stringify(effect.result),
      ])
    } else if (effect.kind === 'call') {
      const served = functions.get(run.functionId)
      if (served) touched.push(...(await queueCall(query, run, served, effect)))
    } else if (effect.kind === 'sleep') {
      await addJob(query, 'executor.wake', { runId: run.id, stepId: effect.stepId }, effect.delayMs)
    } else {
      await finishRun(query, run, functions, effect.status, effect.output)
    }
  }
  return touched
}

async function queueCall(
  query: Query,
  run: { id: string; event: StoredEvent },
  served: ServedFunction,
  call: { stepId: string; attempt: number; delayMs: number },
): Promise<string[]> {
  const [row] = await query<{ id: string }>(
    'insert into executor.calls (run_id, step_id, attempt) values ($1, $2, $3) on conflict (run_id, step_id) do nothing returning id',
    [run.id, call.stepId, call.attempt],
  )
  if (!row) return []
  const buckets = served.buckets(run.event)
  // A call that comes later asks for its place when its time has come: it would keep others out while it waits.
  if (buckets.length === 0 || call.delayMs > 0) {
    await addJob(query, 'executor.call', { callId: row.id }, call.delayMs)
    return []
  }
  await requestSlots(query, row.id, buckets)
  return buckets.map((bucket) => bucket.name)
}

/** Ends a run. A call that is under way keeps its place until it returns; its answer is then dropped. */
export async function finishRun(
  query: Query,
  run: Run,
  functions: ReadonlyMap<string, ServedFunction>,
  status: 'completed' | 'failed' | 'canceled',
  output: unknown,
): Promise<void> {
  await query('update executor.runs set status = $2, output = $3::text::jsonb, ended_at = clock_timestamp() where id = $1', [
    run.id,
    status,
    JSON.stringify(output ?? null),
  ])
  await lockSlots(query)
  await query('delete from executor.calls where run_id = $1 and exists (select from executor.slots where call_id = calls.id and not granted)', [run.id])
  const announcement = announcementOf(run, status, output)
  const heard = [...functions.values()].some((served) => served.isTriggeredBy(announcement))
  if (heard) await storeEvents(query, [announcement])
}

/** The event that tells `onFailure`, and whoever else listens, how a run ended. */
function announcementOf(run: Run, status: 'completed' | 'failed' | 'canceled', output: unknown): { id: string; name: string; data: unknown } {
  const name = { completed: 'inngest/function.finished', failed: 'inngest/function.failed', canceled: 'inngest/function.cancelled' }[status]
  const result = status === 'completed' ? { result: output } : { error: output }
  return { id: `${run.id}:${status}`, name, data: { function_id: run.functionId, run_id: run.id, event: run.event, events: [run.event], ...result } }
}
