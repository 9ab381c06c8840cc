import 'server-only'
import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Transaction } from '@/db/client'
import { teams } from '@/db/schema'
import { type AppError, notFound } from '@/lib/domain/errors'
import type { Permission } from '@/lib/domain/roles'
import { teamSuspended } from '@/lib/domain/suspension'
import type { Actor } from '../actor'
import { inSuspendedTeamsOf } from '../authorize'
import type { Executor } from '../db'

/** Whether a team is suspended in which the actor holds a permission; of other teams nothing is said. */
async function isSuspendedFor(executor: Executor, actor: Actor, teamId: string | SQL, permission: Permission): Promise<boolean> {
  // A token that came this far was let in by its scopes, and its team is the only one that it knows of.
  const own = actor.kind === 'token' ? and(eq(teams.id, actor.teamId), isNotNull(teams.suspendedAt)) : inSuspendedTeamsOf(actor, teams.id, permission)
  const [team] = await executor
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.id, teamId), own))
  return team !== undefined
}

/**
 * Holds a team against being suspended until the transaction ends, so that what is asked for here is either seen by whoever
 * suspends it or refused.
 * @throws AppError `forbidden` when it is suspended.
 */
export async function holdActiveTeam(tx: Transaction, teamId: string): Promise<void> {
  const [team] = await tx.select({ suspendedAt: teams.suspendedAt }).from(teams).where(eq(teams.id, teamId)).for('key share')
  if (team?.suspendedAt) throw teamSuspended()
}

/**
 * What to answer where a change found nothing that it may change: `forbidden` to the people of a suspended team, who can
 * see the thing, and `not_found` to everybody else. Every change of something of a team ends with it, by itself or through
 * `lockTeam`; suspended-changes.db.test.ts tries each.
 * @param teamId The team of the thing, or a query for it.
 * @param seenBy Who sees such a thing at all, where that is not everybody in the team.
 */
export async function refusal(executor: Executor, actor: Actor, teamId: string | SQL, what: string, seenBy: Permission = 'team.read'): Promise<AppError> {
  return (await isSuspendedFor(executor, actor, teamId, seenBy)) ? teamSuspended() : notFound(what)
}

/** The team of a row, for {@link refusal}. */
export const teamOfRow = (table: PgTable & { id: AnyPgColumn; teamId: AnyPgColumn }, id: string): SQL =>
  sql`(select ${table.teamId} from ${table} where ${table.id} = ${id})`
