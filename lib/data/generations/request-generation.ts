import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Transaction } from '@/db/client'
import { generationReferences, generations } from '@/db/schema'
import { outputPixels } from '@/lib/domain/aspect-ratio'
import { whyNotGenerate } from '@/lib/domain/check-request'
import { AppError } from '@/lib/domain/errors'
import { estimateCost } from '@/lib/domain/estimate-cost'
import { newId } from '@/lib/domain/ids'
import { cameraSchema } from '@/lib/scene/schema'
import { type Actor, system } from '../actor'
import { inTeamsOf, requireAuthorId, requireUserId } from '../authorize'
import { holdBudget, requireBudget } from '../budgets/hold'
import { db } from '../db'
import { findEngine } from '../engines/queries'
import { engineSettings } from '../engines/settings'
import { indexGenerations } from '../history/search-index'
import { notifyLive } from '../notify'
import { refusal, teamOfRow } from '../teams/suspended'
import { recordUsage } from '../usage/record'
import { type Frozen, freezeRequest, holdScene, requestGenerationSchema } from './freeze-request'
import { reserve } from './ledger'
import { audit } from './transitions'

export type RequestGeneration = z.input<typeof requestGenerationSchema>

/** `created` is false when the same press had been counted before: then nothing has to be sent again. */
export type Requested = { generationId: string; engineId: string; teamId: string; created: boolean }

/**
 * One press of Generate: freezes every input and queues the work, in one transaction. The caller then sends
 * `generation/requested`; if it dies in between, the sweep sends it.
 *
 * @throws AppError `invalid` with a sentence for the panel, `not_found` for scenes and files of other teams, `conflict`
 * when the scene was saved again after the snapshot was taken, `rate_limited` when too much is waiting.
 */
export async function requestGeneration(actor: Actor, input: RequestGeneration): Promise<Requested> {
  const userId = requireAuthorId(actor)
  const parsed = requestGenerationSchema.safeParse(input)
  if (!parsed.success) throw new AppError('invalid', 'This request is not complete. Reload the page and press Generate again.', { cause: parsed.error })
  const request = parsed.data
  return db().transaction(async (tx) => {
    const scene = await holdScene(tx, actor, request.sceneId)
    const before = await findByKey(tx, scene.teamId, request.requestKey)
    if (before) return { ...before, created: false }
    const { requestKey, prompt, settings, references } = request
    const [frozen] = await freezeRequest(tx, { userId, scene, hasBrowser: actor.kind === 'user' }, request, [{ requestKey, prompt, settings, references }])
    if (!frozen) throw new Error('A request froze to nothing.')
    return insertGeneration(tx, actor, frozen)
  })
}

/**
 * Queues the same frozen inputs once more as a new generation; the old one stays as it is. The key makes pressing twice
 * count once.
 * @throws AppError `not_found`, `invalid` when the engine can no longer take these settings.
 */
export async function tryAgain(actor: Actor, input: { generationId: string; requestKey: string }): Promise<Requested> {
  const userId = requireUserId(actor)
  const { generationId, requestKey } = z.strictObject({ generationId: z.string().max(64), requestKey: requestGenerationSchema.shape.requestKey }).parse(input)
  return db().transaction(async (tx) => {
    const [old] = await tx
      .select()
      .from(generations)
      .where(and(eq(generations.id, generationId), isNull(generations.deletedAt), inTeamsOf(actor, generations.teamId, 'generation.create')))
    if (!old) throw await refusal(tx, actor, teamOfRow(generations, generationId), 'This generation')
    const before = await findByKey(tx, old.teamId, requestKey)
    if (before) return { ...before, created: false }
    const references = await tx.select().from(generationReferences).where(eq(generationReferences.generationId, old.id))
    const reason = whyNotGenerate(findEngine(old.engine, await engineSettings(actor, old.teamId, tx)), {
      settings: old.settings,
      references,
      prompt: old.prompt,
      hasContent: true,
    })
    if (reason) throw new AppError('invalid', reason)
    return insertGeneration(tx, actor, {
      teamId: old.teamId,
      sceneId: old.sceneId,
      sceneRevisionId: old.sceneRevisionId,
      authorId: userId,
      requestKey,
      prompt: old.prompt,
      settings: old.settings,
      camera: old.camera === null ? null : cameraSchema.parse(old.camera),
      snapshotAssetId: old.snapshotAssetId,
      references: references.map((reference) => ({ ...reference, slot: reference.slot === 2 ? 2 : 3 })),
      reading: old.reading,
      shotName: old.shotName,
      remixedFromOutputId: old.remixedFromOutputId,
      // What takes the place of an image that did not come stands in its cell of the grid.
      ...(old.status === 'succeeded' ? {} : placeOf(old)),
    })
  })
}

const placeOf = ({ explorationId, explorationPlace, explorationLabel }: typeof generations.$inferSelect) => ({
  explorationId,
  explorationPlace,
  explorationLabel,
})

/**
 * Writes the generation, what it reserves and what tells of it. Pressing the same button twice makes one.
 * @throws AppError `over_budget` in the words of the budget that it would pass, `rate_limited` when too much is waiting.
 */
export async function insertGeneration(tx: Transaction, actor: Actor, frozen: Frozen): Promise<Requested> {
  const { references, ...columns } = frozen
  const budget = await holdBudget(tx, frozen)
  // The other press of the same button may have held it first, and has used what this one would be refused for.
  const before = await findByKey(tx, frozen.teamId, frozen.requestKey)
  if (before) return { ...before, created: false }
  const option = findEngine(frozen.settings.engine, await engineSettings(system, frozen.teamId, tx))
  const pictures = references.length + (frozen.settings.canvas ? 1 : 0)
  const costReservedMicroUsd = option ? estimateCost(option, frozen.settings, pictures) : null
  await requireBudget(tx, budget, { generations: 1, images: frozen.settings.images, moneyMicroUsd: costReservedMicroUsd })
  const [row] = await tx
    .insert(generations)
    .values({
      ...columns,
      ...outputPixels(frozen.settings.ratio, frozen.settings.size),
      id: newId('gen'),
      status: 'queued',
      hasReference: references.length > 0,
      engine: frozen.settings.engine,
      model: option?.model ?? null,
      costReservedMicroUsd,
    })
    .onConflictDoNothing({ target: [generations.teamId, generations.requestKey] })
    .returning()
  if (!row) {
    // The other press of the same button committed between the look-up and this insert.
    const other = await findByKey(tx, frozen.teamId, frozen.requestKey)
    if (!other) throw new Error('A generation with this request key could be neither written nor read.')
    return { ...other, created: false }
  }
  if (references.length > 0) await tx.insert(generationReferences).values(references.map((reference) => ({ ...reference, generationId: row.id })))
  await reserve(tx, row)
  await audit(tx, actor, row, 'generation.requested', { engine: row.engine, images: row.settings.images, sceneId: row.sceneId })
  await notifyLive(tx, { teamId: row.teamId, kind: 'generation', id: row.id })
  await indexGenerations(tx, [row.id])
  await recordUsage(tx, [row.id])
  return { generationId: row.id, engineId: row.engine, teamId: row.teamId, created: true }
}

/** The generation that this press of the button made before. */
export async function findByKey(tx: Transaction, teamId: string, requestKey: string): Promise<Omit<Requested, 'created'> | null> {
  const [row] = await tx
    .select({ generationId: generations.id, engineId: generations.engine, teamId: generations.teamId })
    .from(generations)
    .where(and(eq(generations.teamId, teamId), eq(generations.requestKey, requestKey)))
  return row ?? null
}
