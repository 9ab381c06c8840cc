import 'server-only'
import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { auditLog } from '@/db/schema'
import { AUDIT_ACTIONS, isAuditAction } from '@/lib/domain/audit-actions'
import type { AuditFilter } from '@/lib/domain/audit-filter'
import { auditChanges, auditSentence } from '@/lib/domain/audit-sentence'
import type { AuditEntryView } from '@/lib/domain/audit-view'
import type { Actor } from '../actor'
import { db } from '../db'
import { listEngines } from '../engines/queries'
import { decodeCursor, encodeCursor } from '../scenes/cursor'
import { type AuditScope, type AuditSearch, type AuditTable, type Facet, inScope, searchOf } from './conditions'
import { type Names, namesIn } from './names'

export const AUDIT_PAGE = 50
/** Free words have no index: so many rows are looked at in one question, and the page says where it stopped. */
const WALK_MAX = 20_000

export type AuditPage = {
  rows: AuditEntryView[]
  /** Asks for what is older; null at the end. */
  next: string | null
  /** There are older rows that words were not looked for in yet: the moment up to which they were. */
  searchedToMs: number | null
}

export type AuditQuery = { scope: AuditScope; filter: AuditFilter; timeZone: string; cursor?: string | null; limit?: number }

/**
 * A page of the log, newest first.
 * @throws AppError `not_found` for the whole log and somebody who is no instance admin, `invalid` for a cursor that is none.
 */
export async function listAudit(actor: Actor, query: AuditQuery): Promise<AuditPage> {
  const limit = Math.min(Math.max(1, query.limit ?? AUDIT_PAGE), 1000)
  const search = await searchOf(query.scope, query.filter, query.timeZone)
  if (!search) return { rows: [], next: null, searchedToMs: null }
  const after = query.cursor ? decodeCursor(query.cursor) : null
  const seen = (t: AuditTable): SQL | undefined =>
    and(inScope(actor, query.scope, t), search.where(t), after ? sql`(${t.createdAt}, ${t.id}) < (${after.time}::timestamptz, ${after.id})` : undefined)
  const found = await (search.each ? walk(seen, search.each, limit) : page(seen, search.facet, limit))
  const names = await namesIn(found.rows)
  const engineLabels = Object.fromEntries(listEngines().map(({ capabilities }) => [capabilities.id, capabilities.label]))
  return { rows: found.rows.map((row) => toRow(row, names, engineLabels)), next: found.next, searchedToMs: found.searchedToMs }
}

const columns = (t: typeof auditLog) => ({
  id: t.id,
  teamId: t.teamId,
  actorKind: t.actorKind,
  actorUserId: t.actorUserId,
  actorRef: t.actorRef,
  action: t.action,
  targetKind: t.targetKind,
  targetId: t.targetId,
  before: t.before,
  after: t.after,
  address: t.address,
  userAgent: t.userAgent,
  requestId: t.requestId,
  createdAt: t.createdAt,
  /** With its microseconds, for the cursor. */
  time: sql<string>`${t.createdAt}::text`.as('time'),
})
type Found = typeof auditLog.$inferSelect & { time: string }
type Page = { rows: Found[]; next: string | null; searchedToMs: number | null }

async function page(seen: (t: AuditTable) => SQL | undefined, facet: Facet | null, limit: number): Promise<Page> {
  const rows = await db()
    .select(columns(auditLog))
    .from(auditLog)
    .where(facet && facet.values.length > 1 ? inArray(auditLog.id, idsOf(seen, facet, limit + 1)) : seen(auditLog))
    .orderBy(desc(auditLog.createdAt), desc(auditLog.id))
    .limit(limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > limit && last ? encodeCursor(last.time, last.id) : null, searchedToMs: null }
}

/** The newest of each value of a facet by its own index: together they hold the newest of all. */
function idsOf(seen: (t: AuditTable) => SQL | undefined, { column, values }: Facet, limit: number): SQL {
  const a = alias(auditLog, 'a')
  const newest = db()
    .select({ id: a.id })
    .from(a)
    .where(and(eq(a[column], sql`wanted.value`), seen(a)))
    .orderBy(desc(a.createdAt), desc(a.id))
    .limit(limit)
  const list = sql.join(
    values.map((value) => sql`(${value}::text)`),
    sql`, `,
  )
  return sql`(select newest.id from (values ${list}) as wanted (value) cross join lateral (${newest}) newest)`
}

async function walk(seen: (t: AuditTable) => SQL | undefined, each: NonNullable<AuditSearch['each']>, limit: number): Promise<Page> {
  const near = () =>
    db().select(columns(auditLog)).from(auditLog).where(seen(auditLog)).orderBy(desc(auditLog.createdAt), desc(auditLog.id)).limit(WALK_MAX).as('near')
  const walked = near()
  const rows = await db()
    .select()
    .from(walked)
    .where(each(walked))
    .orderBy(desc(walked.createdAt), desc(walked.id))
    .limit(limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  if (rows.length > limit && last) return { rows: shown, next: encodeCursor(last.time, last.id), searchedToMs: null }
  const ended = near()
  const [[end], [counted]] = await Promise.all([
    db().select({ time: ended.time, id: ended.id, createdAt: ended.createdAt }).from(ended).orderBy(asc(ended.createdAt), asc(ended.id)).limit(1),
    db().select({ n: sql<number>`count(*)::int` }).from(ended),
  ])
  if (!end || (counted?.n ?? 0) < WALK_MAX) return { rows: shown, next: null, searchedToMs: null }
  return { rows: shown, next: encodeCursor(end.time, end.id), searchedToMs: end.createdAt.getTime() }
}

function toRow(row: Found, names: Names, engineLabels: Readonly<Record<string, string>>): AuditEntryView {
  const nameOf = (id: string | null): string | null => (id === null ? null : (names.get(id) ?? null))
  // Rows from before kinds were written down say by their actor what they were.
  const kind = row.actorKind ?? (row.actorUserId ? 'user' : 'system')
  const told = {
    actor: { kind, name: nameOf(row.actorUserId), tokenName: kind === 'token' ? nameOf(row.actorRef) : null },
    action: row.action,
    target: { kind: row.targetKind, id: row.targetId, name: nameOf(row.targetId) },
    before: row.before,
    after: row.after,
    engineLabels,
  }
  return {
    id: row.id,
    atMs: row.createdAt.getTime(),
    ...auditSentence(told),
    actorId: row.actorUserId,
    action: row.action,
    team: row.teamId === null ? null : { id: row.teamId, name: nameOf(row.teamId) },
    target: row.targetId === null ? null : { kind: row.targetKind, id: row.targetId, name: nameOf(row.targetId) },
    href: hrefOf(row),
    changes: auditChanges(row.before, row.after),
    address: row.address,
    userAgent: row.userAgent,
    requestId: row.requestId,
  }
}

function hrefOf({ action, targetId, after }: Found): string | null {
  if (!targetId || (isAuditAction(action) && AUDIT_ACTIONS[action].words.includes('for good'))) return null
  if (targetId.startsWith('scn_')) return `/scenes/${targetId}`
  if (targetId.startsWith('gen_')) return `/history/${targetId}`
  const generationId = typeof after === 'object' && after !== null && 'generationId' in after ? after.generationId : null
  return targetId.startsWith('out_') && typeof generationId === 'string' ? `/history/${generationId}` : null
}
