import 'server-only'
import type { SQL } from 'drizzle-orm'
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
export type Condition = SQL | undefined

/** For processes that end and for tests. */
export async function closeDb(): Promise<void> {
  await holder.__maquetteDb?.sql.end({ timeout: 5 })
  holder.__maquetteDb = undefined
}
