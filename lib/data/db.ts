import 'server-only'
import { type Around, connect, type Database, type Transaction } from '@/db/client'
import { env } from '@/lib/platform/env'
import { tracedWithin } from '@/lib/platform/tracing'

type Handle = ReturnType<typeof connect>
const holder = globalThis as typeof globalThis & { __maquetteDb?: Handle }

/** The process-wide pool, opened on first use. Kept on globalThis so that hot reloading does not open another. */
function handle(): Handle {
  holder.__maquetteDb ??= connect(env().DATABASE_URL, env().OTEL_EXPORTER_OTLP_ENDPOINT ? { around: asSpan } : {})
  return holder.__maquetteDb
}

const asSpan: Around = (name, work) => tracedWithin(`db ${name}`, { 'db.system.name': 'postgresql' }, work)

export const db = (): Database => handle().db
export const rawSql = (): Handle['sql'] => handle().sql

/** A database or a transaction inside one. */
export type Executor = Database | Transaction

/** What the driver says when the connection broke or could not be made, and Postgres when it ends or begins (57P) or has no place left (53300). */
const AWAY = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|CONNECT_TIMEOUT|CONNECTION_\w+|57P0[123]|53300)$/
const DISK_FULL = /^53100$/

/** Whether a failure only says that the database does not answer at the moment: what was asked for may be asked again. */
export const isDatabaseAway = (error: unknown): boolean => hasCode(error, AWAY)

/** Whether a change was refused because the disk under the database is full. What was there before is still there. */
export const isDatabaseFull = (error: unknown): boolean => hasCode(error, DISK_FULL)

/** The code lies on the driver's error, which drizzle wraps into one of its own. */
function hasCode(error: unknown, codes: RegExp): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && codes.test(at.code)) return true
  }
  return false
}

/** For processes that end and for tests. */
export async function closeDb(): Promise<void> {
  await holder.__maquetteDb?.sql.end({ timeout: 5 })
  holder.__maquetteDb = undefined
}
