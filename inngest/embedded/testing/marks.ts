import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

export type Mark = { key: string; mark: string; atMs: number }

/** What scenario functions leave behind, in the database, so that it outlives the process that wrote it. */
export type Marks = {
  write: (key: string, mark: string) => Promise<void>
  /** In the order of writing. */
  read: (key: string) => Promise<Mark[]>
  /** Resolves when the mark is there. @throws Error after `timeoutMs`. */
  until: (key: string, mark: string, timeoutMs: number) => Promise<void>
  query: <Row>(text: string, values?: unknown[]) => Promise<Row[]>
  close: () => Promise<void>
}

const POLL_MS = 20

/** A pool that does not mind when a test drops its database while a connection is still closing. */
export function openTestPool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

export async function openMarks(databaseUrl: string): Promise<Marks> {
  const pool = openTestPool(databaseUrl)
  const query = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> => (await pool.query(text, values)).rows as Row[]
  await query(
    'create table if not exists executor.marks (id bigint generated always as identity, key text, mark text, at timestamptz default clock_timestamp())',
  )
  const read = (key: string): Promise<Mark[]> =>
    query<Mark>(`select key, mark, (extract(epoch from at) * 1000)::float8 as "atMs" from executor.marks where key = $1 order by id`, [key])
  return {
    write: async (key, mark) => {
      await query('insert into executor.marks (key, mark) values ($1, $2)', [key, mark])
    },
    read,
    async until(key, mark, timeoutMs) {
      const deadline = Date.now() + timeoutMs
      while (!(await read(key)).some((row) => row.mark === mark)) {
        if (Date.now() > deadline) throw new Error(`No mark "${mark}" by "${key}" within ${timeoutMs} ms.`)
        await delay(POLL_MS)
      }
    },
    query,
    close: () => pool.end(),
  }
}
