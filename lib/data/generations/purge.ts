import 'server-only'
import { and, asc, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { generationOutputs, generationPasses, generationReferences, generations, providerExchanges, sceneRevisions } from '@/db/schema'
import { TRASH_DAYS } from '@/lib/domain/curation'
import { type Actor, system } from '../actor'
import { recordAudit } from '../audit/record'
import { db, type Executor } from '../db'
import { requireSystem } from './require-system'

const BATCH_MAX = 200
const DAY_MS = 86_400_000

/**
 * Removes for good what has been in the trash for 30 days, some at a time: images with all that was said about them, and of a
 * generation everything but its row, which the ledger needs. Doing it twice does nothing more.
 * @returns the files that were in use by it, and perhaps by nothing else; `more` while there is something left to do.
 */
export async function purgeTrash(actor: Actor, nowMs: number): Promise<{ assetIds: string[]; more: boolean }> {
  requireSystem(actor)
  const before = new Date(nowMs - TRASH_DAYS * DAY_MS)
  return db().transaction(async (tx) => {
    const images = await purgeOutputs(tx, before)
    const whole = await purgeGenerations(tx, before)
    return { assetIds: [...new Set([...images.assetIds, ...whole.assetIds])], more: images.more || whole.more }
  })
}

async function purgeOutputs(tx: Executor, before: Date) {
  const old = await tx
    .select()
    .from(generationOutputs)
    .where(and(isNotNull(generationOutputs.deletedAt), lt(generationOutputs.deletedAt, before)))
    .orderBy(asc(generationOutputs.deletedAt))
    .limit(BATCH_MAX)
  if (old.length === 0) return { assetIds: [], more: false }
  const ids = old.map(({ generationId }) => generationId)
  await tx.select({ id: generations.id }).from(generations).where(inArray(generations.id, ids)).orderBy(asc(generations.id)).for('update')
  const gone = await tx
    .delete(generationOutputs)
    .where(
      and(
        inArray(
          generationOutputs.id,
          old.map(({ id }) => id),
        ),
        // Somebody may have taken it out of the trash just now.
        lt(generationOutputs.deletedAt, before),
      ),
    )
    .returning()
  if (gone.length > 0) {
    await recordAudit(
      tx,
      system,
      gone.map(({ id, teamId, generationId }) => ({ action: 'output.purged', teamId, targetKind: 'output', targetId: id, after: { generationId } })),
    )
  }
  return { assetIds: gone.flatMap(filesOf), more: old.length === BATCH_MAX }
}

const filesOf = ({ assetId, thumbnailAssetId, fidelityHeatAssetId }: typeof generationOutputs.$inferSelect): string[] => [
  assetId,
  thumbnailAssetId,
  ...(fidelityHeatAssetId ? [fidelityHeatAssetId] : []),
]

async function purgeGenerations(tx: Executor, before: Date) {
  const old = await tx
    .select({ id: generations.id, teamId: generations.teamId, snapshotAssetId: generations.snapshotAssetId, sceneRevisionId: generations.sceneRevisionId })
    .from(generations)
    .where(and(isNotNull(generations.deletedAt), lt(generations.deletedAt, before), isNull(generations.purgedAt)))
    .orderBy(asc(generations.id))
    .limit(BATCH_MAX)
    .for('update', { skipLocked: true })
  if (old.length === 0) return { assetIds: [], more: false }
  const ids = old.map(({ id }) => id)
  const outputs = await tx.delete(generationOutputs).where(inArray(generationOutputs.generationId, ids)).returning()
  const references = await tx
    .delete(generationReferences)
    .where(inArray(generationReferences.generationId, ids))
    .returning({ assetId: generationReferences.assetId })
  await tx.delete(providerExchanges).where(inArray(providerExchanges.generationId, ids))
  const passes = await tx.delete(generationPasses).where(inArray(generationPasses.generationId, ids)).returning({ assetId: generationPasses.assetId })
  await tx
    .update(generations)
    .set({
      prompt: '',
      reading: null,
      camera: null,
      snapshotAssetId: null,
      sceneRevisionId: null,
      shotName: null,
      bestStars: null,
      bestFidelity: null,
      explorationLabel: null,
      purgedAt: new Date(),
    })
    .where(inArray(generations.id, ids))
  await recordAudit(
    tx,
    system,
    old.map(({ id, teamId }) => ({ action: 'generation.purged', teamId, targetKind: 'generation', targetId: id })),
  )
  const models = await dropRevisions(
    tx,
    old.flatMap(({ sceneRevisionId }) => sceneRevisionId ?? []),
  )
  return {
    assetIds: [
      ...outputs.flatMap(filesOf),
      ...[...references, ...passes].map(({ assetId }) => assetId),
      ...old.flatMap(({ snapshotAssetId }) => snapshotAssetId ?? []),
      ...models,
    ],
    more: old.length === BATCH_MAX,
  }
}

/** Frozen scenes that nothing was made from any more. @returns the models that they held. */
async function dropRevisions(tx: Executor, revisionIds: readonly string[]): Promise<string[]> {
  if (revisionIds.length === 0) return []
  const used = sql`
    exists (select 1 from generations g where g.scene_revision_id = ${sceneRevisions.id})
    or exists (select 1 from publications p where p.scene_revision_id = ${sceneRevisions.id})
    or exists (select 1 from kept_scenes k where k.scene_revision_id = ${sceneRevisions.id})`
  const gone = await tx
    .delete(sceneRevisions)
    .where(and(inArray(sceneRevisions.id, [...new Set(revisionIds)]), sql`not (${used})`))
    .returning({ models: sceneRevisions.models })
  return gone.flatMap(({ models }) => Object.keys(models))
}
