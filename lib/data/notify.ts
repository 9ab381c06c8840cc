import 'server-only'
import { sql } from 'drizzle-orm'
import type { Executor } from './db'

export const LIVE_CHANNEL = 'maquette_live'
export type LiveNotice = { teamId: string; kind: 'generation' | 'import' | 'scene'; id: string }

/** Tells every web process that something changed. Inside a transaction it is delivered when that commits. */
export async function notifyLive(executor: Executor, notice: LiveNotice): Promise<void> {
  await executor.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(notice)})`)
}
