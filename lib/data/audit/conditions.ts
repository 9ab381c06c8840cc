import 'server-only'
import { and, eq, gte, ilike, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { auditLog, collections, memberships, promptTemplates, scenes, teams, users, workflows } from '@/db/schema'
import { AUDIT_ACTIONS, AUDIT_GROUPS, type AuditAction, actionsIn } from '@/lib/domain/audit-actions'
import type { AuditFilter } from '@/lib/domain/audit-filter'
import { dayStartMs } from '@/lib/domain/day-start'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { byInstanceAdmin } from '../instance/admin'
import { anywhere } from '../pattern'

/** Whose log: a team's, for those who may read it there, or everything of the installation, for its admins. */
export type AuditScope = { teamId: string } | 'instance'
/** The table, an alias of it, or a part of it that was selected before. */
export type AuditTable = Record<Exclude<keyof typeof auditLog.$inferSelect, 'actorRef' | 'userAgent' | 'targetKind'>, AnyPgColumn>

const PEOPLE_MAX = 50
const NAMED_MAX = 50
const WORDS_MAX = 5
/** Who did what nobody asked for. */
const ITSELF = /^(maquette|system)$/i

/**
 * What a row has to meet to be seen at all. It stands in the `where` of every question to the log.
 * @throws AppError `not_found` for the whole log and somebody who is no instance admin.
 */
export const inScope = (actor: Actor, scope: AuditScope, t: AuditTable): SQL | undefined =>
  scope === 'instance' ? byInstanceAdmin(actor) : and(eq(t.teamId, scope.teamId), inTeamsOf(actor, t.teamId, 'audit.read'))

/** One of several values of a column that has an index in the order of the log; the rows of each are met in that order. */
export type Facet = { column: 'actorUserId' | 'action' | 'teamId'; values: readonly string[] }

export type AuditSearch = {
  /** What one table of the log is asked, as the same condition on any alias of it. */
  where: (t: AuditTable) => SQL | undefined
  /** The narrowest way in, where there is one. */
  facet: Facet | null
  /** What has no index and is asked of one row after the other; null where nothing is. */
  each: ((t: AuditTable) => SQL | undefined) | null
}

/** Makes the conditions of a filter. @returns null where nothing can match: nobody has that name. */
export async function searchOf(scope: AuditScope, filter: AuditFilter, timeZone: string): Promise<AuditSearch | null> {
  const itself = filter.who !== undefined && ITSELF.test(filter.who)
  const people = filter.who !== undefined && !itself ? await peopleNamed(scope, filter.who) : null
  if (people?.length === 0) return null
  const actions = filter.group ? actionsIn(filter.group) : null
  const words = (filter.words ?? '').split(/\s+/).filter(Boolean).slice(0, WORDS_MAX)
  const asked = await Promise.all(words.map((word) => wordCondition(scope, word)))
  const where = (t: AuditTable): SQL | undefined =>
    and(
      itself ? or(eq(t.actorKind, 'system'), and(isNull(t.actorKind), isNull(t.actorUserId))) : undefined,
      people ? inArray(t.actorUserId, people) : undefined,
      actions ? inArray(t.action, actions) : undefined,
      filter.target ? eq(t.targetId, filter.target) : undefined,
      scope === 'instance' && filter.team ? eq(t.teamId, filter.team) : undefined,
      filter.from ? gte(t.createdAt, new Date(dayStartMs(filter.from, timeZone))) : undefined,
      filter.to ? lt(t.createdAt, new Date(dayStartMs(filter.to, timeZone, 1))) : undefined,
    )
  const each = asked.length > 0 ? (t: AuditTable) => and(...asked.map((condition) => condition(t))) : null
  return { where, facet: filter.target ? null : facetOf(people, actions), each }
}

function facetOf(people: string[] | null, actions: AuditAction[] | null): Facet | null {
  if (people) return { column: 'actorUserId', values: people }
  return actions ? { column: 'action', values: actions } : null
}

/** People by a part of their name or address; in a team only those who are in it or have done something there. */
async function peopleNamed(scope: AuditScope, text: string): Promise<string[]> {
  const known =
    scope === 'instance'
      ? undefined
      : or(
          inArray(users.id, db().select({ id: memberships.userId }).from(memberships).where(eq(memberships.teamId, scope.teamId))),
          sql`exists (select 1 from ${auditLog} where ${auditLog.actorUserId} = ${users.id} and ${auditLog.teamId} = ${scope.teamId})`,
        )
  const rows = await db()
    .select({ id: users.id })
    .from(users)
    .where(and(or(ilike(users.name, anywhere(text)), ilike(users.email, anywhere(text)), eq(users.id, text)), known))
    .limit(PEOPLE_MAX)
  return rows.map(({ id }) => id)
}

/** A word is looked for in the sentence (the action, the people, the names of things) and in what changed, address and ids. */
async function wordCondition(scope: AuditScope, word: string): Promise<(t: AuditTable) => SQL | undefined> {
  const pattern = anywhere(word)
  const [people, things] = await Promise.all([peopleNamed(scope, word), thingsNamed(scope, pattern)])
  const lower = word.toLowerCase()
  const actions = (Object.keys(AUDIT_ACTIONS) as AuditAction[]).filter((action) => {
    const { group, words } = AUDIT_ACTIONS[action]
    return [action, words, AUDIT_GROUPS[group]].some((text) => text.toLowerCase().includes(lower))
  })
  const targets = [...people, ...things]
  return (t) =>
    or(
      people.length > 0 ? inArray(t.actorUserId, people) : undefined,
      targets.length > 0 ? inArray(t.targetId, targets) : undefined,
      actions.length > 0 ? inArray(t.action, actions) : undefined,
      sql`concat_ws(' ', ${t.before}::text, ${t.after}::text, ${t.address}, ${t.targetId}, ${t.requestId}, ${t.id}) ilike ${pattern}`,
    )
}

async function thingsNamed(scope: AuditScope, pattern: string): Promise<string[]> {
  const NAMED = [scenes, collections, promptTemplates, workflows] as const
  const found = await Promise.all([
    ...NAMED.map((table) =>
      db()
        .select({ id: table.id })
        .from(table)
        .where(and(ilike(table.name, pattern), scope === 'instance' ? undefined : eq(table.teamId, scope.teamId)))
        .limit(NAMED_MAX),
    ),
    scope === 'instance' ? db().select({ id: teams.id }).from(teams).where(ilike(teams.name, pattern)).limit(NAMED_MAX) : [],
  ])
  return found.flat().map(({ id }) => id)
}
