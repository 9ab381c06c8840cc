import 'server-only'
import canonicalize from 'canonicalize'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Transaction } from '@/db/client'
import { assets, generationOutputs, scenes } from '@/db/schema'
import { whyNotGenerate } from '@/lib/domain/check-request'
import { AppError, notFound } from '@/lib/domain/errors'
import { type GenerationSettings, generationSettingsSchema, promptSchema, type Reference, referenceSchema } from '@/lib/domain/generation'
import { idSchema } from '@/lib/domain/ids'
import { type Camera, cameraSchema, type SceneDocument, sceneDocumentSchema } from '@/lib/scene/schema'
import { type Actor, system } from '../actor'
import { inTeamsOf } from '../authorize'
import { findEngine } from '../engines/queries'
import { engineSettings } from '../engines/settings'
import { refusal, teamOfRow } from '../teams/suspended'
import { freezeScene } from './freeze-scene'
import { readingOf } from './reading'

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
  /** The picture taken from the canvas; null where the canvas is left out, and for programs, for which the worker takes it. */
  snapshotAssetId: idSchema.nullable(),
  camera: cameraSchema,
  /** The saved revision that the snapshot was taken from. */
  baseRevision: z.number().int().min(1),
  /** The image whose recipe this one began with. */
  remixedFromOutputId: idSchema.nullish(),
})

/** Everything that is frozen with one generation. */
export type Frozen = {
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
  /** Its place among the images that one press made, and what differs there. */
  explorationId?: string | null
  explorationPlace?: number | null
  explorationLabel?: string | null
}

type SceneRow = typeof scenes.$inferSelect

/** The scene that somebody wants images of, held so that nobody changes it meanwhile. @throws AppError `not_found`, `forbidden` in a suspended team. */
export async function holdScene(tx: Transaction, actor: Actor, sceneId: string): Promise<SceneRow> {
  const [scene] = await tx
    .select()
    .from(scenes)
    .where(and(eq(scenes.id, sceneId), isNull(scenes.deletedAt), inTeamsOf(actor, scenes.teamId, 'generation.create')))
    .for('share')
  if (!scene) throw await refusal(tx, actor, teamOfRow(scenes, sceneId), 'This scene')
  return scene
}

type Each = Pick<Frozen, 'requestKey' | 'prompt' | 'settings' | 'references' | 'explorationId' | 'explorationPlace' | 'explorationLabel'>

/** `hasBrowser` is false for a program, for which the worker takes the picture of the canvas. */
type By = { userId: string; scene: SceneRow; hasBrowser?: boolean }

/**
 * Freezes one press of Generate, whether it makes one generation or several: scene, camera and snapshot are the same for all.
 * @throws AppError `invalid` with a sentence for the panel, `not_found` for files of other teams, `conflict` when the scene
 * was saved again after the snapshot was taken.
 */
export async function freezeRequest(tx: Transaction, by: By, request: z.output<typeof requestGenerationSchema>, each: readonly Each[]): Promise<Frozen[]> {
  const { userId, scene, hasBrowser = true } = by
  const document = sceneDocumentSchema.parse(scene.document)
  const hasContent = Object.values(document.nodes).some((node) => node.visible && node.type !== 'light')
  // The scene was found for this person before, so its team's keys count.
  const keys = await engineSettings(system, scene.teamId, tx)
  for (const one of each) {
    const reason = whyNotGenerate(findEngine(one.settings.engine, keys), { ...one, hasContent })
    if (reason) throw new AppError('invalid', reason)
  }
  const { canvas } = request.settings
  if (canvas && scene.revision !== request.baseRevision) {
    throw new AppError('conflict', 'The scene changed while its picture was taken. Press Generate again.')
  }
  if (canvas && hasBrowser && !request.snapshotAssetId) throw new AppError('invalid', 'The picture of the canvas is missing. Press Generate again.')
  const snapshotAssetId = canvas ? request.snapshotAssetId : null
  await requireImages(tx, scene.teamId, [...request.references.map((reference) => reference.assetId), ...(snapshotAssetId ? [snapshotAssetId] : [])])
  const shared = {
    teamId: scene.teamId,
    sceneId: scene.id,
    sceneRevisionId: canvas ? await freezeScene(tx, { id: scene.id, teamId: scene.teamId, document }) : null,
    authorId: userId,
    camera: canvas ? request.camera : null,
    snapshotAssetId,
    shotName: canvas ? shotNameOf(document, request.camera) : null,
    remixedFromOutputId: await remixedFrom(tx, scene.teamId, request.remixedFromOutputId ?? null),
  }
  return each.map((one) => ({ ...shared, ...one, reading: readingOf(one.settings, one.prompt, document, one.references) }))
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
