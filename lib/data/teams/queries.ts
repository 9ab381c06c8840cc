import 'server-only'
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import { memberships, teams } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import type { Role } from '@/lib/domain/roles'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { db } from '../db'

export type TeamDto = { id: string; name: string; kind: 'personal' | 'shared'; role: Role }

/** The teams of the actor, the personal one first. @throws AppError `unauthenticated`. */
export async function listTeams(actor: Actor): Promise<TeamDto[]> {
  const userId = requireUserId(actor)
  return db()
    .select({ id: teams.id, name: teams.name, kind: teams.kind, role: memberships.role })
    .from(memberships)
    .innerJoin(teams, eq(teams.id, memberships.teamId))
    .where(and(eq(memberships.userId, userId), isNull(teams.deletedAt)))
    .orderBy(desc(sql`${teams.kind} = 'personal'`), asc(memberships.createdAt))
}

/** One of the actor's teams. @throws AppError `unauthenticated`, `not_found` also for a team of others. */
export async function teamOf(actor: Actor, teamId: string): Promise<TeamDto> {
  const team = (await listTeams(actor)).find(({ id }) => id === teamId)
  if (!team) throw notFound('This team')
  return team
}

/** The team that the actor works in. @throws AppError `unauthenticated`, `not_found` for somebody without any team. */
export async function currentTeamOf(actor: Actor): Promise<TeamDto> {
  const [team] = await listTeams(actor)
  if (!team) throw notFound('Your team')
  return team
}
