import 'server-only'
import { and, asc, desc, eq, ilike, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { memberships, teams, users } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import type { Role } from '@/lib/domain/roles'
import type { Actor } from '../actor'
import { db } from '../db'
import { anywhere } from '../pattern'
import { SESSION_IDLE_DAYS } from '../sessions/live-session'
import { byInstanceAdmin } from './admin'
import { afterPlace, cursorColumn, encodePlace } from './cursor'

const PAGE_LENGTH = 50
const TEAMS_SHOWN_MAX = 200

// Written out, since a column inside a query of one table would lose the table's name and mean another. As `isLiveSession`.
const openSessions = sql<number>`(
  select count(*)::int from sessions s where s.user_id = users.id and s.revoked_at is null and s.expires_at > now()
    and s.last_seen_at > now() - make_interval(days => ${SESSION_IDLE_DAYS})
)`
const lastSeenAt = sql<Date | null>`(select max(s.last_seen_at) from sessions s where s.user_id = users.id)`.mapWith(users.createdAt)

const columns = {
  id: users.id,
  name: users.name,
  email: users.email,
  isInstanceAdmin: users.isInstanceAdmin,
  suspendedAt: users.suspendedAt,
  lastSeenAt,
  createdAt: users.createdAt,
}

export type UserLine = {
  id: string
  name: string
  email: string
  isInstanceAdmin: boolean
  isSuspended: boolean
  /** Null for somebody who never signed in. */
  lastSeenAt: Date | null
  createdAt: Date
}
export type UserPage = { users: UserLine[]; nextCursor: string | null }

/**
 * The people of the installation, newest first, 50 a page; with a text, those with it in their name or their address.
 * @throws AppError `not_found` for everybody but instance admins.
 */
export async function listAllUsers(actor: Actor, { q = '', cursor = null }: { q?: string; cursor?: string | null }): Promise<UserPage> {
  const admin = byInstanceAdmin(actor)
  const pattern = anywhere(q.trim())
  const rows = await db()
    .select({ ...columns, micros: cursorColumn(users.createdAt) })
    .from(users)
    .where(
      and(
        admin,
        q.trim() === '' ? undefined : or(ilike(users.email, pattern), ilike(users.name, pattern)),
        afterPlace(users.createdAt, users.id, 'usr', cursor),
      ),
    )
    .orderBy(desc(users.createdAt), desc(users.id))
    .limit(PAGE_LENGTH + 1)
  const shown = rows.slice(0, PAGE_LENGTH)
  const last = shown.at(-1)
  return {
    users: shown.map(({ micros: _, suspendedAt, ...row }) => ({ ...row, isSuspended: suspendedAt !== null })),
    nextCursor: rows.length > PAGE_LENGTH && last ? encodePlace(last.micros, last.id) : null,
  }
}

export type UserDetail = Omit<UserLine, 'isSuspended'> & {
  isSelf: boolean
  isEmailVerified: boolean
  /** Open sessions. */
  sessions: number
  hasSecondFactor: boolean
  suspension: { since: Date; reason: string } | null
  teams: { id: string; name: string; kind: 'personal' | 'shared'; role: Role; isSuspended: boolean }[]
}

/** One person as whoever runs the installation sees them. @throws AppError `not_found`. */
export async function readUser(actor: Actor, userId: string): Promise<UserDetail> {
  const admin = byInstanceAdmin(actor)
  const [[user], theirTeams] = await Promise.all([
    db()
      .select({
        ...columns,
        isEmailVerified: sql<boolean>`${isNotNull(users.emailVerifiedAt)}`,
        suspendedReason: users.suspendedReason,
        sessions: openSessions,
        hasSecondFactor: sql<boolean>`exists (select 1 from user_totp f where f.user_id = users.id and f.confirmed_at is not null)`,
      })
      .from(users)
      .where(and(admin, eq(users.id, userId))),
    db()
      .select({ id: teams.id, name: teams.name, kind: teams.kind, role: memberships.role, suspendedAt: teams.suspendedAt })
      .from(memberships)
      .innerJoin(teams, eq(teams.id, memberships.teamId))
      .where(and(admin, eq(memberships.userId, userId), isNull(teams.deletedAt)))
      .orderBy(desc(sql`${teams.kind} = 'personal'`), asc(teams.name), asc(teams.id))
      .limit(TEAMS_SHOWN_MAX),
  ])
  if (!user) throw notFound('This person')
  const { suspendedAt, suspendedReason, ...rest } = user
  return {
    ...rest,
    isSelf: actor.kind === 'user' && actor.userId === user.id,
    suspension: suspendedAt ? { since: suspendedAt, reason: suspendedReason ?? '' } : null,
    teams: theirTeams.map(({ suspendedAt: since, ...team }) => ({ ...team, isSuspended: since !== null })),
  }
}
