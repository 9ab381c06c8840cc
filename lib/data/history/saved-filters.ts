import 'server-only'
import { and, asc, count, eq } from 'drizzle-orm'
import { memberships, savedFilters, teams } from '@/db/schema'
import { filterNameSchema, type SavedFilterView } from '@/lib/domain/curation'
import { AppError, notFound } from '@/lib/domain/errors'
import { readHistoryFilter, writeHistoryFilter } from '@/lib/domain/history-filter'
import { newId } from '@/lib/domain/ids'
import type { Actor } from '../actor'
import { inTeamsOf, requireUserId } from '../authorize'
import { db } from '../db'

/** More than this many of one person in one team are refused. */
export const SAVED_FILTERS_MAX = 50

/** The actor's own filters in a team, the oldest first. */
export async function listSavedFilters(actor: Actor, teamId: string): Promise<SavedFilterView[]> {
  const userId = requireUserId(actor)
  return db()
    .select({ id: savedFilters.id, name: savedFilters.name, query: savedFilters.query })
    .from(savedFilters)
    .where(and(eq(savedFilters.userId, userId), eq(savedFilters.teamId, teamId), inTeamsOf(actor, savedFilters.teamId, 'team.read')))
    .orderBy(asc(savedFilters.createdAt), asc(savedFilters.id))
}

/**
 * Keeps a filter under a name, for the actor alone. What cannot be read in the query is left out.
 * @throws AppError `not_found` for a team of others, `invalid` for the name or when there are too many.
 */
export async function saveFilter(actor: Actor, input: { teamId: string; name: string; query: string }): Promise<SavedFilterView> {
  const userId = requireUserId(actor)
  const name = filterNameSchema.safeParse(input.name)
  if (!name.success) {
    const message = name.error.issues[0]?.message ?? 'Give the filter a name.'
    throw new AppError('invalid', message, { fields: { name: message } })
  }
  const query = writeHistoryFilter(readHistoryFilter(new URLSearchParams(input.query))).toString()
  return db().transaction(async (tx) => {
    // The membership is locked, so that the number below holds until the new one is in.
    const [member] = await tx
      .select({ teamId: memberships.teamId })
      .from(memberships)
      .innerJoin(teams, eq(teams.id, memberships.teamId))
      .where(and(eq(memberships.teamId, input.teamId), eq(memberships.userId, userId), inTeamsOf(actor, memberships.teamId, 'team.read')))
      .for('update', { of: memberships })
    if (!member) throw notFound('This team')
    const [present] = await tx
      .select({ n: count() })
      .from(savedFilters)
      .where(and(eq(savedFilters.userId, userId), eq(savedFilters.teamId, member.teamId)))
    if (present && present.n >= SAVED_FILTERS_MAX) throw new AppError('invalid', `You have ${SAVED_FILTERS_MAX} saved filters. Delete one first.`)
    const saved = { id: newId('flt'), name: name.data, query }
    await tx.insert(savedFilters).values({ ...saved, teamId: member.teamId, userId })
    return saved
  })
}

/** @throws AppError `not_found` also for a filter of somebody else. */
export async function deleteFilter(actor: Actor, filterId: string): Promise<void> {
  const userId = requireUserId(actor)
  const gone = await db()
    .delete(savedFilters)
    .where(and(eq(savedFilters.id, filterId), eq(savedFilters.userId, userId)))
    .returning({ id: savedFilters.id })
  if (gone.length === 0) throw notFound('This filter')
}
