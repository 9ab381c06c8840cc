import { z } from 'zod'
import { AUDIT_GROUPS, type AuditGroup } from './audit-actions'
import { idSchema } from './ids'

const day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
const words = z.string().trim().min(1).max(100)

/** What the log is narrowed to. Days are those of the reader, both ends included. */
export type AuditFilter = { who?: string; group?: AuditGroup; from?: string; to?: string; target?: string; team?: string; words?: string }

const GROUPS = Object.keys(AUDIT_GROUPS) as [AuditGroup, ...AuditGroup[]]
const FIELDS = {
  who: words,
  group: z.enum(GROUPS),
  from: day,
  to: day,
  target: idSchema,
  team: idSchema,
  words,
} as const satisfies Record<keyof AuditFilter, z.ZodType>

/** Reads the filter out of an address; what cannot be one is left aside. */
export function readAuditFilter(params: Record<string, string | string[] | undefined>): AuditFilter {
  const filter: Record<string, string> = {}
  for (const [name, schema] of Object.entries(FIELDS)) {
    const parsed = schema.safeParse([params[name]].flat()[0])
    if (parsed.success) filter[name] = parsed.data
  }
  return filter
}

/** The same filter as a query string, without a question mark. */
export const auditFilterQuery = (filter: AuditFilter & { cursor?: string; format?: string }): string =>
  new URLSearchParams(Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : []))).toString()
