import { EventEmitter } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Logger, parseCronItems, type Runner, run, runMigrations, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Inngest, InngestFunction } from 'inngest'
import pg from 'pg'
import { z } from 'zod'
import { type CallContext, runCall, wakeRun } from './calls'
import { createDatabase } from './database'
import { backoffMs } from './durations'
import { readFunctions, type ServedFunction } from './function-config'
import { cancelRun, handleEvent, handleTick, prune } from './handle-event'
import { Lease } from './lease'
import { installEventTrigger, migrateExecutor } from './migrate'
import { createEndpoint } from './protocol'

export type ExecutorLog = (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void

export type ExecutorOptions = {
  client: Inngest.Any
  functions: readonly InngestFunction.Any[]
  databaseUrl: string
  log: ExecutorLog
  /** Milliseconds between a failed attempt (from 0) and the next. Inngest's own times unless a test brings its own. */
  backoffMs?: (attempt: number) => number
  /** How often the queue is asked for work that has fallen due: sleeps and retries. New work is announced and does not wait. */
  pollMs?: number
  /** Calls under way at once, over all functions. Functions that compute for long limit themselves with `concurrency`. */
  callsMax?: number
}

export type Executor = {
  /** Resolves when the executor was stopped, rejects when it cannot go on. */
  ended: Promise<void>
  /** Takes no more work, gives calls under way `graceMs` to end, and leaves those that do not to the next worker. */
  stop: (graceMs: number) => Promise<void>
}

/** Work that takes milliseconds has its own few workers, so that a cancellation never waits behind long calls. */
const CONTROL_CONCURRENCY = 2
const CALLS_MAX = 24
/** Each of the two queues keeps one connection to be told of new work. */
const LISTENERS = 2
/** Minutes of a schedule that fell due within this time before a start, with no worker there, are made up for. */
const MISSED_TICKS_MS = 5 * 60_000

/**
 * Runs Inngest functions from Postgres, with no server: events, runs and steps are rows, graphile-worker is the queue,
 * and the SDK is driven in process through the protocol of a real server (see `protocol.ts`).
 * @throws Error at once when a function asks for something that the executor does not carry out.
 */
export async function startExecutor(options: ExecutorOptions): Promise<Executor> {
  const endpoint = createEndpoint(options.client, options.functions)
  const functions = new Map(readFunctions(await endpoint.describe()).map((served) => [served.id, served]))
  const crontab = parseSchedules([...functions.values()])

  const callsMax = options.callsMax ?? CALLS_MAX
  const pool = openPool(options.databaseUrl, callsMax + CONTROL_CONCURRENCY + LISTENERS, options.log)
  const database = createDatabase(pool)
  const context: CallContext = { database, endpoint, functions, backoffMs: options.backoffMs ?? backoffMs }
  const runners: Runner[] = []
  try {
    await migrateExecutor(database.transaction)
    await runMigrations({ pgPool: pool, logger: quietLogger(options.log) })
    await installEventTrigger(database.transaction)
    const shared = { pgPool: pool, pollInterval: options.pollMs ?? 1_000, noHandleSignals: true, logger: quietLogger(options.log) }
    const poolIds: string[] = []
    for (const part of [
      { taskList: controlTasks(context), concurrency: CONTROL_CONCURRENCY, parsedCronItems: crontab },
      { taskList: callTasks(context), concurrency: callsMax, parsedCronItems: [] },
    ]) {
      const events: WorkerEvents = new EventEmitter()
      events.on('pool:create', ({ workerPool }) => poolIds.push(workerPool.id))
      runners.push(await run({ ...shared, ...part, events }))
    }
    const log = (message: string): void => options.log('warn', message)
    const lease = await Lease.take({ databaseUrl: options.databaseUrl, query: database.query, poolIds, log })
    return supervise(runners, lease, pool)
  } catch (error) {
    await Promise.allSettled(runners.map((runner) => runner.stop()))
    await pool.end()
    throw error
  }
}

/** Connections break when Postgres restarts. Whoever uses one next finds out; without listeners it would end the process. */
function openPool(databaseUrl: string, max: number, log: ExecutorLog): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max, application_name: 'maquette executor' })
  const report = (error: Error): void => log('warn', `A database connection broke: ${error.message}`)
  pool.on('error', report)
  pool.on('connect', (client) => client.on('error', report))
  return pool
}

