import 'server-only'
import { and, count, desc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { generations, sessions, teams, usageStorage, users } from '@/db/schema'
import type { Actor } from '../actor'
import { db } from '../db'
import { byInstanceAdmin } from './admin'
import { ownerName } from './teams'

const STORAGE_TEAMS_SHOWN = 10

export type InstanceOverview = {
  people: { all: number; suspended: number; day: number; week: number; month: number }
  teams: { all: number; suspended: number }
  queue: { queued: number; running: number; oldestQueuedAt: Date | null }
  /** Those that ended in the last 24 hours; canceled ones count as neither. */
  lastDay: { succeeded: number; failed: number }
  storage: { bytes: number; files: number; byTeam: { teamId: string; name: string; ownerName: string | null; bytes: number }[] }
  databaseBytes: number
}

/**
 * How the installation does at this moment. Somebody is active in a period when a session of theirs was used in it.
 * @throws AppError `not_found` for everybody but instance admins.
 */
export async function readOverview(actor: Actor): Promise<InstanceOverview> {
  const admin = byInstanceAdmin(actor)
  const within = (days: number) =>
    sql<number>`count(distinct ${sessions.userId}) filter (where ${sessions.lastSeenAt} > now() - make_interval(days => ${days}))::int`
  const [[people], [active], [groups], [queue], [ended], [stored], byTeam, [database]] = await Promise.all([
    db()
      .select({ all: count(), suspended: sql<number>`count(${users.suspendedAt})::int` })
      .from(users)
      .where(admin),
    db()
      .select({ day: within(1), week: within(7), month: within(30) })
      .from(sessions)
      .where(and(admin, gt(sessions.lastSeenAt, sql`now() - interval '30 days'`))),
    db()
      .select({ all: count(), suspended: sql<number>`count(${teams.suspendedAt})::int` })
      .from(teams)
      .where(and(admin, isNull(teams.deletedAt))),
    db()
      .select({
        queued: sql<number>`count(*) filter (where ${generations.status} = 'queued')::int`,
        running: sql<number>`count(*) filter (where ${generations.status} = 'running')::int`,
        oldestQueuedAt: sql<Date | null>`min(${generations.createdAt}) filter (where ${generations.status} = 'queued')`.mapWith(generations.createdAt),
      })
      .from(generations)
      .where(and(admin, inArray(generations.status, ['queued', 'running']))),
    db()
      .select({
        succeeded: sql<number>`count(*) filter (where ${generations.status} = 'succeeded')::int`,
        failed: sql<number>`count(*) filter (where ${generations.status} = 'failed')::int`,
      })
      .from(generations)
      .where(and(admin, isNotNull(generations.finishedAt), gt(generations.finishedAt, sql`now() - interval '24 hours'`))),
    db()
      .select({ bytes: sql<string>`coalesce(sum(${usageStorage.bytes}), 0)::text`, files: sql<string>`coalesce(sum(${usageStorage.files}), 0)::text` })
      .from(usageStorage)
      .where(admin),
    largestTeams(actor),
    db().select({ bytes: sql<string>`pg_database_size(current_database())::text` }).from(users).where(admin).limit(1),
  ])
  return {
    people: { all: people?.all ?? 0, suspended: people?.suspended ?? 0, day: active?.day ?? 0, week: active?.week ?? 0, month: active?.month ?? 0 },
    teams: groups ?? { all: 0, suspended: 0 },
    queue: queue ?? { queued: 0, running: 0, oldestQueuedAt: null },
    lastDay: ended ?? { succeeded: 0, failed: 0 },
    storage: { bytes: Number(stored?.bytes ?? 0), files: Number(stored?.files ?? 0), byTeam },
    databaseBytes: Number(database?.bytes ?? 0),
  }
}

async function largestTeams(actor: Actor): Promise<InstanceOverview['storage']['byTeam']> {
  const bytes = sql<string>`sum(${usageStorage.bytes})`
  const rows = await db()
    .select({
      teamId: teams.id,
      name: teams.name,
      ownerName,
      bytes: sql<string>`${bytes}::text`,
    })
    .from(usageStorage)
    .innerJoin(teams, eq(teams.id, usageStorage.teamId))
    .where(byInstanceAdmin(actor))
    .groupBy(teams.id, teams.name)
    .having(sql`${bytes} > 0`)
    .orderBy(desc(bytes), teams.id)
    .limit(STORAGE_TEAMS_SHOWN)
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }))
}
