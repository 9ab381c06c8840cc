import 'server-only'
import type { AuditFilter } from '@/lib/domain/audit-filter'
import type { AuditEntryView } from '@/lib/domain/audit-view'
import { CSV_BEGIN, csvLine } from '@/lib/domain/csv'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { db } from '../db'
import { consume } from '../rate-limits/consume'
import type { AuditScope } from './conditions'
import { listAudit } from './list'
import { recordAudit } from './record'
import { readInstanceRetention, readTeamRetention } from './retention'

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

const PAGE = 1000
const EXPORTS_AN_HOUR = 30
const COLUMNS = [
  'time',
  'who',
  'did',
  'team',
  'action',
  'actor id',
  'target kind',
  'target id',
  'target',
  'before',
  'after',
  'address',
  'browser',
  'request',
  'id',
]

/**
 * The log as a file, in pieces, read page by page while it is sent: nothing of it is held. That it was taken is written
 * down first.
 * @throws AppError `not_found` for what this actor may not read, `rate_limited`.
 */
export async function exportAudit(
  actor: Actor,
  query: { scope: AuditScope; filter: AuditFilter; timeZone: string; format: ExportFormat },
): Promise<AsyncGenerator<string>> {
  const userId = requireUserId(actor)
  await consume(`audit-export:${userId}`, { limit: EXPORTS_AN_HOUR, windowMs: 3_600_000 })
  const { scope, filter, format } = query
  const teamId = scope === 'instance' ? null : scope.teamId
  // Refuses: a list of what may not be read is only empty.
  await (scope === 'instance' ? readInstanceRetention(actor) : readTeamRetention(actor, scope.teamId))
  await recordAudit(db(), actor, { action: 'audit.exported', teamId, targetKind: 'audit_log', targetId: teamId, after: { ...filter, format } })
  return pieces(actor, query)
}

async function* pieces(
  actor: Actor,
  { scope, filter, timeZone, format }: { scope: AuditScope; filter: AuditFilter; timeZone: string; format: ExportFormat },
): AsyncGenerator<string> {
  if (format === 'csv') yield CSV_BEGIN + csvLine(COLUMNS)
  let cursor: string | null = null
  do {
    const page = await listAudit(actor, { scope, filter, timeZone, cursor, limit: PAGE })
    if (page.rows.length > 0) yield page.rows.map(format === 'csv' ? toCsv : toJson).join('')
    cursor = page.next
  } while (cursor !== null)
}

const side = (row: AuditEntryView, which: 'before' | 'after'): string | null => {
  const held = row.changes.flatMap((change) => (change[which] === null ? [] : [`${change.name}: ${change[which]}`]))
  return held.length > 0 ? held.join('; ') : null
}

const toCsv = (row: AuditEntryView): string =>
  csvLine([
    new Date(row.atMs).toISOString(),
    row.who,
    row.did,
    row.team?.name ?? row.team?.id ?? null,
    row.action,
    row.actorId,
    row.target?.kind ?? null,
    row.target?.id ?? null,
    row.target?.name ?? null,
    side(row, 'before'),
    side(row, 'after'),
    row.address,
    row.userAgent,
    row.requestId,
    row.id,
  ])

function toJson({ atMs, href: _page, ...row }: AuditEntryView): string {
  return `${JSON.stringify({ time: new Date(atMs).toISOString(), ...row })}\n`
}
