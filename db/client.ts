import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import * as schema from './schema'

export type Database = PostgresJsDatabase<typeof schema>
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

/**
 * Seconds between attempts to connect. The driver's own pause grows with every failed attempt of the whole pool, to 20
 * seconds after a handful of requests, all of which a person would wait once the database is back.
 */
const backoff = (): number => 0.1 + Math.random() / 5

/**
 * Runs what is asked of the database, which it is told by name: `transaction`, or an operation and the table that it is about,
 * such as `insert generations`. It is told no values and no text of a statement.
 */
export type Around = <T>(name: string, work: () => Promise<T>) => Promise<T>

/** Opens a pool. The caller ends it with `sql.end()`. @param options `around` sees what goes through `db`, not through `sql`. */
export function connect(url: string, options: { max?: number; around?: Around } = {}): { db: Database; sql: postgres.Sql } {
  const sql = postgres(url, { max: options.max ?? 10, onnotice: () => {}, backoff, connect_timeout: 10, connection: { application_name: 'maquette' } })
  const db = drizzle(sql, { schema })
  if (options.around) watch(db, options.around)
  return { db, sql }
}

/** Its first word. What drizzle says of a statement holds the tables, and calls an update an insert. */
const operationOf = (statement: string): string => /^\s*([a-z]+)/i.exec(statement)?.[1]?.toLowerCase() ?? 'statement'

/** Every statement is prepared by the session of its database or transaction, and a transaction has a session of its own. */
function watch(executor: Pick<Database, '_' | 'transaction'>, around: Around): void {
  const { session } = executor._
  const prepare = session.prepareQuery.bind(session)
  session.prepareQuery = (...args) => {
    const prepared = prepare(...args)
    const [statement, , , , , about] = args
    const execute = prepared.execute.bind(prepared)
    prepared.execute = (values) => around([operationOf(statement.sql), ...(about?.tables.slice(0, 1) ?? [])].join(' '), () => execute(values))
    return prepared
  }
  const begin = executor.transaction.bind(executor)
  executor.transaction = (work, config) =>
    around('transaction', () =>
      begin((tx) => {
        watch(tx, around)
        return work(tx)
      }, config),
    )
}
