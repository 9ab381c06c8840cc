import 'server-only'
import type { AuditScope } from '@/lib/data/audit/conditions'
import { EXPORT_FORMATS, type ExportFormat, exportAudit } from '@/lib/data/audit/export'
import { readAuditFilter } from '@/lib/domain/audit-filter'
import { currentActor } from './actor'
import { respondError } from './respond'
import { respondText } from './respond-text'
import { readTimeZone } from './time-zone'

const MIME: Record<ExportFormat, string> = { csv: 'text/csv', jsonl: 'application/jsonl' }

/** The log as a file, narrowed as on its page, sent while it is read. `?format=jsonl` gives a JSON object a line, else it is CSV. */
export async function respondAudit(request: Request, scope: AuditScope): Promise<Response> {
  try {
    const [actor, timeZone] = await Promise.all([currentActor(), readTimeZone()])
    const asked = Object.fromEntries(new URL(request.url).searchParams)
    const format = EXPORT_FORMATS.find((name) => name === asked.format) ?? 'csv'
    const pieces = await exportAudit(actor, { scope, filter: readAuditFilter(asked), timeZone, format })
    return respondText(pieces, { mime: MIME[format], name: `maquette-audit-${new Date().toISOString().slice(0, 10)}.${format}` })
  } catch (error) {
    return respondError(error)
  }
}
