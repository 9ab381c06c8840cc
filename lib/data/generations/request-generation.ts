import 'server-only'
import canonicalize from 'canonicalize'
import { and, count, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Transaction } from '@/db/client'
import { assets, generationOutputs, generationReferences, generations, scenes } from '@/db/schema'
import { outputPixels } from '@/lib/domain/aspect-ratio'
import { whyNotGenerate } from '@/lib/domain/check-request'
import { AppError, notFound } from '@/lib/domain/errors'
import { type GenerationSettings, generationSettingsSchema, promptSchema, type Reference, referenceSchema } from '@/lib/domain/generation'
import { idSchema, newId } from '@/lib/domain/ids'
import { type Camera, cameraSchema, type SceneDocument, sceneDocumentSchema } from '@/lib/scene/schema'
import type { Actor } from '../actor'
import { inTeamsOf, requireUserId } from '../authorize'
import { db } from '../db'
import { findEngine } from '../engines/queries'
import { engineSettings } from '../engines/settings'
import { indexGenerations } from '../history/search-index'
import { notifyLive } from '../notify'
import { freezeScene } from './freeze-scene'
import { reserve } from './ledger'
import { readingOf } from './reading'
import { audit } from './transitions'

/** More than this many unfinished generations of one team are refused, so that a stuck button cannot fill the queue. */
export const OPEN_GENERATIONS_MAX = 24

export const requestGenerationSchema = z.strictObject({
  sceneId: idSchema,
  /** Chosen by the browser for one press of Generate. */
  requestKey: z.string().regex(/^[0-9a-zA-Z_-]{16,64}$/),
  prompt: promptSchema,
  /** A change of one object is asked for by requestEdit, which knows more. */
  settings: generationSettingsSchema.omit({ edit: true }),
  references: z
    .array(referenceSchema)
    .max(2)
    .refine((all) => new Set(all.map((reference) => reference.slot)).size === all.length, 'Each slot holds one reference.'),
  /** The picture taken from the canvas; null where the canvas is left out. */
  snapshotAssetId: idSchema.nullable(),
  camera: cameraSchema,
  /** The saved revision that the snapshot was taken from. */
  baseRevision: z.number().int().min(1),
  /** The image whose recipe this one began with. */
  remixedFromOutputId: idSchema.nullish(),
})
export type RequestGeneration = z.input<typeof requestGenerationSchema>

/** `created` is false when the same press had been counted before: then nothing has to be sent again. */
export type Requested = { generationId: string; engineId: string; created: boolean }

/**
 * One press of Generate: freezes every input and queues the work, in one transaction. The caller then sends
 * `generation/requested`; if it dies in between, the sweep sends it.
 *
 * @throws AppError `invalid` with a sentence for the panel, `not_found` for scenes and files of other teams, `conflict`
 * when the scene was saved again after the snapshot was taken, `rate_limited` when too much is waiting.
 */
export async function requestGeneration(actor: Actor, input: RequestGeneration): Promise<Requested> {
  const userId = requireUserId(actor)
  const parsed = requestGenerationSchema.safeParse(input)
  if (!parsed.success) throw new AppError('invalid', 'This request is not complete. Reload the page and press Generate again.', { cause: parsed.error })
  const request = parsed.data
  return db().transaction(async (tx) => {
    const [scene] = await tx
      .select()
      .from(scenes)
      .where(and(eq(scenes.id, request.sceneId), isNull(scenes.deletedAt), inTeamsOf(actor, scenes.teamId, 'generation.create')))
      .for('share')
    if (!scene) throw notFound('This scene')
    const before = await findByKey(tx, scene.teamId, request.requestKey)
    if (before) return { ...before, created: false }

    const document = sceneDocumentSchema.parse(scene.document)
    const hasContent = Object.values(document.nodes).some((node) => node.visible && node.type !== 'light')
    const refusal = whyNotGenerate(findEngine(request.settings.engine, await engineSettings(actor, scene.teamId, tx)), { ...request, hasContent })
    if (refusal) throw new AppError('invalid', refusal)
    if (request.settings.canvas && scene.revision !== request.baseRevision) {
      throw new AppError('conflict', 'The scene changed while its picture was taken. Press Generate again.')
    }
    if (request.settings.canvas && !request.snapshotAssetId) throw new AppError('invalid', 'The picture of the canvas is missing. Press Generate again.')
    const snapshotAssetId = request.settings.canvas ? request.snapshotAssetId : null
    await requireImages(tx, scene.teamId, [...request.references.map((reference) => reference.assetId), ...(snapshotAssetId ? [snapshotAssetId] : [])])

    return insertGeneration(tx, {
      teamId: scene.teamId,
      sceneId: scene.id,
      sceneRevisionId: request.settings.canvas ? await freezeScene(tx, { id: scene.id, teamId: scene.teamId, document }) : null,
      authorId: userId,
      requestKey: request.requestKey,
      prompt: request.prompt,
      settings: request.settings,
      camera: request.settings.canvas ? request.camera : null,
      snapshotAssetId,
      references: request.references,
      reading: readingOf(request.settings, request.prompt, document, request.references),
      shotName: request.settings.canvas ? shotNameOf(document, request.camera) : null,
      remixedFromOutputId: await remixedFrom(tx, scene.teamId, request.remixedFromOutputId ?? null),
    })
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
    if (!old) throw notFound('This generation')
    const before = await findByKey(tx, old.teamId, requestKey)
    if (before) return { ...before, created: false }
    const references = await tx.select().from(generationReferences).where(eq(generationReferences.generationId, old.id))
    const refusal = whyNotGenerate(findEngine(old.engine, await engineSettings(actor, old.teamId, tx)), {
      settings: old.settings,
      references,
      prompt: old.prompt,
      hasContent: true,
    })
    if (refusal) throw new AppError('invalid', refusal)
    return insertGeneration(tx, {
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
    })
  })
}

