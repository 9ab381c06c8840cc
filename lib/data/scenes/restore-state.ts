import 'server-only'
import { and, desc, eq, isNull } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { generations, keptScenes, sceneRevisions, scenes, users } from '@/db/schema'
import { newId } from '@/lib/domain/ids'
import { cameraSchema, type SceneDocument, sceneDocumentSchema } from '@/lib/scene/schema'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { inTeamsOf, requireUserId } from '../authorize'
import { db } from '../db'
import { freezeScene } from '../generations/freeze-scene'
import { notifyLive } from '../notify'
import { refusal, teamOfRow } from '../teams/suspended'
import { checkDocument } from './check-document'

const KEPT_NAME = 'Before restore'
const LIST_LENGTH_MAX = 50

export type Restored = {
  sceneId: string
  /** The scene was gone, so a new one was made. */
  isNew: boolean
  /** Brings back what was there before; null where nothing had to give way. */
  keptId: string | null
}

/**
 * Puts the scene that an image was made from back into the editor: as a new revision of its scene, or as a new scene where
 * that one is deleted. What stands there now is kept first, under a name, and can come back the same way.
 * @throws AppError `not_found` for images of other teams, made without the canvas, or for those who may only look; `invalid`
 * when a model of it is no longer there.
 */
export async function restoreSceneOf(actor: Actor, generationId: string): Promise<Restored> {
  const userId = requireUserId(actor)
  return db().transaction(async (tx) => {
    const [row] = await tx
      .select({ teamId: generations.teamId, sceneId: generations.sceneId, camera: generations.camera, document: sceneRevisions.document })
      .from(generations)
      .innerJoin(sceneRevisions, eq(sceneRevisions.id, generations.sceneRevisionId))
      .where(and(eq(generations.id, generationId), isNull(generations.deletedAt), inTeamsOf(actor, generations.teamId, 'scene.update')))
    if (!row) throw await refusal(tx, actor, teamOfRow(generations, generationId), 'The scene of this image')
    const frozen = sceneDocumentSchema.parse(row.document)
    const camera = cameraSchema.safeParse(row.camera)
    const document = camera.success ? { ...frozen, camera: camera.data } : frozen
    const scene = row.sceneId ? await lockScene(tx, actor, row.sceneId) : null
    if (scene?.state === 'live') return replace(tx, actor, { userId, scene: scene.row, document, from: generationId })
    return create(tx, actor, { userId, teamId: row.teamId, name: scene ? scene.row.name : 'Restored scene', document, from: generationId })
  })
}

/**
 * Brings back what {@link restoreSceneOf} or this function put aside; what stands there now is kept in turn.
 * @throws AppError `not_found`, `invalid` when a model of it is no longer there.
 */
export async function restoreKept(actor: Actor, keptId: string): Promise<Restored> {
  const userId = requireUserId(actor)
  return db().transaction(async (tx) => {
    const [row] = await tx
      .select({ sceneId: keptScenes.sceneId, document: sceneRevisions.document })
      .from(keptScenes)
      .innerJoin(sceneRevisions, eq(sceneRevisions.id, keptScenes.sceneRevisionId))
      .where(and(eq(keptScenes.id, keptId), inTeamsOf(actor, keptScenes.teamId, 'scene.update')))
    const scene = row ? await lockScene(tx, actor, row.sceneId) : null
    if (!row || scene?.state !== 'live') throw await refusal(tx, actor, teamOfRow(keptScenes, keptId), 'This earlier state')
    return replace(tx, actor, { userId, scene: scene.row, document: sceneDocumentSchema.parse(row.document), from: keptId })
  })
}

export type KeptScene = { id: string; name: string; byName: string | null; createdAtMs: number }

/** States of a scene that were put aside, newest first. Empty for scenes of other teams. */
export async function listKept(actor: Actor, sceneId: string): Promise<KeptScene[]> {
  const rows = await db()
    .select({ id: keptScenes.id, name: keptScenes.name, byName: users.name, createdAt: keptScenes.createdAt })
    .from(keptScenes)
    .leftJoin(users, eq(users.id, keptScenes.keptBy))
    .where(and(eq(keptScenes.sceneId, sceneId), inTeamsOf(actor, keptScenes.teamId, 'team.read')))
    .orderBy(desc(keptScenes.createdAt), desc(keptScenes.id))
    .limit(LIST_LENGTH_MAX)
  return rows.map(({ createdAt, ...kept }) => ({ ...kept, createdAtMs: createdAt.getTime() }))
}

type SceneRow = typeof scenes.$inferSelect

async function lockScene(tx: Transaction, actor: Actor, sceneId: string): Promise<{ state: 'live' | 'deleted'; row: SceneRow } | null> {
  const [row] = await tx
    .select()
    .from(scenes)
    .where(and(eq(scenes.id, sceneId), inTeamsOf(actor, scenes.teamId, 'scene.update')))
    .for('update')
  return row ? { state: row.deletedAt === null ? 'live' : 'deleted', row } : null
}

async function replace(tx: Transaction, actor: Actor, change: { userId: string; scene: SceneRow; document: SceneDocument; from: string }): Promise<Restored> {
  const { userId, scene, from } = change
  const { id, teamId } = scene
  const before = sceneDocumentSchema.parse(scene.document)
  const document = await checkDocument(tx, teamId, change.document)
  const sceneRevisionId = await freezeScene(tx, { id, teamId, document: before })
  const keptId = newId('kpt')
  await tx.insert(keptScenes).values({ id: keptId, teamId, sceneId: id, sceneRevisionId, name: KEPT_NAME, keptBy: userId })
  const revision = scene.revision + 1
  await tx.update(scenes).set({ document, revision, updatedAt: new Date() }).where(eq(scenes.id, id))
  await recordAudit(tx, actor, {
    action: 'scene.state_restored',
    teamId,
    targetKind: 'scene',
    targetId: id,
    before: { revision: scene.revision, keptId },
    after: { revision, from },
  })
  await notifyLive(tx, { teamId, kind: 'scene', id })
  return { sceneId: id, isNew: false, keptId }
}

async function create(
  tx: Transaction,
  actor: Actor,
  scene: { userId: string; teamId: string; name: string; document: SceneDocument; from: string },
): Promise<Restored> {
  const { userId, teamId, name, from } = scene
  const document = await checkDocument(tx, teamId, scene.document)
  const id = newId('scn')
  await tx.insert(scenes).values({ id, teamId, name, document, createdBy: userId })
  await recordAudit(tx, actor, { action: 'scene.created', teamId, targetKind: 'scene', targetId: id, after: { name, from } })
  await notifyLive(tx, { teamId, kind: 'scene', id })
  return { sceneId: id, isNew: true, keptId: null }
}
