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
const CONNECT_TIMEOUT_MS = 5_000

type Holder = {
  databaseUrl: string
  /** For everything but the lease itself, which needs a connection of its own. */
  query: Query
  /** The names under which this worker takes jobs. */
  poolIds: readonly string[]
  log: (message: string) => void
}

export class Lease {
  /** Rejects when the database stays out of reach. */
  readonly lost: Promise<never>
  private readonly id = randomUUID()
  private readonly released = new AbortController()
  private readonly beating: Promise<void>
  private connection: pg.Client | undefined

  /** Resolves once the worker is known and the jobs of dead ones are free. */
  static async take(holder: Holder): Promise<Lease> {
    const lease = new Lease(holder)
    await lease.register()
    await recoverDeadWorkers(holder.query)
    return lease
  }

  private constructor(private readonly holder: Holder) {
    this.beating = this.beat()
    this.lost = this.beating.then(() => new Promise<never>(() => {}))
    // Whoever does not wait for it must not be ended by it.
    this.lost.catch(() => {})
  }

  /** Hands this worker's jobs to the next one and forgets the worker. */
  async release(): Promise<void> {
    this.released.abort()
    await this.beating.catch(() => {})
    await this.holder.query('select graphile_worker.force_unlock_workers($1)', [this.holder.poolIds])
    await this.holder.query('delete from executor.workers where id = $1', [this.id])
    await this.connection?.end()
  }

  private async beat(): Promise<void> {
    const { signal } = this.released
    while (await delay(BEAT_MS, true, { signal }).catch(() => false)) {
      try {
        const seen = await this.connection?.query('update executor.workers set seen_at = clock_timestamp() where id = $1', [this.id])
        // Another worker took us for dead. Our jobs are its own now; the answers that we still bring are dropped.
        if (seen?.rowCount === 0) await this.register()
        await recoverDeadWorkers(this.holder.query)
      } catch (error) {
        this.holder.log(`The worker lost its lease: ${error instanceof Error ? error.message : String(error)}`)
        await this.registerAgain()
      }
    }
  }

  private async registerAgain(): Promise<void> {
    const deadline = Date.now() + RECONNECT_MS_MAX
    while (!this.released.signal.aborted) {
      try {
        return await this.register()
      } catch (error) {
        if (Date.now() > deadline) throw error
        await delay(BEAT_MS / 4)
      }
    }
  }

  /** Opens the connection, writes the worker down and takes its lock, in one transaction: nobody sees one without the other. */
  private async register(): Promise<void> {
    await this.connection?.end().catch(() => {})
    this.connection = undefined
    const connection = new pg.Client({
      connectionString: this.holder.databaseUrl,
      application_name: 'maquette lease',
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    })
    // The next beat notices and connects again; without a listener the event would end the process.
    connection.on('error', () => {})
    await connection.connect()
    try {
      await connection.query('begin')
      await connection.query('delete from executor.workers where id = $1', [this.id])
      await connection.query(
        `with worker as (insert into executor.workers (id, pool_ids) values ($1, $2) returning lease_key)
         select pg_advisory_lock($3, lease_key) from worker`,
        [this.id, this.holder.poolIds, LOCK_CLASS],
      )
      await connection.query('commit')
      this.connection = connection
    } catch (error) {
      await connection.end().catch(() => {})
      throw error
    }
  }
}

/**
 * Frees the jobs that nobody alive holds: those of workers that are gone, and of any that died before they were known.
 * Their calls are made again; a step that was under way runs a second time.
 */
async function recoverDeadWorkers(query: Query): Promise<void> {
  await query(
    `delete from executor.workers
     where seen_at < clock_timestamp() - make_interval(secs => $3)
       or (seen_at < clock_timestamp() - make_interval(secs => $2) and pg_try_advisory_xact_lock($1, lease_key))`,
    [LOCK_CLASS, GRACE_S, SILENT_S],
  )
  await query(
    `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from graphile_worker.jobs
     where locked_at < now() - make_interval(secs => $1)
       and locked_by not in (select unnest(pool_ids) from executor.workers)
     having count(*) > 0`,
    [GRACE_S],
  )
}