/** Everything that is frozen with one press of Generate. */
type Frozen = {
  teamId: string
  sceneId: string | null
  sceneRevisionId: string | null
  authorId: string
  requestKey: string
  prompt: string
  settings: GenerationSettings
  camera: Camera | null
  snapshotAssetId: string | null
  references: readonly Reference[]
  reading: unknown
  shotName: string | null
  remixedFromOutputId: string | null
}

/** The name of the saved camera that this one is, or null for a free view. */
const shotNameOf = (document: SceneDocument, camera: Camera): string | null =>
  document.shots.find((shot) => canonicalize(shot.camera) === canonicalize(camera))?.name ?? null

/** @throws AppError `not_found` unless it is null or an image of this team. */
async function remixedFrom(tx: Transaction, teamId: string, outputId: string | null): Promise<string | null> {
  if (outputId === null) return null
  const [output] = await tx
    .select({ id: generationOutputs.id })
    .from(generationOutputs)
    .where(and(eq(generationOutputs.id, outputId), eq(generationOutputs.teamId, teamId)))
  if (!output) throw notFound('The image that this begins with')
  return output.id
}

/** Writes the generation, what it reserves and what tells of it. Pressing the same button twice makes one. */
export async function insertGeneration(tx: Transaction, frozen: Frozen): Promise<Requested> {
  const { references, ...columns } = frozen
  const [open] = await tx
    .select({ n: count() })
    .from(generations)
    .where(and(eq(generations.teamId, frozen.teamId), inArray(generations.status, ['queued', 'running'])))
  if (open && open.n >= OPEN_GENERATIONS_MAX) {
    throw new AppError('rate_limited', `${OPEN_GENERATIONS_MAX} images are already waiting. Let some finish, or cancel them.`, { retryAfterMs: 30_000 })
  }
  const free = findEngine(frozen.settings.engine)?.capabilities.free ?? false
  const [row] = await tx
    .insert(generations)
    .values({
      ...columns,
      ...outputPixels(frozen.settings.ratio, frozen.settings.size),
      id: newId('gen'),
      status: 'queued',
      hasReference: references.length > 0,
      engine: frozen.settings.engine,
      costReservedMicroUsd: free ? 0 : null,
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
  await audit(tx, row, 'generation.requested', frozen.authorId, { engine: row.engine, images: row.settings.images, sceneId: row.sceneId })
  await notifyLive(tx, { teamId: row.teamId, kind: 'generation', id: row.id })
  await indexGenerations(tx, [row.id])
  return { generationId: row.id, engineId: row.engine, created: true }
}

/** The generation that this press of the button made before. */
export async function findByKey(tx: Transaction, teamId: string, requestKey: string): Promise<{ generationId: string; engineId: string } | null> {
  const [row] = await tx
    .select({ generationId: generations.id, engineId: generations.engine })
    .from(generations)
    .where(and(eq(generations.teamId, teamId), eq(generations.requestKey, requestKey)))
  return row ?? null
}

/** @throws AppError `not_found` unless every id is an image of this team. */
async function requireImages(tx: Transaction, teamId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const rows = await tx
    .select({ id: assets.id, mime: assets.mime })
    .from(assets)
    .where(and(eq(assets.teamId, teamId), inArray(assets.id, [...ids])))
  const images = new Set(rows.filter((row) => row.mime.startsWith('image/')).map((row) => row.id))
  if (ids.some((id) => !images.has(id))) throw notFound('A reference image')
}
