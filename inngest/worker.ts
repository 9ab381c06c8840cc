/**
 * The worker process: runs the background functions, away from the web.
 *
 * With nothing configured it runs the embedded executor on Postgres. With a real Inngest configured (`INNGEST_DEV`, or
 * event and signing key) it serves the functions at MAQUETTE_WORKER_URL, where the web forwards Inngest's calls.
 *
 * Start it with `node --conditions=react-server dist/worker.mjs` (or this file through tsx) and the settings of the web.
 * It migrates its own tables, writes "The worker is ready" when it takes work, stops within STOP_GRACE_MS on SIGTERM or
 * SIGINT with code 0, and ends with code 1 when it cannot go on, so that a supervisor starts it again. While it lives
 * it is seen in `executor.workers.seen_at` every second (embedded executor only).
 */
import { system } from '@/lib/data/actor'
import { seedGalleryExamples } from '@/lib/data/community/seed'
import { closeDb } from '@/lib/data/db'
import { resealEngineKeys } from '@/lib/data/engines/keys'
import { resealWebhooks } from '@/lib/data/webhooks/mutations'
import { env, usesInngest } from '@/lib/platform/env'
import { log } from '@/lib/platform/log'
import { watchProcess } from '@/lib/platform/metrics'
import { endTracing, startTracing } from '@/lib/platform/tracing'
import { catchUpWithUsage } from './functions/count-usage'
import { catchUpWithBudgets } from './functions/recount-budgets'
import { serveMetrics } from './serve-metrics'

/** A render that takes longer than this is begun again by the next worker; supervisors should wait a little more. */
const STOP_GRACE_MS = 3_000

type Running = {
  /** Rejects when the worker cannot go on. */
  ended: Promise<void>
  stop: () => Promise<void>
}

async function startEmbedded(): Promise<Running> {
  const [{ startExecutor }, { inngest }, { functions }] = await Promise.all([import('./embedded/executor'), import('./client'), import('./functions')])
  const executor = await startExecutor({
    client: inngest,
    functions,
    databaseUrl: env().DATABASE_URL,
    log: (level, message) => log[level](message, { part: 'executor' }),
  })
  return { ended: executor.ended, stop: () => executor.stop(STOP_GRACE_MS) }
}

async function startServing(): Promise<Running> {
  const workerUrl = env().MAQUETTE_WORKER_URL
  if (!workerUrl) throw new Error('Set MAQUETTE_WORKER_URL for web and worker, for example http://127.0.0.1:3101.')
  const { serveWorker } = await import('./serve-worker')
  const server = await serveWorker(workerUrl, (error) => log.error('A call from Inngest failed', { error }))
  return { ended: new Promise(() => {}), stop: () => server.stop(STOP_GRACE_MS) }
}

/** Whoever changed the secret learns when the previous one is no longer needed, and which keys have to be entered again. */
async function moveKeysToPresentSecret(): Promise<void> {
  const results = [await resealEngineKeys(system), await resealWebhooks(system)]
  const moved = results.reduce((sum, result) => sum + result.moved, 0)
  const lost = results.reduce((sum, result) => sum + result.lost, 0)
  if (moved > 0) log.info('Keys and webhook secrets of teams were sealed anew with the present ENCRYPTION_KEY', { moved })
  if (lost > 0) log.warn('Keys or webhook secrets of teams cannot be read with this ENCRYPTION_KEY and have to be entered again', { lost })
}

async function main(): Promise<void> {
  // Listened for from the beginning: who is asked to stop while starting stops in order as well.
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
  await startTracing('maquette-worker')
  watchProcess()
  const { WORKER_METRICS_PORT: metricsPort } = env()
  if (metricsPort > 0) await serveMetrics(metricsPort)
  await seedGalleryExamples()
  await moveKeysToPresentSecret()
  const running = await (usesInngest() ? startServing() : startEmbedded())
  // Beside the work, which does not wait for it: after an upgrade there may be a million to count.
  catchUpWithUsage().catch((error: unknown) => log.error('Usage could not be caught up with', { error }))
  catchUpWithBudgets().catch((error: unknown) => log.error('Budgets could not be caught up with', { error }))
  log.info('The worker is ready', { driver: usesInngest() ? 'inngest' : 'embedded' })
  await Promise.race([asked, running.ended])
  await running.stop()
  await endTracing()
  await closeDb()
}

main().then(
  // Calls that were left to the next worker still run in this process: it ends without waiting for them.
  () => process.exit(0),
  (error: unknown) => {
    log.error('The worker cannot go on', { error })
    process.exit(1)
  },
)
