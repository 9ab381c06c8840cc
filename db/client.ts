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

/** Opens a pool. The caller ends it with `sql.end()`. */
export function connect(url: string, options: { max?: number } = {}): { db: Database; sql: postgres.Sql } {
  const sql = postgres(url, { max: options.max ?? 10, onnotice: () => {}, backoff, connect_timeout: 10, connection: { application_name: 'maquette' } })
  return { db: drizzle(sql, { schema }), sql }
}
