import 'server-only'
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { collectionOutputs, collections, generationOutputs, users } from '@/db/schema'
import type { CollectionView } from '@/lib/domain/curation'
import { notFound } from '@/lib/domain/errors'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'

const COVERS = 4
export const COLLECTIONS_MAX = 500

/** The collections of a team, last changed first. Another team's id gives none. */
export async function listCollections(actor: Actor, teamId: string): Promise<CollectionView[]> {
  const rows = await db()
    .select({ id: collections.id, name: collections.name, createdByName: users.name, updatedAt: collections.updatedAt, images: imageCount })
    .from(collections)
    .leftJoin(users, eq(users.id, collections.createdBy))
    .where(and(eq(collections.teamId, teamId), isNull(collections.deletedAt), inTeamsOf(actor, collections.teamId, 'team.read')))
    .orderBy(desc(collections.updatedAt), desc(collections.id))
    .limit(COLLECTIONS_MAX)
  const covers = await coversOf(rows.map(({ id }) => id))
  return rows.map(({ updatedAt, ...row }) => ({ ...row, updatedAtMs: updatedAt.getTime(), covers: covers.get(row.id) ?? [] }))
}

/** The name of one collection, for the head of its page. @throws AppError `not_found`. */
export async function getCollection(actor: Actor, collectionId: string): Promise<{ id: string; teamId: string; name: string; images: number }> {
  const [row] = await db()
    .select({ id: collections.id, teamId: collections.teamId, name: collections.name, images: imageCount })
    .from(collections)
    .where(and(eq(collections.id, collectionId), isNull(collections.deletedAt), inTeamsOf(actor, collections.teamId, 'team.read')))
  if (!row) throw notFound('This collection')
  return row
}

const imageCount = sql<number>`(
  select count(*)::int from ${collectionOutputs} c join ${generationOutputs} o on o.id = c.output_id
  where c.collection_id = collections.id and o.deleted_at is null)`

async function coversOf(ids: readonly string[]): Promise<Map<string, CollectionView['covers']>> {
  const covers = new Map<string, CollectionView['covers']>()
  if (ids.length === 0) return covers
  const newest = db()
    .select({
      outputId: generationOutputs.id,
      thumbnailAssetId: generationOutputs.thumbnailAssetId,
      thumbhash: generationOutputs.thumbhash,
      width: generationOutputs.width,
      height: generationOutputs.height,
    })
    .from(collectionOutputs)
    .innerJoin(generationOutputs, eq(generationOutputs.id, collectionOutputs.outputId))
    .where(and(eq(collectionOutputs.collectionId, collections.id), isNull(generationOutputs.deletedAt)))
    .orderBy(desc(collectionOutputs.addedAt), desc(collectionOutputs.outputId))
    .limit(COVERS)
    .as('newest')
  const rows = await db()
    .select({
      collectionId: collections.id,
      outputId: newest.outputId,
      thumbnailAssetId: newest.thumbnailAssetId,
      thumbhash: newest.thumbhash,
      width: newest.width,
      height: newest.height,
    })
    .from(collections)
    .innerJoinLateral(newest, sql`true`)
    .where(inArray(collections.id, [...ids]))
  for (const { collectionId, ...cover } of rows) covers.set(collectionId, [...(covers.get(collectionId) ?? []), cover])
  return covers
}
