import type { Change } from './audit-sentence'

/** A row of the audit log as it is read: names are looked up at that moment, and null where nobody has them any more. */
export type AuditEntryView = {
  id: string
  atMs: number
  who: string
  did: string
  actorId: string | null
  action: string
  team: { id: string; name: string | null } | null
  target: { kind: string | null; id: string; name: string | null } | null
  /** Where the thing can be seen, by its team. */
  href: string | null
  changes: Change[]
  address: string | null
  userAgent: string | null
  requestId: string | null
}
