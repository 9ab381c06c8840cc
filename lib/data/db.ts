import 'server-only'
import { connect, type Database, type Transaction } from '@/db/client'
import { env } from '@/lib/platform/env'

type Handle = ReturnType<typeof connect>
const holder = globalThis as typeof globalThis & { __maquetteDb?: Handle }

/** The process-wide pool, opened on first use. Kept on globalThis so that hot reloading does not open another. */
function handle(): Handle {
  holder.__maquetteDb ??= connect(env().DATABASE_URL)
  return holder.__maquetteDb
}

export const db = (): Database => handle().db
export const rawSql = (): Handle['sql'] => handle().sql

/** A database or a transaction inside one. */
export type Executor = Database | Transaction

/** What the driver says when the connection broke or could not be made, and Postgres (class 57P) when it ends or begins. */
const AWAY = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|CONNECT_TIMEOUT|CONNECTION_\w+|57P0[123])$/

/** Whether a failure only says that the database does not answer at the moment: what was asked for may be asked again. */
export function isDatabaseAway(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && AWAY.test(at.code)) return true
  }
  return false
}

/** For processes that end and for tests. */
export async function closeDb(): Promise<void> {
  await holder.__maquetteDb?.sql.end({ timeout: 5 })
  holder.__maquetteDb = undefined
}
