import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { generations } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import { previewKey } from '@/lib/domain/preview-key'
import { blobStore } from '@/lib/platform/blob'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'

/** Previews are made by our own engines and always encoded the same way. */
export const PREVIEW_MIME = 'image/jpeg'

/** The newest preview of a running generation. @throws AppError `not_found` when there is none (any more). */
export async function readPreview(actor: Actor, id: string): Promise<{ stream: ReadableStream<Uint8Array>; mime: string }> {
  const [row] = await db()
    .select({ teamId: generations.teamId, progress: generations.progress })
    .from(generations)
    .where(and(eq(generations.id, id), isNull(generations.deletedAt), inTeamsOf(actor, generations.teamId, 'team.read')))
  if (!row?.progress || row.progress.preview === 0) throw notFound('This preview')
  const { stream } = await blobStore().read(previewKey(row.teamId, id, row.progress.preview))
  return { stream, mime: PREVIEW_MIME }
}
