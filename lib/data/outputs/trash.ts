import 'server-only'
import { and, desc, eq, gte, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { auditLog, generationOutputs, generations, scenes, users } from '@/db/schema'
import type { AuditAction } from '@/lib/domain/audit-actions'
import { TRASH_DAYS, type TrashPage } from '@/lib/domain/curation'
import { AppError } from '@/lib/domain/errors'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { inTeamsOf, requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { decodeCursor, encodeCursor } from '../scenes/cursor'
import { refusal, teamOfRow } from '../teams/suspended'
import { recordUsage } from '../usage/record'
import { type ChosenOutput, generationIdsOf, lockGenerations, lockOutputs, selectionOf } from './choose'
import { settleGenerations } from './mutations'

const DAY_MS = 86_400_000
export const TRASH_PAGE_MAX = 60

/**
 * Puts images into the trash for 30 days. They show nowhere from then on; once all images of a generation are there, so is
 * the generation.
 * @throws AppError `not_found`, `conflict` while one of them is still being made.
 */
export async function trashOutputs(actor: Actor, outputIds: readonly string[]): Promise<void> {
  requireUserId(actor)
  await db().transaction(async (tx) => {
    await lockGenerations(tx, outputIds)
    const outputs = await lockOutputs(tx, actor, outputIds, 'generation.delete')
    const [working] = await tx
      .select({ id: generations.id })
      .from(generations)
      .where(
        and(
          inArray(
            generations.id,
            outputs.map(({ generationId }) => generationId),
          ),
          isNull(generations.finishedAt),
        ),
      )
      .limit(1)
    if (working) throw new AppError('conflict', 'Some of these belong to a generation that still works. Wait for its end, or cancel it.')
    const ids = outputs.map(({ id }) => id)
    await tx.update(generationOutputs).set({ deletedAt: new Date() }).where(inArray(generationOutputs.id, ids))
    await settleGenerations(tx, outputs)
    await auditOutputs(tx, actor, outputs, 'output.trashed')
    await recordUsage(tx, generationIdsOf(outputs))
  })
}

/** Takes images out of the trash. @throws AppError `not_found` also for what was removed for good. */
export async function restoreOutputs(actor: Actor, outputIds: readonly string[]): Promise<void> {
  requireUserId(actor)
  const ids = selectionOf(outputIds)
  await db().transaction(async (tx) => {
    await lockGenerations(tx, ids)
    const outputs = await tx
      .update(generationOutputs)
      .set({ deletedAt: null })
      .where(and(inArray(generationOutputs.id, ids), isNotNull(generationOutputs.deletedAt), inTeamsOf(actor, generationOutputs.teamId, 'generation.delete')))
      .returning({ id: generationOutputs.id, generationId: generationOutputs.generationId, teamId: generationOutputs.teamId })
    if (outputs.length !== ids.length)
      throw await refusal(tx, actor, teamOfRow(generationOutputs, ids[0] ?? ''), ids.length === 1 ? 'This image' : 'One of these images')
    await settleGenerations(tx, outputs)
    await auditOutputs(tx, actor, outputs, 'output.restored')
    await recordUsage(tx, generationIdsOf(outputs))
  })
}

async function auditOutputs(tx: Executor, actor: Actor, outputs: readonly ChosenOutput[], action: AuditAction): Promise<void> {
  await recordAudit(
    tx,
    actor,
    outputs.map(({ id, teamId, generationId }) => ({ action, teamId, targetKind: 'output', targetId: id, after: { generationId } })),
  )
}

/** A page of a team's trash, what was put there last first. Another team's id gives an empty page. */
export async function listTrash(actor: Actor, query: { teamId: string; cursor?: string | null; limit?: number }): Promise<TrashPage> {
  const limit = Math.min(Math.max(1, query.limit ?? TRASH_PAGE_MAX), TRASH_PAGE_MAX)
  const after = query.cursor ? decodeCursor(query.cursor) : null
  const rows = await db()
    .select({
      id: generationOutputs.id,
      generationId: generationOutputs.generationId,
      thumbnailAssetId: generationOutputs.thumbnailAssetId,
      thumbhash: generationOutputs.thumbhash,
      width: generationOutputs.width,
      height: generationOutputs.height,
      title: generationOutputs.title,
      prompt: generations.prompt,
      sceneName: scenes.name,
      deletedAt: generationOutputs.deletedAt,
      time: sql<string>`${generationOutputs.deletedAt}::text`,
    })
    .from(generationOutputs)
    .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
    .leftJoin(scenes, eq(scenes.id, generations.sceneId))
    .where(
      and(
        eq(generationOutputs.teamId, query.teamId),
        inTeamsOf(actor, generationOutputs.teamId, 'team.read'),
        isNotNull(generationOutputs.deletedAt),
        after ? sql`(${generationOutputs.deletedAt}, ${generationOutputs.id}) < (${after.time}::timestamptz, ${after.id})` : undefined,
      ),
    )
    .orderBy(desc(generationOutputs.deletedAt), desc(generationOutputs.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  const deletedBy = await deletersOf(query.teamId, page)
  return {
    items: page.map(({ time: _, deletedAt, ...item }) => {
      const deletedAtMs = deletedAt?.getTime() ?? 0
      return { ...item, deletedByName: deletedBy.get(item.id) ?? null, deletedAtMs, removedAtMs: deletedAtMs + TRASH_DAYS * DAY_MS }
    }),
    nextCursor: last ? encodeCursor(last.time, last.id) : null,
  }
}

/** Who put images into the trash, by image, from the audit log: its index by time finds the deletions since the earliest of them. */
async function deletersOf(teamId: string, trashed: readonly { id: string; deletedAt: Date | null }[]): Promise<Map<string, string>> {
  if (trashed.length === 0) return new Map()
  const earliestMs = Math.min(...trashed.map(({ deletedAt }) => deletedAt?.getTime() ?? 0))
  const rows = await db()
    .select({ outputId: auditLog.targetId, name: users.name })
    .from(auditLog)
    .innerJoin(users, eq(users.id, auditLog.actorUserId))
    .where(
      and(
        eq(auditLog.teamId, teamId),
        eq(auditLog.action, 'output.trashed'),
        // A transaction's own time lies a little before the moment that it wrote.
        gte(auditLog.createdAt, new Date(earliestMs - 60_000)),
        inArray(
          auditLog.targetId,
          trashed.map(({ id }) => id),
        ),
      ),
    )
    .orderBy(auditLog.createdAt)
  // The latest of several deletions of the same image is the one that counts.
  return new Map(rows.map(({ outputId, name }) => [outputId ?? '', name]))
}
