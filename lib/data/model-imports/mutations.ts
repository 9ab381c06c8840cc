import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import { modelImports } from '@/db/schema'
import { newId } from '@/lib/domain/ids'
import type { Actor } from '../actor'
import { storeAsset } from '../assets/mutations'
import { requireUserId } from '../authorize'
import { db } from '../db'
import { requireSystem } from '../generations/require-system'
import { notifyLive } from '../notify'
import { type ModelFacts, type ModelImportDto, toModelImportDto, toModelMeta } from './dto'

const FILE_NAME_LENGTH_MAX = 120

/**
 * Stores an uploaded model and queues its import. The caller sends `model/import-requested` afterwards; if it cannot, a sweep does.
 * @throws AppError `unauthenticated`, `not_found` for a team that the actor may not add files to, `unavailable` when storage is.
 */
export async function createModelImport(actor: Actor, upload: { teamId: string; fileName: string; bytes: Uint8Array }): Promise<ModelImportDto> {
  const createdBy = requireUserId(actor)
  const { teamId, bytes } = upload
  const fileName = upload.fileName.trim().slice(0, FILE_NAME_LENGTH_MAX) || 'Model'
  // The type is not taken from the browser: until the import has read it, this is a file and nothing else.
  const source = await storeAsset(actor, { teamId, kind: 'model_source', bytes, mime: 'application/octet-stream' })
  return db().transaction(async (tx) => {
    const [row] = await tx
      .insert(modelImports)
      .values({ id: newId('imp'), teamId, createdBy, fileName, sourceAssetId: source.id, status: 'queued' })
      .returning()
    if (!row) throw new Error('An import could not be written')
    await notifyLive(tx, { teamId, kind: 'import', id: row.id })
    return toModelImportDto(row, null)
  })
}

/**
 * Marks an import as running. Beginning twice is fine: the work may start again after a crash.
 * @returns what to work on, or null when the import has ended or is unknown.
 */
export async function beginModelImport(actor: Actor, importId: string): Promise<{ teamId: string; sourceAssetId: string } | null> {
  requireSystem(actor)
  return move(importId, { status: 'running' })
}

/** Stores the canonical GLB and ends the import. Doing it twice ends at the same asset. */
export async function succeedModelImport(
  actor: Actor,
  importId: string,
  result: ModelFacts & { teamId: string; glb: Uint8Array; notes: string[] },
): Promise<void> {
  requireSystem(actor)
  const { teamId, glb, notes } = result
  const model = await storeAsset(actor, { teamId, kind: 'model', bytes: glb, mime: 'model/gltf-binary', meta: toModelMeta(result) })
  await move(importId, { status: 'succeeded', modelAssetId: model.id, notes, finishedAt: new Date() })
}

/** @param sentence What happened and what to do, for the user. */
export async function failModelImport(actor: Actor, importId: string, sentence: string): Promise<void> {
  requireSystem(actor)
  await move(importId, { status: 'failed', error: sentence, finishedAt: new Date() })
}

/** An import moves forward only, so what has ended stays as it ended. */
async function move(
  importId: string,
  change: Partial<typeof modelImports.$inferInsert> & { status: 'running' | 'succeeded' | 'failed' },
): Promise<{ teamId: string; sourceAssetId: string } | null> {
  return db().transaction(async (tx) => {
    const [row] = await tx
      .update(modelImports)
      .set(change)
      .where(and(eq(modelImports.id, importId), inArray(modelImports.status, ['queued', 'running'])))
      .returning({ teamId: modelImports.teamId, sourceAssetId: modelImports.sourceAssetId })
    if (!row) return null
    await notifyLive(tx, { teamId: row.teamId, kind: 'import', id: importId })
    return row
  })
}
