import 'server-only'
import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { assets, scenes } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { idOfHash, newId } from '@/lib/domain/ids'
import { isStorableText, NOT_STORABLE } from '@/lib/domain/text'
import { sha256Hex } from '@/lib/platform/crypto'
import { applyPatches } from '@/lib/scene/patches/patch'
import { BLANK_SCENE, SAMPLE_SCENES, type Sample } from '@/lib/scene/samples'
import { type SceneDocument, sceneDocumentSchema } from '@/lib/scene/schema'
import type { Actor } from '../actor'
import { type AuditEntry, recordAudit } from '../audit/record'
import { inTeamsOf, requireAuthorId } from '../authorize'
import { db, type Executor } from '../db'
import { learnWords } from '../history/search-index'
import { notifyLive } from '../notify'
import { requireTeam } from '../teams/require-team'
import { refusal, teamOfRow } from '../teams/suspended'
import { checkDocument, invalidDocument, modelAssetIds } from './check-document'

export const sceneNameSchema = z
  .string()
  .trim()
  .min(1, 'Give the scene a name.')
  .max(120, 'A name has at most 120 characters.')
  .refine(isStorableText, NOT_STORABLE)

/** @throws AppError `invalid` with the sentence for the field. */
function nameOf(text: string): string {
  const parsed = sceneNameSchema.safeParse(text)
  if (!parsed.success) throw new AppError('invalid', parsed.error.issues[0]?.message ?? 'Give the scene a name.', { fields: { name: 'Not a name.' } })
  return parsed.data
}

type Created = { id: string; name: string; revision: number }

async function audit(tx: Executor, actor: Actor, entry: Omit<AuditEntry, 'targetKind'>) {
  await recordAudit(tx, actor, { ...entry, targetKind: 'scene' })
}

/** The scene for writing, its row locked until the transaction ends. @throws AppError `not_found`, `forbidden` in a suspended team. */
async function lockScene(tx: Executor, actor: Actor, sceneId: string, state: 'live' | 'deleted' = 'live') {
  const [row] = await tx
    .select()
    .from(scenes)
    .where(
      and(
        eq(scenes.id, sceneId),
        inTeamsOf(actor, scenes.teamId, state === 'live' ? 'scene.update' : 'scene.delete'),
        state === 'live' ? isNull(scenes.deletedAt) : isNotNull(scenes.deletedAt),
      ),
    )
    .for('update')
  if (!row) throw await refusal(tx, actor, teamOfRow(scenes, sceneId), 'This scene')
  return row
}

type NewScene = {
  teamId: string
  name: string
  document: SceneDocument
  /** Says in the audit log where it came from. */
  from: string
  /** Asking again under the same key gives the scene that is there, also when nobody heard the first answer. */
  requestKey?: string
}

/**
 * A new scene with a document.
 * @throws AppError `not_found` when the actor may not create scenes in this team, `forbidden` in a suspended one, `invalid`, `too_large`.
 */
export async function createSceneFrom(actor: Actor, input: NewScene): Promise<Created> {
  const userId = requireAuthorId(actor)
  const { teamId, requestKey } = input
  const id = requestKey === undefined ? newId('scn') : idOfHash('scn', sha256Hex(Buffer.from(`${teamId} ${requestKey}`)))
  return db().transaction(async (tx) => {
    await requireTeam(actor, teamId, 'scene.create', tx)
    const document = await checkDocument(tx, teamId, input.document)
    const name = nameOf(input.name)
    const [made] = await tx.insert(scenes).values({ id, teamId, name, document, createdBy: userId }).onConflictDoNothing().returning({ id: scenes.id })
    const created = { id, name, revision: 1 }
    if (!made) return created
    await learnWords(tx, teamId, name)
    await audit(tx, actor, { teamId, action: 'scene.created', targetId: id, after: { name, from: input.from } })
    await notifyLive(tx, { teamId, kind: 'scene', id })
    return created
  })
}

/** A new scene from one of the samples. @throws AppError `not_found` when the actor may not create scenes in this team. */
export async function createSceneFromSample(actor: Actor, input: { teamId: string; sample: Sample; name?: string }): Promise<Created> {
  const sample = SAMPLE_SCENES[input.sample]
  return createSceneFrom(actor, { teamId: input.teamId, name: input.name ?? sample.name, document: sample.document, from: input.sample })
}

/** A new scene with a floor, a cube and a light. @throws AppError `not_found` when the actor may not create scenes in this team. */
export async function createBlankScene(actor: Actor, input: { teamId: string; name?: string }): Promise<Created> {
  return createSceneFrom(actor, { teamId: input.teamId, name: input.name ?? BLANK_SCENE.name, document: BLANK_SCENE.document, from: 'blank' })
}

/**
 * Saves property patches that were made against a revision. The row is locked, so of two saves against the same revision
 * one succeeds and the other gets `conflict`.
 * @throws AppError `conflict` when somebody saved since, `invalid` when the result is not a scene, `too_large`, `not_found`.
 */
export async function saveScene(actor: Actor, input: { sceneId: string; baseRevision: number; patches: unknown }): Promise<{ revision: number }> {
  return db().transaction(async (tx) => {
    const row = await lockScene(tx, actor, input.sceneId)
    return { revision: await saveIn(tx, actor, row, { baseRevision: input.baseRevision, next: (before) => patched(before, input.patches) }) }
  })
}

type Change = { baseRevision: number; next: (before: SceneDocument) => unknown }

