import 'server-only'
import type { AuditScope } from '@/lib/data/audit/conditions'
import { EXPORT_FORMATS, type ExportFormat, exportAudit } from '@/lib/data/audit/export'
import { readAuditFilter } from '@/lib/domain/audit-filter'
import { DATA_POLICY } from '@/lib/domain/content-security-policy'
import { currentActor } from './actor'
import { contentDisposition } from './content-disposition'
import { respondError } from './respond'
import { readTimeZone } from './time-zone'

const MIME: Record<ExportFormat, string> = { csv: 'text/csv', jsonl: 'application/jsonl' }

/** The log as a file, narrowed as on its page, sent while it is read. `?format=jsonl` gives a JSON object a line, else it is CSV. */
export async function respondAudit(request: Request, scope: AuditScope): Promise<Response> {
  try {
    const [actor, timeZone] = await Promise.all([currentActor(), readTimeZone()])
    const asked = Object.fromEntries(new URL(request.url).searchParams)
    const format = EXPORT_FORMATS.find((name) => name === asked.format) ?? 'csv'
    const pieces = await exportAudit(actor, { scope, filter: readAuditFilter(asked), timeZone, format })
    return new Response(streamOf(pieces), {
      headers: {
        'content-type': `${MIME[format]}; charset=utf-8`,
        'content-disposition': contentDisposition(`maquette-audit-${new Date().toISOString().slice(0, 10)}.${format}`),
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': DATA_POLICY,
      },
    })
  } catch (error) {
    return respondError(error)
  }
}

/** Reads on only as fast as the other side takes it, and stops when it goes away. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}
