import { setTimeout as delay } from 'node:timers/promises'
import type { Database, Query } from './database'
import type { ServedFunction } from './function-config'
import type { Endpoint, FunctionCall, Reply } from './protocol'
import { applyEffects, finishRun, lockRun, type Run } from './runs'
import { grantAndQueue, grantSlots, requestSlots } from './slots'
import { transition, wakeUp } from './transition'

/**
 * How often a call is begun before the run is given up. It is begun again only when a worker died or lost the database
 * in the middle of it; a call that kills every worker must not do so for ever.
 */
const STARTS_MAX = 10

export type CallContext = {
  database: Database
  endpoint: Endpoint
  functions: ReadonlyMap<string, ServedFunction>
  /** Milliseconds to wait after failed attempt number `attempt`, from 0. */
  backoffMs: (attempt: number) => number
}

type CallRow = { id: string; run_id: string; step_id: string; attempt: number }
type Prepared = { row: CallRow; attemptsMax: number; call: FunctionCall }

/** Makes one call and carries out its answer. @param starts how often the queue has begun it, this time included. */
export async function runCall(context: CallContext, callId: string, starts: number): Promise<void> {
  const prepared = await context.database.transaction((query) => prepare(context, query, callId, starts))
  if (!prepared) return
  const reply = await context.endpoint.call(prepared.call)
  await persistently(() => context.database.transaction((query) => settle(context, query, prepared, reply)))
}

const SETTLE_DELAYS_MS = [100, 500, 2_000, 5_000]

/**
 * An answer may have taken minutes to compute and is not thrown away because Postgres restarts just now. Trying again is
 * safe even when the first commit went through unseen: the call is then off the books and nothing happens.
 */
async function persistently(work: () => Promise<void>): Promise<void> {
  for (const delayMs of SETTLE_DELAYS_MS) {
    try {
      return await work()
    } catch {
      await delay(delayMs)
    }
  }
  return work()
}

/** @returns undefined when there is nothing to call: the run is over, or it is not yet the call's turn. */
async function prepare(context: CallContext, query: Query, callId: string, starts: number): Promise<Prepared | undefined> {
  const [found] = await query<{ run_id: string }>('select run_id from executor.calls where id = $1', [callId])
  const run = found && (await lockRun(query, found.run_id))
  // Only under the lock is it certain that the call was not accounted for a moment ago.
  const [row] = await query<CallRow>('select id, run_id, step_id, attempt from executor.calls where id = $1', [callId])
  if (!run || !row) return undefined
  if (run.status !== 'running') {
    await endCall(query, row)
    return undefined
  }
  const served = context.functions.get(run.functionId)
  if (!served || starts > STARTS_MAX) {
    const message = served ? 'The work was begun ten times and never came to an end.' : `There is no function ${run.functionId} any more.`
    await finishRun(query, run, context.functions, 'failed', { name: 'Error', message })
    await endCall(query, row)
    return undefined
  }
  if (!(await hasItsTurn(query, row, run, served))) return undefined
  const steps = await query<{ step_id: string; result: unknown }>('select step_id, result from executor.steps where run_id = $1', [run.id])
  const call: FunctionCall = {
    functionId: run.functionId,
    stepId: row.step_id,
    runId: run.id,
    event: run.event,
    steps: Object.fromEntries(steps.map((step) => [step.step_id, step.result])),
    finishedSteps: run.progress.finishedSteps,
    attempt: row.attempt,
    attemptsMax: served.attemptsMax,
    planOnly: run.progress.planOnly,
    protocolVersion: run.protocolVersion,
  }
  return { row, attemptsMax: served.attemptsMax, call }
}

/** Calls that begin at once were given their places before they were queued; a retry asks only now. */
async function hasItsTurn(query: Query, row: CallRow, run: Run, served: ServedFunction): Promise<boolean> {
  const buckets = served.buckets(run.event)
  if (buckets.length === 0) return true
  const held = await query<{ granted: boolean }>('select granted from executor.slots where call_id = $1', [row.id])
  if (held.length > 0) return held.every((slot) => slot.granted)
  await requestSlots(query, row.id, buckets)
  const granted = await grantSlots(
    query,
    buckets.map((bucket) => bucket.name),
  )
  return granted.includes(row.id)
}

async function settle(context: CallContext, query: Query, prepared: Prepared, reply: Reply): Promise<void> {
  const { row, attemptsMax } = prepared
  const run = await lockRun(query, row.run_id)
  const released = await takeCall(query, row)
  // Another worker took this call over, because it thought us dead, and has accounted for it.
  if (!run || !released) return
  if (run.status !== 'running') {
    await grantAndQueue(query, released)
    return
  }
  if (reply.protocolVersion !== undefined && reply.protocolVersion !== run.protocolVersion) {
    await query('update executor.runs set protocol_version = $2 where id = $1', [run.id, reply.protocolVersion])
  }
  const outcome = transition(run.progress, { stepId: row.step_id, attempt: row.attempt, attemptsMax }, reply, context.backoffMs)
  const touched = await applyEffects(query, run, context.functions, outcome)
  await grantAndQueue(query, [...new Set([...released, ...touched])])
}

/** A sleep is over: the run goes on, unless it was ended meanwhile. */
export async function wakeRun(context: CallContext, runId: string, stepId: string): Promise<void> {
  await context.database.transaction(async (query) => {
    const run = await lockRun(query, runId)
    if (run?.status !== 'running') return
    const touched = await applyEffects(query, run, context.functions, wakeUp(run.progress, stepId))
    await grantAndQueue(query, touched)
  })
}

/** Takes a call off the books. @returns the buckets in which it held a place, or undefined when it was off already. */
async function takeCall(query: Query, row: CallRow): Promise<string[] | undefined> {
  const slots = await query<{ bucket: string }>('delete from executor.slots where call_id = $1 returning bucket', [row.id])
  const taken = await query<{ id: string }>('delete from executor.calls where id = $1 returning id', [row.id])
  return taken.length > 0 ? slots.map((slot) => slot.bucket) : undefined
}

async function endCall(query: Query, row: CallRow): Promise<void> {
  await grantAndQueue(query, (await takeCall(query, row)) ?? [])
}
