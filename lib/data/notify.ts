import 'server-only'
import { sql } from 'drizzle-orm'
import type { Executor } from './db'

export const LIVE_CHANNEL = 'maquette_live'
export type LiveNotice = { teamId: string; kind: 'generation' | 'import' | 'scene'; id: string }
/** Something changed in the inbox of one person, whose id it carries. */
export type InboxNotice = { kind: 'inbox'; id: string }

/** Tells every web process that something changed. Inside a transaction it is delivered when that commits. */
export async function notifyLive(executor: Executor, notice: LiveNotice): Promise<void> {
  await executor.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(notice)})`)
}

/** Tells every web process that the inbox of a person changed: something new, or something read. */
export async function notifyInbox(executor: Executor, userId: string): Promise<void> {
  const notice: InboxNotice = { kind: 'inbox', id: userId }
  await executor.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(notice)})`)
}
