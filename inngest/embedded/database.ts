import type { Pool } from 'pg'

/**
 * One SQL statement with `$1` parameters. Both drivers in the house fit it: `pg` in the worker (graphile-worker brings
 * it), `postgres` in the web. The caller names the shape of the rows, because SQL text carries no types.
 */
export type Query = <Row>(text: string, values?: unknown[]) => Promise<Row[]>

export type Database = {
  query: Query
  /** Commits what `work` did, or rolls all of it back when it throws. */
  transaction: <T>(work: (query: Query) => Promise<T>) => Promise<T>
}

export function createDatabase(pool: Pool): Database {
  return {
    query: async <Row>(text: string, values: unknown[] = []) => (await pool.query(text, values)).rows as Row[],
    async transaction(work) {
      const client = await pool.connect()
      let failure: Error | undefined
      try {
        await client.query('begin')
        const result = await work(async <Row>(text: string, values: unknown[] = []) => (await client.query(text, values)).rows as Row[])
        await client.query('commit')
        return result
      } catch (error) {
        // A connection that cannot even roll back is broken: passing the error to `release` takes it out of the pool.
        await client.query('rollback').catch((rollbackError: Error) => {
          failure = rollbackError
        })
        throw error
      } finally {
        client.release(failure)
      }
    },
  }
}
