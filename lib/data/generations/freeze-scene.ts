import 'server-only'
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { and, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { assets, sceneRevisions } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import type { SceneDocument } from '@/lib/scene/schema'

/** SHA-256, hex, of the canonical JSON (RFC 8785) of a document and the hashes of its models. */
export function sceneHash(document: SceneDocument, models: Record<string, string>): string {
  return createHash('sha256')
    .update(canonicalize({ document, models }) ?? '')
    .digest('hex')
}

/**
 * Copies a scene as it is now. The same content gives the same revision row, however often it is frozen.
 * @throws AppError `invalid` when a model of the scene is no longer there.
 */
export async function freezeScene(tx: Transaction, scene: { id: string; teamId: string; document: SceneDocument }): Promise<string> {
  const models = await modelHashes(tx, scene.teamId, scene.document)
  const contentHash = sceneHash(scene.document, models)
  const [created] = await tx
    .insert(sceneRevisions)
    .values({ id: newId('rev'), teamId: scene.teamId, sceneId: scene.id, contentHash, document: scene.document, models })
    .onConflictDoNothing({ target: [sceneRevisions.teamId, sceneRevisions.sceneId, sceneRevisions.contentHash] })
    .returning({ id: sceneRevisions.id })
  if (created) return created.id
  const [existing] = await tx
    .select({ id: sceneRevisions.id })
    .from(sceneRevisions)
    .where(and(eq(sceneRevisions.teamId, scene.teamId), eq(sceneRevisions.sceneId, scene.id), eq(sceneRevisions.contentHash, contentHash)))
  if (!existing) throw new Error(`The revision ${contentHash} of ${scene.id} could be neither written nor read.`)
  return existing.id
}

async function modelHashes(tx: Transaction, teamId: string, document: SceneDocument): Promise<Record<string, string>> {
  const nodes = Object.values(document.nodes).filter((node) => node.type === 'model')
  const ids = [...new Set(nodes.map((node) => node.assetId))]
  if (ids.length === 0) return {}
  const rows = await tx
    .select({ id: assets.id, sha256: assets.sha256 })
    .from(assets)
    .where(and(eq(assets.teamId, teamId), inArray(assets.id, ids)))
  const models = Object.fromEntries(rows.map((row) => [row.id, row.sha256]))
  const missing = nodes.find((node) => !(node.assetId in models))
  if (missing) throw new AppError('invalid', `The file of “${missing.name}” is missing. Import the model again, or delete it from the scene.`)
  return models
}