function supervise(runners: readonly Runner[], lease: Lease, pool: pg.Pool): Executor {
  let stopping: Promise<void> | undefined
  const queues = Promise.all(runners.map((runner) => runner.promise)).then(() => {
    if (!stopping) throw new Error('The queue stopped by itself.')
  })
  const ended = Promise.race([queues, lease.lost])
  // Whoever does not wait for the end must not be ended by it.
  ended.catch(() => {})
  const stop = async (graceMs: number): Promise<void> => {
    const calm = Promise.allSettled(runners.map((runner) => runner.stop()))
    await Promise.race([calm, delay(graceMs, undefined, { ref: false })])
    await lease.release()
    // A call that did not end in time may still bring its answer, which counts unless the next worker was faster.
    calm.then(() => pool.end()).catch(() => {})
  }
  return {
    ended,
    stop: (graceMs) => {
      stopping ??= stop(graceMs)
      return stopping
    },
  }
}

const eventJobSchema = z.object({ eventId: z.string() })
const callJobSchema = z.object({ callId: z.string() })
const wakeJobSchema = z.object({ runId: z.string(), stepId: z.string() })
const cancelJobSchema = z.object({ runId: z.string() })
const tickJobSchema = z.object({ functionId: z.string(), cron: z.string(), _cron: z.object({ ts: z.string() }) })

function controlTasks(context: CallContext): TaskList {
  const { database, functions } = context
  return {
    'executor.event': (payload) => database.transaction((query) => handleEvent(query, functions, eventJobSchema.parse(payload).eventId)),
    'executor.cancel': (payload) => database.transaction((query) => cancelRun(query, functions, cancelJobSchema.parse(payload).runId)),
    'executor.wake': async (payload) => {
      const { runId, stepId } = wakeJobSchema.parse(payload)
      await wakeRun(context, runId, stepId)
    },
    'executor.tick': async (payload) => {
      const tick = tickJobSchema.parse(payload)
      const served = functions.get(tick.functionId)
      if (served) await database.transaction((query) => handleTick(query, served, tick.cron, tick._cron.ts))
    },
    'executor.prune': () => database.transaction(prune),
  }
}

function callTasks(context: CallContext): TaskList {
  return {
    'executor.call': (payload, helpers) => runCall(context, callJobSchema.parse(payload).callId, helpers.job.attempts),
  }
}

/** @throws Error naming the function whose schedule cannot be read. */
function parseSchedules(functions: readonly ServedFunction[]): ReturnType<typeof parseCronItems> {
  const ticks = functions.flatMap((served) =>
    served.crons.flatMap((cron) => {
      const identifier = `executor.tick:${served.id}:${cron}`
      const options = { backfillPeriod: MISSED_TICKS_MS }
      try {
        return parseCronItems([{ task: 'executor.tick', match: cron, identifier, options, payload: { functionId: served.id, cron } }])
      } catch (error) {
        throw new Error(`${served.id}: schedule "${cron}" is not carried out; five fields, in UTC, are`, { cause: error })
      }
    }),
  )
  return [...ticks, ...parseCronItems([{ task: 'executor.prune', match: '17 * * * *', identifier: 'executor.prune' }])]
}

/** graphile-worker reports every job; only what went wrong is worth a line. */
function quietLogger(log: ExecutorLog): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'warning') log('warn', message)
    else if (level === 'error') log('error', message)
    else log('debug', message)
  })
}
