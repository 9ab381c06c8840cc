import 'server-only'
import { and, inArray, sql } from 'drizzle-orm'
import { sessions } from '@/db/schema'
import type { UserActor } from '../actor'
import { db, type Executor, rawSql } from '../db'
import { isLiveSession } from './live-session'

const CHANNEL = 'maquette_sessions'
/** Catches what no notice tells: a session that expires, and a notice that was lost. */
const CHECK_MS = 60_000

/** Tells every web process that sessions of a person have ended. Inside a transaction it is delivered when that commits. */
export async function notifySessionsEnded(executor: Executor, userId: string): Promise<void> {
  await executor.execute(sql`select pg_notify(${CHANNEL}, ${userId})`)
}

type Watcher = { userId: string; sessionId: string; onEnded: () => void }

/** Who waits for the end of a session in this web process. It shares the one connection that listens for live events. */
class SessionWatch {
  private readonly watchers = new Set<Watcher>()
  private listening: Promise<unknown> | null = null
  private timer: NodeJS.Timeout | undefined

  async add(watcher: Watcher): Promise<() => void> {
    this.watchers.add(watcher)
    this.timer ??= setInterval(() => void this.check([...this.watchers]), CHECK_MS).unref()
    this.listening ??= rawSql().listen(
      CHANNEL,
      (userId) => void this.check([...this.watchers].filter((each) => each.userId === userId)),
      // Also after the connection was lost and found, when notices may have been missed.
      () => void this.check([...this.watchers]),
    )
    try {
      await this.listening
      // The session may have ended after it was checked and before anybody listened.
      await this.check([watcher])
    } catch (error) {
      this.listening = null
      this.remove(watcher)
      throw error
    }
    return () => this.remove(watcher)
  }

  private remove(watcher: Watcher): void {
    this.watchers.delete(watcher)
    if (this.watchers.size > 0) return
    clearInterval(this.timer)
    this.timer = undefined
  }

  /** A notice only says that something may have ended; the rows say what has. */
  private async check(watchers: readonly Watcher[]): Promise<void> {
    if (watchers.length === 0) return
    const ids = [...new Set(watchers.map((watcher) => watcher.sessionId))]
    // While the database is away nobody can say; the connection that comes back asks again.
    const rows = await liveAmong(ids).catch(() => null)
    if (!rows) return
    for (const watcher of watchers) {
      if (rows.has(watcher.sessionId) || !this.watchers.has(watcher)) continue
      this.remove(watcher)
      watcher.onEnded()
    }
  }
}

async function liveAmong(ids: string[]): Promise<Set<string>> {
  const rows = await db()
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(inArray(sessions.id, ids), isLiveSession()))
  return new Set(rows.map((row) => row.id))
}

const holder = globalThis as typeof globalThis & { __maquetteSessions?: SessionWatch }

/**
 * Calls `onEnded` once, as soon as the actor's session was signed out, revoked or deleted anywhere, until the returned
 * function is called.
 * @throws when the database cannot be reached.
 */
export async function watchSession(actor: UserActor, onEnded: () => void): Promise<() => void> {
  holder.__maquetteSessions ??= new SessionWatch()
  return holder.__maquetteSessions.add({ userId: actor.userId, sessionId: actor.sessionId, onEnded })
}
