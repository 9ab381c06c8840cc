import 'server-only'
import { and, asc, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import { memberships, sessions, teams, users } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import type { Role } from '@/lib/domain/roles'
import type { Actor } from '../actor'
import { inTeamsOf, requireUserId } from '../authorize'
import { db } from '../db'

export type TeamDto = {
  id: string
  name: string
  kind: 'personal' | 'shared'
  /** What the actor may do in it. */
  role: Role
  /** A small square picture, read like any file of the team. */
  pictureAssetId: string | null
  /** Whether whoever runs the installation holds it: it can be read, and nothing in it can change. */
  isSuspended: boolean
  /** Why, as whoever suspended it said. */
  suspendedReason: string | null
}

/** For how long a deleted team can be brought back. */
export const DELETED_TEAM_DAYS = 14
export const stillKept = gt(teams.deletedAt, sql`now() - make_interval(days => ${DELETED_TEAM_DAYS})`)

const columns = {
  id: teams.id,
  name: teams.name,
  kind: teams.kind,
  role: memberships.role,
  pictureAssetId: teams.pictureAssetId,
  isSuspended: sql<boolean>`${teams.suspendedAt} is not null`,
  suspendedReason: teams.suspendedReason,
}
const PERSONAL_FIRST = [desc(sql`${teams.kind} = 'personal'`), asc(memberships.createdAt), asc(teams.id)]

const teamsOfUser = (userId: string) =>
  db()
    .select(columns)
    .from(memberships)
    .innerJoin(teams, eq(teams.id, memberships.teamId))
    .where(and(eq(memberships.userId, userId), isNull(teams.deletedAt)))

/** The teams of the actor, the personal one first. @throws AppError `unauthenticated`. */
export async function listTeams(actor: Actor): Promise<TeamDto[]> {
  return teamsOfUser(requireUserId(actor)).orderBy(...PERSONAL_FIRST)
}

/** One of the actor's teams. @throws AppError `unauthenticated`, `not_found` also for a team of others. */
export async function teamOf(actor: Actor, teamId: string): Promise<TeamDto> {
  const team = (await listTeams(actor)).find(({ id }) => id === teamId)
  if (!team) throw notFound('This team')
  return team
}

/**
 * The team that this session works in; the personal one where none was chosen, or where the chosen one is gone: deleted,
 * left, or the actor was removed from it.
 * @throws AppError `unauthenticated`, `not_found` for somebody without any team.
 */
export async function currentTeamOf(actor: Actor): Promise<TeamDto> {
  const userId = requireUserId(actor)
  const chosen = db()
    .select({ teamId: sessions.teamId })
    .from(sessions)
    .where(eq(sessions.id, actor.kind === 'user' ? actor.sessionId : ''))
  const [team] = await teamsOfUser(userId)
    .orderBy(desc(sql`coalesce(${teams.id} = (${chosen}), false)`), ...PERSONAL_FIRST)
    .limit(1)
  if (!team) throw notFound('Your team')
  return team
}

export type MemberDto = { userId: string; name: string; email: string; role: Role; joinedAt: Date; isSelf: boolean }

const HIGHEST_FIRST = sql`array_position(array['owner', 'admin', 'member', 'viewer'], ${memberships.role})`

/** Everybody in a team, the highest role first. @throws AppError `unauthenticated`; a team of others has no members to see. */
export async function listMembers(actor: Actor, teamId: string): Promise<MemberDto[]> {
  const userId = requireUserId(actor)
  const rows = await db()
    .select({ userId: users.id, name: users.name, email: users.email, role: memberships.role, joinedAt: memberships.createdAt })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.teamId, teamId), inTeamsOf(actor, memberships.teamId, 'team.read')))
    .orderBy(HIGHEST_FIRST, asc(users.name), asc(users.id))
  return rows.map((row) => ({ ...row, isSelf: row.userId === userId }))
}

export type DeletedTeamDto = { id: string; name: string; deletedAt: Date; goneAt: Date }

/** Teams that the actor owns and that can still be brought back, the newest deletion first. @throws AppError `unauthenticated`. */
export async function listDeletedTeams(actor: Actor): Promise<DeletedTeamDto[]> {
  const rows = await db()
    .select({ id: teams.id, name: teams.name, deletedAt: teams.deletedAt })
    .from(memberships)
    .innerJoin(teams, eq(teams.id, memberships.teamId))
    .where(and(eq(memberships.userId, requireUserId(actor)), eq(memberships.role, 'owner'), stillKept))
    .orderBy(desc(teams.deletedAt))
  return rows.flatMap(({ deletedAt, ...row }) =>
    deletedAt ? [{ ...row, deletedAt, goneAt: new Date(deletedAt.getTime() + DELETED_TEAM_DAYS * 86_400_000) }] : [],
  )
}
