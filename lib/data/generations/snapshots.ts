import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { generations } from '@/db/schema'
import type { Actor } from '../actor'
import { db } from '../db'
import { requireSystem } from './require-system'

/** Keeps the picture of the canvas that the worker took; one that is there already stays. @returns false when the generation is no longer running. */
export async function keepSnapshot(actor: Actor, id: string, assetId: string): Promise<boolean> {
  requireSystem(actor)
  await db()
    .update(generations)
    .set({ snapshotAssetId: assetId })
    .where(and(eq(generations.id, id), eq(generations.status, 'running'), isNull(generations.snapshotAssetId)))
  const [row] = await db().select({ status: generations.status, snapshot: generations.snapshotAssetId }).from(generations).where(eq(generations.id, id))
  return row?.status === 'running' && row.snapshot !== null
}
