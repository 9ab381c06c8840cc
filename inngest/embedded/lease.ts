import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Query } from './database'
import { LOCK_CLASS } from './migrate'

/**
 * Which workers are alive. graphile-worker takes a job for four hours; this lets the next worker have a dead one's jobs
 * within seconds. A worker holds an advisory lock on a connection of its own for as long as it lives: Postgres releases
 * it the moment the process is gone, however it went. Each second the worker also writes down that it was seen, which
 * covers a machine that vanished without closing its connections, and tells the health page.
 */
const BEAT_MS = 1_000
/** A live worker whose connection broke has this long to come back before others take its jobs. */
const GRACE_S = 3
/** A worker that was not seen for this long is dead even if Postgres still keeps its connection. */
const SILENT_S = 60
/** How long a worker tries to reach the database before it gives up and leaves the rest to its supervisor. */
const RECONNECT_MS_MAX = 30_000

export type Lease = {
  /** Rejects when the database stays out of reach. */
  lost: Promise<never>
  /** Hands this worker's jobs to the next one and forgets the worker. */
  release: () => Promise<void>
}

/**
 * @param query for everything but the lease itself, which needs a connection of its own.
 * @param poolIds the names under which this worker takes jobs.
 */
export async function holdLease(databaseUrl: string, query: Query, poolIds: readonly string[], log: (message: string) => void): Promise<Lease> {
  const id = randomUUID()
  let connection = await register(databaseUrl, id, poolIds)
  let released = false
  let timer: NodeJS.Timeout | undefined
  let reject: (reason: Error) => void = () => {}
  const lost = new Promise<never>((_, rejectLost) => {
    reject = rejectLost
  })
  // Whoever does not wait for `lost` must not be ended by it.
  lost.catch(() => {})

  const beat = async (): Promise<void> => {
    try {
      const seen = await connection.query('update executor.workers set seen_at = clock_timestamp() where id = $1', [id])
      // Another worker took us for dead. Our jobs are its own now; the answers we still bring are dropped.
      if (seen.rowCount === 0) await reconnect()
      await recoverDeadWorkers(query, id)
    } catch (error) {
      log(`The worker lost its lease: ${error instanceof Error ? error.message : String(error)}`)
      await reconnect()
    }
  }
  const reconnect = async (): Promise<void> => {
    const deadline = Date.now() + RECONNECT_MS_MAX
    await connection.end().catch(() => {})
    while (!released) {
      try {
        connection = await register(databaseUrl, id, poolIds)
        return
      } catch (error) {
        if (Date.now() > deadline) throw error
        await delay(BEAT_MS / 4)
      }
    }
  }
  let beating: Promise<void> = Promise.resolve()
  const schedule = (): void => {
    timer = setTimeout(() => {
      beating = beat().then(
        () => {
          if (!released) schedule()
        },
        (error: Error) => reject(error),
      )
    }, BEAT_MS)
  }
  await recoverDeadWorkers(query, id)
  schedule()

  return {
    lost,
    async release() {
      released = true
      clearTimeout(timer)
      await beating
      await query('select graphile_worker.force_unlock_workers($1)', [poolIds])
      await query('delete from executor.workers where id = $1', [id])
      await connection.end()
    },
  }
}

/** Opens the connection, writes the worker down and takes its lock, in one transaction: nobody sees one without the other. */
async function register(databaseUrl: string, id: string, poolIds: readonly string[]): Promise<pg.Client> {
  const connection = new pg.Client({ connectionString: databaseUrl, application_name: 'maquette lease', keepAlive: true })
  // The next beat notices and reconnects; without a listener the event would end the process.
  connection.on('error', () => {})
  await connection.connect()
  try {
    await connection.query('begin')
    await connection.query('delete from executor.workers where id = $1', [id])
    const inserted = await connection.query<{ lease_key: number }>('insert into executor.workers (id, pool_ids) values ($1, $2) returning lease_key', [
      id,
      poolIds,
    ])
    await connection.query('select pg_advisory_lock($1, $2)', [LOCK_CLASS, inserted.rows[0]?.lease_key])
    await connection.query('commit')
    return connection
  } catch (error) {
    await connection.end().catch(() => {})
    throw error
  }
}

/** Frees the jobs of workers that are gone. Their calls are made again; a step that was under way runs a second time. */
async function recoverDeadWorkers(query: Query, ownId: string): Promise<void> {
  await query(
    `with dead as (
       delete from executor.workers
       where id <> $1 and (
         seen_at < clock_timestamp() - make_interval(secs => $4)
         or (seen_at < clock_timestamp() - make_interval(secs => $3) and pg_try_advisory_xact_lock($2, lease_key)))
       returning pool_ids)
     select graphile_worker.force_unlock_workers((select array_agg(pool_id) from dead, unnest(dead.pool_ids) as pool_id))
     where exists (select from dead)`,
    [ownId, LOCK_CLASS, GRACE_S, SILENT_S],
  )
}
