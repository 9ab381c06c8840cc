import 'server-only'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { memberships, teams } from '@/db/schema'
import type { LiveEvent, LiveTeamEvent } from '@/lib/domain/live-event'
import { rolesWith } from '@/lib/domain/roles'
import { type Actor, system } from './actor'
import { requireUserId } from './authorize'
import { getLiveComment, listLiveComments } from './comments/live'
import { db, rawSql } from './db'
import { getLive, listLive, listLiveQueued } from './generations/queries'
import { countUnreadOf } from './inbox/queries'
import { getLiveImport, listLiveImports } from './model-imports/live'
import { LIVE_CHANNEL } from './notify'
import { getLiveScene, listLiveScenes } from './scenes/live'

type Listener = { userId: string; teamIds: ReadonlySet<string>; push: (event: LiveEvent) => void }

/** One LISTEN connection in each web process, fanned out in memory; kept on globalThis so that hot reloading adds none. */
class LiveHub {
  private readonly listeners = new Set<Listener>()
  private listening: Promise<unknown> | null = null
  /** Ids whose state is being read now, and whether another notice came meanwhile: a burst reads each row once or twice. */
  private readonly reading = new Map<string, { again: boolean }>()
  /** The place in the queue that was last told of each generation that waits. */
  private readonly places = new Map<string, number>()
  private placing: NodeJS.Timeout | undefined

  async add(listener: Listener): Promise<() => void> {
    this.listeners.add(listener)
    // postgres.js reconnects by itself and LISTENs again; what was missed meanwhile comes with the next resync.
    this.listening ??= rawSql().listen(
      LIVE_CHANNEL,
      (payload) => this.notice(payload),
      () => void this.resync(),
    )
    try {
      await this.listening
    } catch (error) {
      this.listening = null
      this.listeners.delete(listener)
      throw error
    }
    return () => this.listeners.delete(listener)
  }

  private notice(payload: string): void {
    const parsed = noticeSchema.safeParse(parseJson(payload))
    if (!parsed.success) return
    const notice = parsed.data
    if (!('teamId' in notice)) {
      void this.tellPerson(notice.kind, notice.id)
      return
    }
    const { teamId, kind, id } = notice
    if (kind === 'generation') this.placeSoon()
    if (![...this.listeners].some((listener) => listener.teamIds.has(teamId))) return
    // A generation and what is said about it share an id.
    const key = `${kind}:${id}`
    const pending = this.reading.get(key)
    if (pending) {
      pending.again = true
      return
    }
    void this.readAndPush(kind, id)
  }

  private async tellPerson(kind: 'inbox' | 'membership', userId: string): Promise<void> {
    const theirs = [...this.listeners].filter((listener) => listener.userId === userId)
    if (theirs.length === 0) return
    try {
      if (kind === 'inbox') {
        const unread = await countUnreadOf(userId)
        for (const listener of theirs) listener.push({ type: 'inbox', id: userId, unread })
        return
      }
      const teamIds = await teamIdsOf(userId)
      for (const listener of theirs) {
        listener.teamIds = teamIds
        listener.push({ type: 'membership', id: userId, atMs: Date.now() })
      }
    } catch {
      // The database is away for a moment; the next stream that the browser opens reads both anew.
    }
  }

  private async readAndPush(kind: TeamNotice['kind'], id: string): Promise<void> {
    const state = { again: false }
    const key = `${kind}:${id}`
    this.reading.set(key, state)
    try {
      do {
        state.again = false
        const event = await read[kind](id)
        if (event) this.tell(event)
      } while (state.again)
    } catch {
      // The database is away for a moment. The connection that listens comes back with a resync that repairs this.
    } finally {
      this.reading.delete(key)
    }
  }

  /** After the connection was lost and found, everybody gets the present state of what changed in the last minutes. */
  private async resync(): Promise<void> {
    const teamIds = [...new Set([...this.listeners].flatMap((listener) => [...listener.teamIds]))]
    const events = await listPresent(system, teamIds, Date.now() - RECENT_MS).catch(() => [])
    for (const event of events) this.tell(event)
  }