/** @returns the new revision. */
async function saveIn(tx: Executor, actor: Actor, row: typeof scenes.$inferSelect, change: Change): Promise<number> {
  if (row.revision !== change.baseRevision) {
    throw new AppError('conflict', 'Somebody saved this scene after you opened it. Keep both, or load theirs?')
  }
  const before = sceneDocumentSchema.parse(row.document)
  const document = await checkDocument(tx, row.teamId, change.next(before), modelAssetIds(before))
  const revision = row.revision + 1
  await tx.update(scenes).set({ document, revision, updatedAt: new Date() }).where(eq(scenes.id, row.id))
  await audit(tx, actor, { teamId: row.teamId, action: 'scene.saved', targetId: row.id, before: { revision: row.revision }, after: { revision } })
  await notifyLive(tx, { teamId: row.teamId, kind: 'scene', id: row.id })
  return revision
}

/**
 * Changes the name of a scene, puts another document in the place of its own, or does both, for a program.
 * @throws AppError `conflict` when somebody saved since `baseRevision`, `invalid` for a document without one, `too_large`, `not_found`.
 */
export async function changeScene(
  actor: Actor,
  input: { sceneId: string; name?: string; document?: SceneDocument; baseRevision?: number },
): Promise<{ id: string; name: string; revision: number }> {
  const { sceneId, document, baseRevision } = input
  return db().transaction(async (tx) => {
    const row = await lockScene(tx, actor, sceneId)
    if (document !== undefined && baseRevision === undefined) {
      throw new AppError('invalid', 'Say which revision the document was made from.', { fields: { baseRevision: 'Needed with a document.' } })
    }
    const isSaved = document !== undefined && baseRevision !== undefined
    const revision = isSaved ? await saveIn(tx, actor, row, { baseRevision, next: () => document }) : row.revision
    const name = input.name === undefined ? row.name : await renameIn(tx, actor, row, nameOf(input.name))
    return { id: row.id, name, revision }
  })
}

function patched(document: SceneDocument, patches: unknown): SceneDocument {
  try {
    return applyPatches(document, patches)
  } catch (error) {
    if (error instanceof z.ZodError) throw invalidDocument(error)
    throw error
  }
}

/** @throws AppError `invalid` for an empty or overlong name, `not_found`. */
export async function renameScene(actor: Actor, input: { sceneId: string; name: string }): Promise<{ name: string }> {
  const name = nameOf(input.name)
  return db().transaction(async (tx) => ({ name: await renameIn(tx, actor, await lockScene(tx, actor, input.sceneId), name) }))
}

async function renameIn(tx: Executor, actor: Actor, row: typeof scenes.$inferSelect, name: string): Promise<string> {
  await tx.update(scenes).set({ name }).where(eq(scenes.id, row.id))
  await learnWords(tx, row.teamId, name)
  await audit(tx, actor, { teamId: row.teamId, action: 'scene.renamed', targetId: row.id, before: { name: row.name }, after: { name } })
  await notifyLive(tx, { teamId: row.teamId, kind: 'scene', id: row.id })
  return name
}

/**
 * A copy beside the original. With a `document` the copy holds that instead: somebody's unsaved work, which is how both
 * sides of a conflict are kept.
 * @throws AppError `not_found`, `invalid`, `too_large`.
 */
export async function duplicateScene(actor: Actor, input: { sceneId: string; name?: string; document?: unknown }): Promise<Created> {
  const [row] = await db()
    .select()
    .from(scenes)
    .where(and(eq(scenes.id, input.sceneId), inTeamsOf(actor, scenes.teamId, 'scene.create'), isNull(scenes.deletedAt)))
  if (!row) throw await refusal(db(), actor, teamOfRow(scenes, input.sceneId), 'This scene')
  const parsed = sceneDocumentSchema.safeParse(input.document ?? row.document)
  if (!parsed.success) throw invalidDocument(parsed.error)
  const name = input.name ?? `${row.name.slice(0, 115)} copy`
  const copy = await createSceneFrom(actor, { teamId: row.teamId, name, document: parsed.data, from: row.id })
  if (!input.document) await db().update(scenes).set({ thumbnailAssetId: row.thumbnailAssetId }).where(eq(scenes.id, copy.id))
  return copy
}

/** Takes a scene out of every list. {@link restoreScene} brings it back. @throws AppError `not_found`. */
export async function deleteScene(actor: Actor, sceneId: string): Promise<void> {
  await setDeleted(actor, sceneId, 'live')
}

/** @throws AppError `not_found` when the scene is not deleted, or not this actor's. */
export async function restoreScene(actor: Actor, sceneId: string): Promise<void> {
  await setDeleted(actor, sceneId, 'deleted')
}

async function setDeleted(actor: Actor, sceneId: string, from: 'live' | 'deleted'): Promise<void> {
  await db().transaction(async (tx) => {
    const row = await lockScene(tx, actor, sceneId, from)
    await tx
      .update(scenes)
      .set({ deletedAt: from === 'live' ? new Date() : null })
      .where(eq(scenes.id, row.id))
    await audit(tx, actor, { teamId: row.teamId, action: from === 'live' ? 'scene.deleted' : 'scene.restored', targetId: row.id })
    await notifyLive(tx, { teamId: row.teamId, kind: 'scene', id: row.id })
  })
}

/** Shows an asset of the same team as the scene's thumbnail. Not a change of the scene, so no revision. @throws AppError `not_found`. */
export async function setSceneThumbnail(actor: Actor, input: { sceneId: string; assetId: string }): Promise<void> {
  await db().transaction(async (tx) => {
    const row = await lockScene(tx, actor, input.sceneId)
    const [asset] = await tx
      .select({ id: assets.id })
      .from(assets)
      .where(and(eq(assets.id, input.assetId), eq(assets.teamId, row.teamId)))
    if (!asset) throw notFound('This picture')
    await tx.update(scenes).set({ thumbnailAssetId: asset.id }).where(eq(scenes.id, row.id))
  })
}
