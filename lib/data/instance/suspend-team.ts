import 'server-only'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { generations, teams } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { suspensionReasonSchema } from '@/lib/domain/suspension'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { db } from '../db'
import { cancelIn } from '../generations/mutations'
import { notifyMembers } from '../teams/notify-members'
import { holdInstanceAdmin } from './admin'

/** The team, held against everything that is being asked for in it. @throws AppError `not_found`. */
async function holdTeam(tx: Transaction, teamId: string) {
  const [team] = await tx
    .select({ id: teams.id, name: teams.name, suspendedAt: teams.suspendedAt, reason: teams.suspendedReason })
    .from(teams)
    .where(and(eq(teams.id, teamId), isNull(teams.deletedAt)))
    .for('update')
  if (!team) throw notFound('This team')
  return team
}

/**
 * From now on nothing in the team can change: it can be read and downloaded, its share links are closed, and what waits in
 * the queue is canceled. What runs goes on to its end.
 * @returns the generations that were canceled, for the caller to tell the queue.
 * @throws AppError `not_found`, `invalid` without a reason, `conflict` when it is suspended.
 */
export async function suspendTeam(actor: Actor, teamId: string, why: string): Promise<{ canceled: string[] }> {
  const parsed = suspensionReasonSchema.safeParse(why)
  return db().transaction(async (tx) => {
    await holdInstanceAdmin(tx, actor)
    if (!parsed.success) throw reasonless(parsed.error.issues[0]?.message)
    const reason = parsed.data
    const team = await holdTeam(tx, teamId)
    if (team.suspendedAt) throw new AppError('conflict', 'This team is suspended already. Reload the page.')
    await tx.update(teams).set({ suspendedAt: sql`now()`, suspendedReason: reason }).where(eq(teams.id, teamId))
    await recordAudit(tx, actor, { action: 'team.suspended', teamId, targetKind: 'team', targetId: teamId, after: { reason } })
    const queued = await tx
      .select({ id: generations.id })
      .from(generations)
      .where(and(eq(generations.teamId, teamId), eq(generations.status, 'queued')))
      .orderBy(asc(generations.id))
    const canceled: string[] = []
    for (const { id } of queued) {
      const stillQueued = and(eq(generations.id, id), eq(generations.status, 'queued'))
      if (await cancelIn(tx, actor, stillQueued, id)) canceled.push(id)
    }
    await notifyMembers(tx, teamId)
    return { canceled }
  })
}

/** Undoes {@link suspendTeam}. What was canceled stays canceled. @throws AppError `not_found`, `conflict` when it is not suspended. */
export async function restoreTeam(actor: Actor, teamId: string): Promise<void> {
  await db().transaction(async (tx) => {
    await holdInstanceAdmin(tx, actor)
    const team = await holdTeam(tx, teamId)
    if (!team.suspendedAt) throw new AppError('conflict', 'This team is not suspended. Reload the page.')
    await tx.update(teams).set({ suspendedAt: null, suspendedReason: null }).where(eq(teams.id, teamId))
    await recordAudit(tx, actor, { action: 'team.restored', teamId, targetKind: 'team', targetId: teamId, before: { reason: team.reason } })
    await notifyMembers(tx, teamId)
  })
}

/** What is answered to a suspension without a reason that can be kept. */
export const reasonless = (message = 'Say why.'): AppError => new AppError('invalid', message, { fields: { reason: message } })