  private tell(event: LiveTeamEvent): void {
    this.sawPlace(event)
    for (const listener of this.listeners) if (listener.teamIds.has(event.teamId)) listener.push(event)
  }

  /** Remembers what waits, so that its place is told anew when it changes by what others do. */
  sawPlace(event: LiveTeamEvent): void {
    if (event.type !== 'generation') return
    if (event.queuePlace === null) this.places.delete(event.id)
    else this.places.set(event.id, event.queuePlace)
  }

  /** Whatever begins or ends, in any team, moves what waits. Many such notices are one look. */
  private placeSoon(): void {
    if (this.placing || this.places.size === 0) return
    this.placing = setTimeout(() => void this.placeNow(), PLACES_MS)
    this.placing.unref()
  }

  private async placeNow(): Promise<void> {
    const teamIds = [...new Set([...this.listeners].flatMap((listener) => [...listener.teamIds]))]
    const waiting = await listLiveQueued(teamIds).catch(() => null)
    this.placing = undefined
    // The database is away for a moment; the next notice looks again.
    if (waiting === null) return
    for (const event of waiting) if (this.places.get(event.id) !== event.queuePlace) this.tell(event)
    const ids = new Set(waiting.map(({ id }) => id))
    for (const id of this.places.keys()) if (!ids.has(id)) this.places.delete(id)
  }
}

/** How often places in the queue are looked up at most. */
const PLACES_MS = 500

/** How far back a browser that connects is told about what has ended or was saved. */
const RECENT_MS = 15 * 60_000

const teamNoticeSchema = z.object({ teamId: z.string(), kind: z.enum(['generation', 'import', 'scene', 'comment']), id: z.string() })
const noticeSchema = z.union([teamNoticeSchema, z.object({ kind: z.enum(['inbox', 'membership']), id: z.string() })])
type TeamNotice = z.infer<typeof teamNoticeSchema>

const read: Record<TeamNotice['kind'], (id: string) => Promise<LiveTeamEvent | null>> = {
  generation: getLive,
  import: getLiveImport,
  scene: getLiveScene,
  comment: getLiveComment,
}

/** What a browser must know when it connects, because it may have looked away: what is under way, and what changed lately. */
async function listPresent(actor: Actor, teamIds: readonly string[], sinceMs: number): Promise<LiveTeamEvent[]> {
  const lists = await Promise.all([listLive, listLiveImports, listLiveScenes, listLiveComments].map((list) => list(actor, teamIds, sinceMs)))
  return lists.flat()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function teamIdsOf(userId: string): Promise<ReadonlySet<string>> {
  const rows = await db()
    .select({ teamId: memberships.teamId })
    .from(memberships)
    .innerJoin(teams, eq(teams.id, memberships.teamId))
    .where(and(eq(memberships.userId, userId), inArray(memberships.role, [...rolesWith('team.read')]), isNull(teams.deletedAt)))
  return new Set(rows.map((row) => row.teamId))
}

const holder = globalThis as typeof globalThis & { __maquetteLive?: LiveHub }

/**
 * Sends the present state of the actor's teams, then every change, until the returned function is called. Every event
 * holds the whole state of its row, so one that comes twice or late does no harm.
 * @throws AppError `unauthenticated` for visitors.
 */
export async function subscribeLive(actor: Actor, push: (event: LiveEvent) => void): Promise<() => void> {
  const userId = requireUserId(actor)
  const listener: Listener = { userId, teamIds: await teamIdsOf(userId), push }
  holder.__maquetteLive ??= new LiveHub()
  // Listening starts before the state is read, so that nothing falls between the two.
  const stop = await holder.__maquetteLive.add(listener)
  try {
    for (const event of await listPresent(actor, [...listener.teamIds], Date.now() - RECENT_MS)) {
      holder.__maquetteLive.sawPlace(event)
      push(event)
    }
    push({ type: 'inbox', id: userId, unread: await countUnreadOf(userId) })
  } catch (error) {
    stop()
    throw error
  }
  return stop
}
