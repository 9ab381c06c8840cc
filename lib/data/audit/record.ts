import 'server-only'
import { auditLog } from '@/db/schema'
import type { AuditAction, AuditTarget } from '@/lib/domain/audit-actions'
import { newId } from '@/lib/domain/ids'
import type { Actor } from '../actor'
import type { Executor } from '../db'
import { presentable } from './presentable'

export type AuditEntry = {
  /** Listed with its words in lib/domain/audit-actions.ts. */
  action: AuditAction
  /** Null for what belongs to no team. */
  teamId: string | null
  targetKind: AuditTarget
  targetId: string | null
  /** What was there and what is there now, as far as it changed. Long texts are cut, and what is named like a secret is left out. */
  before?: unknown
  after?: unknown
  /**
   * Whoever did it, where the caller knows that and the actor does not say it: a visitor who has just proven an account, or
   * the person for whom the worker ends what they asked for. Never for what was only claimed.
   */
  userId?: string | null
}

const ROWS_MAX = 1000

/**
 * Writes down who did what, in the transaction that did it, so that one is there exactly when the other is. The only way
 * into the log.
 */
export async function recordAudit(tx: Executor, actor: Actor, entries: AuditEntry | readonly AuditEntry[]): Promise<void> {
  const who = described(actor)
  const list: readonly AuditEntry[] = 'action' in entries ? [entries] : entries
  const rows = list.map(({ userId, before, after, ...entry }) => ({
    id: newId('aud'),
    ...who,
    ...(userId ? { actorUserId: userId, ...(actor.kind === 'anonymous' ? { actorKind: 'user' as const } : {}) } : {}),
    ...entry,
    before: presentable(before),
    after: presentable(after),
  }))
  for (let at = 0; at < rows.length; at += ROWS_MAX) await tx.insert(auditLog).values(rows.slice(at, at + ROWS_MAX))
}

type Who = Pick<typeof auditLog.$inferInsert, 'actorKind' | 'actorUserId' | 'actorRef' | 'address' | 'userAgent' | 'requestId'>

function described(actor: Actor): Who {
  const from = actor.kind === 'system' ? undefined : actor.from
  const where = { address: from?.address ?? null, userAgent: from?.userAgent ?? null, requestId: from?.requestId ?? null }
  switch (actor.kind) {
    case 'user':
      return { actorKind: 'user', actorUserId: actor.userId, ...where }
    case 'token':
      return { actorKind: 'token', actorUserId: actor.userId, actorRef: actor.tokenId, ...where }
    case 'share':
      return { actorKind: 'share', actorRef: actor.shareLinkId, ...where }
    case 'anonymous':
    case 'system':
      return { actorKind: actor.kind, ...where }
  }
}
