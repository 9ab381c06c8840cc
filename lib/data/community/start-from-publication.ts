import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import { assets, generationOutputs, generations, publications, sceneRevisions } from '@/db/schema'
import { GALLERY_EXAMPLES } from '@/lib/domain/community/gallery-examples'
import { AppError, notFound } from '@/lib/domain/errors'
import { blobStore, bodyBytes } from '@/lib/platform/blob'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { type Camera, cameraSchema, type SceneDocument, sceneDocumentSchema } from '@/lib/scene/schema'
import type { Actor } from '../actor'
import { assetKey } from '../assets/dto'
import { assertMayStore, storeAsset } from '../assets/mutations'
import { requireUserId } from '../authorize'
import { db } from '../db'
import { consume } from '../rate-limits/consume'
import { createSceneFrom } from '../scenes/mutations'
import { mayLookAt } from './access'

const START_LIMIT = { limit: 30, windowMs: 3_600_000 }

/**
 * A new scene in a team of the actor from the scene behind an image of the gallery, where its author allows that. Its models
 * are copied into the team, so the two live apart from then on. It opens at the camera of the image.
 * @throws AppError `not_found` for an image that this actor may not look at, whose scene is not given away, or a team that
 * they may not create scenes in; `unauthenticated`, `rate_limited`.
 */
export async function startFromPublication(actor: Actor, input: { publicationId: string; teamId: string }): Promise<{ id: string; name: string }> {
  const userId = requireUserId(actor)
  await consume(`start-from-gallery:${userId}`, START_LIMIT)
  const [row] = await db()
    .select({
      title: publications.title,
      sampleKey: publications.sampleKey,
      sourceTeamId: publications.teamId,
      revision: sceneRevisions,
      camera: generations.camera,
    })
    .from(publications)
    .leftJoin(sceneRevisions, eq(sceneRevisions.id, publications.sceneRevisionId))
    .leftJoin(generationOutputs, eq(generationOutputs.id, publications.outputId))
    .leftJoin(generations, eq(generations.id, generationOutputs.generationId))
    .where(and(eq(publications.id, input.publicationId), eq(publications.allowSceneStart, true), mayLookAt(actor)))
  if (!row) throw notFound('The scene of this image')
  const from = `gallery:${input.publicationId}`
  if (row.sampleKey !== null) {
    return createSceneFrom(actor, { teamId: input.teamId, name: row.title, document: exampleScene(row.sampleKey), from })
  }
  if (!row.revision || !row.sourceTeamId) throw notFound('The scene of this image')
  await assertMayStore(actor, input.teamId)
  const document = sceneDocumentSchema.parse(row.revision.document)
  const models = await copyModels(actor, { from: row.sourceTeamId, to: input.teamId, assetIds: Object.keys(row.revision.models) })
  const camera = cameraSchema.safeParse(row.camera)
  const copy = withModels(camera.success ? seenFrom(document, camera.data) : document, models)
  return createSceneFrom(actor, { teamId: input.teamId, name: row.title, document: copy, from })
}

/** The sample behind an example, at the example's own camera. @throws AppError `not_found` for an example of an older version. */
function exampleScene(key: string): SceneDocument {
  const example = GALLERY_EXAMPLES.find((each) => each.key === key)
  if (!example) throw notFound('The scene of this image')
  return seenFrom(SAMPLE_SCENES[example.sample].document, example.camera)
}

/** Shots keep their own cameras; a free view belongs to none of them. */
const seenFrom = (document: SceneDocument, camera: Camera): SceneDocument => ({ ...document, camera, activeShotId: null })

/** Ids in the new team by ids in the old one. The files were normalised when they were imported, so they are copied as they are. */
async function copyModels(actor: Actor, copy: { from: string; to: string; assetIds: readonly string[] }): Promise<Map<string, string>> {
  if (copy.assetIds.length === 0) return new Map()
  const rows = await db()
    .select()
    .from(assets)
    .where(and(eq(assets.teamId, copy.from), inArray(assets.id, [...copy.assetIds]), eq(assets.kind, 'model')))
  const ids = new Map<string, string>()
  for (const row of rows) {
    const bytes = await bodyBytes(await blobStore().read(assetKey(row)))
    const stored = await storeAsset(actor, { teamId: copy.to, kind: 'model', bytes, mime: row.mime, meta: row.meta })
    ids.set(row.id, stored.id)
  }
  return ids
}

/** @throws AppError `invalid` when a file of the scene is gone. */
function withModels(document: SceneDocument, models: ReadonlyMap<string, string>): SceneDocument {
  const nodes = Object.fromEntries(
    Object.entries(document.nodes).map(([id, node]) => {
      if (node.type !== 'model') return [id, node]
      const assetId = models.get(node.assetId)
      if (!assetId) throw new AppError('invalid', `The file of “${node.name}” is no longer there, so this scene cannot be copied.`)
      return [id, { ...node, assetId }]
    }),
  )
  return { ...document, nodes }
}
