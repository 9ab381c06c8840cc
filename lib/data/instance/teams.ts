import 'server-only'
import { and, asc, desc, eq, exists, ilike, isNull, or, sql } from 'drizzle-orm'
import { memberships, teamQuotas, teams, users } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import { NO_QUOTAS, type TeamQuotas } from '@/lib/domain/instance/quotas'
import type { Role } from '@/lib/domain/roles'
import type { Actor } from '../actor'
import { db } from '../db'
import { anywhere } from '../pattern'
import { byInstanceAdmin } from './admin'
import { afterPlace, cursorColumn, encodePlace } from './cursor'
import { quotaColumns } from './quotas'

const PAGE_LENGTH = 50
const MEMBERS_SHOWN_MAX = 200

// Written out, since a column inside a query of one table would lose the table's name and mean another.
const membersCount = sql<number>`(select count(*)::int from memberships m where m.team_id = teams.id)`
const storageBytes = sql<string>`(select coalesce(sum(s.bytes), 0)::text from usage_storage s where s.team_id = teams.id)`
export const ownerName = sql<string | null>`(
  select u.name from memberships m join users u on u.id = m.user_id where m.team_id = teams.id and m.role = 'owner' order by m.created_at, u.id limit 1
)`

const columns = {
  id: teams.id,
  name: teams.name,
  kind: teams.kind,
  ownerName,
  members: membersCount,
  storageBytes,
  suspendedAt: teams.suspendedAt,
  createdAt: teams.createdAt,
}

export type TeamLine = {
  id: string
  name: string
  kind: 'personal' | 'shared'
  /** The first of its owners: every personal team has the same name. */
  ownerName: string | null
  members: number
  storageBytes: number
  isSuspended: boolean
  createdAt: Date
}
export type TeamPage = { teams: TeamLine[]; nextCursor: string | null }

/**
 * The teams of the installation, newest first, 50 a page; with a text, those with it in their name or in the name or the
 * address of a member. Deleted teams are not among them.
 * @throws AppError `not_found` for everybody but instance admins.
 */
export async function listAllTeams(actor: Actor, { q = '', cursor = null }: { q?: string; cursor?: string | null }): Promise<TeamPage> {
  const admin = byInstanceAdmin(actor)
  const pattern = anywhere(q.trim())
  const withMember = exists(
    db()
      .select({ one: sql`1` })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(eq(memberships.teamId, teams.id), or(ilike(users.email, pattern), ilike(users.name, pattern)))),
  )
  const rows = await db()
    .select({ ...columns, micros: cursorColumn(teams.createdAt) })
    .from(teams)
    .where(
      and(
        admin,
        isNull(teams.deletedAt),
        q.trim() === '' ? undefined : or(ilike(teams.name, pattern), withMember),
        afterPlace(teams.createdAt, teams.id, 'team', cursor),
      ),
    )
    .orderBy(desc(teams.createdAt), desc(teams.id))
    .limit(PAGE_LENGTH + 1)
  const shown = rows.slice(0, PAGE_LENGTH)
  const last = shown.at(-1)
  return {
    teams: shown.map(({ micros: _, suspendedAt, storageBytes: bytes, ...row }) => ({ ...row, storageBytes: Number(bytes), isSuspended: suspendedAt !== null })),
    nextCursor: rows.length > PAGE_LENGTH && last ? encodePlace(last.micros, last.id) : null,
  }
}

export type TeamDetail = Omit<TeamLine, 'isSuspended'> & {
  suspension: { since: Date; reason: string } | null
  people: { userId: string; name: string; email: string; role: Role; isSuspended: boolean }[]
  /** What was asked for in this calendar month of UTC, with what is still reserved. */
  month: { images: number; moneyMicroUsd: number }
  openGenerations: number
  quotas: TeamQuotas
  /** The ids of the engines that it may use; null is every one. */
  engines: string[] | null
}

const HIGHEST_FIRST = sql`array_position(array['owner', 'admin', 'member', 'viewer'], ${memberships.role})`
const ofMonth = (columns: string) =>
  sql<string>`(select coalesce(sum(${sql.raw(columns)}), 0)::text from budget_counters b
    where b.team_id = teams.id and b.subject_kind = 'team' and b.month = date_trunc('month', now() at time zone 'UTC')::date)`

/** One team as whoever runs the installation sees it: who, how much, what it may. @throws AppError `not_found`. */
export async function readTeam(actor: Actor, teamId: string): Promise<TeamDetail> {
  const admin = byInstanceAdmin(actor)
  const [[team], people] = await Promise.all([
    db()
      .select({
        ...columns,
        suspendedReason: teams.suspendedReason,
        images: ofMonth('b.images_reserved + b.images_spent'),
        moneyMicroUsd: ofMonth('b.money_reserved_micro_usd + b.money_spent_micro_usd'),
        openGenerations: sql<number>`(select count(*)::int from generations g where g.team_id = teams.id and g.status in ('queued', 'running'))`,
        quotas: quotaColumns,
        engines: teamQuotas.engines,
      })
      .from(teams)
      .leftJoin(teamQuotas, eq(teamQuotas.teamId, teams.id))
      .where(and(admin, eq(teams.id, teamId), isNull(teams.deletedAt))),
    db()
      .select({ userId: users.id, name: users.name, email: users.email, role: memberships.role, suspendedAt: users.suspendedAt })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(admin, eq(memberships.teamId, teamId)))
      .orderBy(HIGHEST_FIRST, asc(users.name), asc(users.id))
      .limit(MEMBERS_SHOWN_MAX),
  ])
  if (!team) throw notFound('This team')
  const { suspendedAt, suspendedReason, images, moneyMicroUsd, ...rest } = team
  return {
    ...rest,
    storageBytes: Number(team.storageBytes),
    quotas: team.quotas ?? NO_QUOTAS,
    suspension: suspendedAt ? { since: suspendedAt, reason: suspendedReason ?? '' } : null,
    month: { images: Number(images), moneyMicroUsd: Number(moneyMicroUsd) },
    people: people.map(({ suspendedAt: since, ...person }) => ({ ...person, isSuspended: since !== null })),
  }
}
