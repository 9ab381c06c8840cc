import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { teams } from '@/db/schema'
import type { Permission } from '@/lib/domain/roles'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db, type Executor } from '../db'
import { refusal } from './suspended'

/**
 * Makes sure that the actor holds a permission in a team, for what has no row yet whose `where` could ask it.
 * @throws AppError `not_found` also for teams of others, `forbidden` for a change in a suspended one.
 */
export async function requireTeam(actor: Actor, teamId: string, permission: Permission, executor: Executor = db()): Promise<void> {
  const [team] = await executor
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.id, teamId), isNull(teams.deletedAt), inTeamsOf(actor, teams.id, permission)))
  if (!team) throw await refusal(executor, actor, teamId, 'This team')
}
