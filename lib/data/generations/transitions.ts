import 'server-only'
import { and, eq, inArray, type SQL } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { generations } from '@/db/schema'
import type { AuditAction } from '@/lib/domain/audit-actions'
import { canMove, GENERATION_STATUSES, type GenerationError, type GenerationStatus } from '@/lib/domain/generation'
import { countGeneration, engineLabel } from '@/lib/platform/metrics'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { notifyLive } from '../notify'
import { recordUsage } from '../usage/record'
import { enqueueGenerationEnd } from '../webhooks/outbox'
import { close } from './ledger'
import { tellAuthor } from './tell-author'

export type GenerationRow = typeof generations.$inferSelect

/** The condition that a generation may still move to a status: the state machine of the domain as SQL. */
export const mayMoveTo = (status: GenerationStatus): SQL => inArray(generations.status, [...GENERATION_STATUSES.filter((from) => canMove(from, status))])

/**
 * Ends a generation: status, reservation, audit row and notice in one transaction. The guarded UPDATE lets exactly one
 * of several callers win, so an end is never overwritten.
 * @returns the row as it is now, or null when it had ended before or `where` does not match.
 */
export async function end(
  tx: Transaction,
  actor: Actor,
  where: SQL | undefined,
  to: { status: 'succeeded' | 'canceled'; images: number } | { status: 'failed'; images: number; error: GenerationError },
): Promise<GenerationRow | null> {
  const now = new Date()
  const [row] = await tx
    .update(generations)
    .set({ status: to.status, error: to.status === 'failed' ? to.error : null, progress: null, finishedAt: now, updatedAt: now })
    .where(and(where, mayMoveTo(to.status)))
    .returning()
  if (!row) return null
  const costMicroUsd = await close(tx, row, to.images)
  await tx.update(generations).set({ costMicroUsd }).where(eq(generations.id, row.id))
  await audit(tx, actor, row, `generation.${to.status}`, to.status === 'failed' ? { code: to.error.code, costMicroUsd } : { costMicroUsd })
  await notifyLive(tx, { teamId: row.teamId, kind: 'generation', id: row.id })
  if (to.status !== 'canceled') await tellAuthor(tx, row, to.status)
  await enqueueGenerationEnd(tx, row, to.status)
  await recordUsage(tx, [row.id])
  countGeneration({ engine: engineLabel(row.engine), status: to.status })
  return { ...row, costMicroUsd }
}

export async function audit(tx: Transaction, actor: Actor, row: Pick<GenerationRow, 'id' | 'teamId'>, action: AuditAction, after: unknown): Promise<void> {
  await recordAudit(tx, actor, { action, teamId: row.teamId, targetKind: 'generation', targetId: row.id, after })
}
