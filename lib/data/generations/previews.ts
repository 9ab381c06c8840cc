import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { generations } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { previewKey } from '@/lib/domain/preview-key'
import { blobStore } from '@/lib/platform/blob'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'

/** Previews are made by our own engines and always encoded the same way. */
export const PREVIEW_MIME = 'image/jpeg'

/**
 * The newest preview of a running generation, `null` before the first and once it has ended: a page that was told of a
 * preview may ask for it a moment after its file was removed, which is nobody's mistake.
 * @throws AppError `not_found` when there is no such generation for this actor.
 */
export async function readPreview(actor: Actor, id: string): Promise<{ stream: ReadableStream<Uint8Array>; mime: string } | null> {
  const [row] = await db()
    .select({ teamId: generations.teamId, progress: generations.progress })
    .from(generations)
    .where(and(eq(generations.id, id), isNull(generations.deletedAt), inTeamsOf(actor, generations.teamId, 'team.read')))
  if (!row) throw notFound('This generation')
  if (!row.progress || row.progress.preview === 0) return null
  try {
    const { stream } = await blobStore().read(previewKey(row.teamId, id, row.progress.preview))
    return { stream, mime: PREVIEW_MIME }
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  }
}
