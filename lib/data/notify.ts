import 'server-only'
import { sql } from 'drizzle-orm'
import type { Executor } from './db'

export const LIVE_CHANNEL = 'maquette_live'
export type LiveNotice = { teamId: string; kind: 'generation' | 'import' | 'scene' | 'comment'; id: string }
/** Something changed for one person, whose id it carries: in their inbox, or in which teams they may do what. */
export type PersonNotice = { kind: 'inbox' | 'membership'; id: string }

/** Tells every web process that something changed. Inside a transaction it is delivered when that commits. */
export async function notifyLive(executor: Executor, notice: LiveNotice): Promise<void> {
  await executor.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(notice)})`)
}

/** Tells every web process that the inbox of a person changed: something new, or something read. */
export const notifyInbox = (executor: Executor, userId: string): Promise<void> => notifyPerson(executor, { kind: 'inbox', id: userId })

/** Tells every web process that a person joined or left a team, or has another role in it: their streams follow at once. */
export const notifyMembership = (executor: Executor, userId: string): Promise<void> => notifyPerson(executor, { kind: 'membership', id: userId })

async function notifyPerson(executor: Executor, notice: PersonNotice): Promise<void> {
  await executor.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(notice)})`)
}
