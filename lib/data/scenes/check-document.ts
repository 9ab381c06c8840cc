import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import type { z } from 'zod'
import { assets } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { type SceneDocument, sceneDocumentSchema } from '@/lib/scene/schema'
import type { Executor } from '../db'

/** As JSON. About ten times a scene with the largest number of plain objects that stays pleasant to edit. */
export const SCENE_BYTES_MAX = 2_000_000

export function modelAssetIds(doc: SceneDocument): string[] {
  const ids = new Set<string>()
  for (const node of Object.values(doc.nodes)) if (node.type === 'model') ids.add(node.assetId)
  return [...ids]
}

/**
 * The document if it may be stored for this team: valid, not too large, and with no model of another team in it.
 * @throws AppError `invalid` or `too_large`.
 */
export async function checkDocument(tx: Executor, teamId: string, candidate: unknown, known: readonly string[] = []): Promise<SceneDocument> {
  const parsed = sceneDocumentSchema.safeParse(candidate)
  if (!parsed.success) throw invalidDocument(parsed.error)
  if (JSON.stringify(parsed.data).length > SCENE_BYTES_MAX) {
    throw new AppError('too_large', 'This scene has grown too large to save. Remove some objects, or split it into two scenes.')
  }
  const fresh = modelAssetIds(parsed.data).filter((id) => !known.includes(id))
  if (fresh.length > 0) {
    const found = await tx
      .select({ id: assets.id })
      .from(assets)
      .where(and(eq(assets.teamId, teamId), eq(assets.kind, 'model'), inArray(assets.id, fresh)))
    if (found.length !== fresh.length) throw new AppError('invalid', 'A model in this scene is not in your team. Import it again.')
  }
  return parsed.data
}

export const invalidDocument = (error: z.ZodError): AppError =>
  new AppError('invalid', 'This change does not fit the scene, so it was not saved. Reload the page to go on from the last saved state.', {
    cause: error,
  })
