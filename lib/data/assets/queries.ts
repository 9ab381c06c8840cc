import 'server-only'
import { and, eq } from 'drizzle-orm'
import { assets } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import { type BlobBody, type ByteRange, blobStore, bodyBytes } from '@/lib/platform/blob'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { type AssetDto, assetKey, toAssetDto } from './dto'

/** @throws AppError `not_found` also for an asset of another team. */
export async function assetInfo(actor: Actor, assetId: string): Promise<AssetDto> {
  const [row] = await db()
    .select()
    .from(assets)
    .where(and(eq(assets.id, assetId), inTeamsOf(actor, assets.teamId, 'output.read')))
  if (!row) throw notFound('The file')
  return toAssetDto(row)
}

/**
 * An asset and its bytes as a stream.
 * @throws AppError `not_found` also for an asset of another team, `invalid` for a range outside the file, `unavailable` when storage does not answer.
 */
export async function readAsset(actor: Actor, assetId: string, range?: ByteRange): Promise<{ asset: AssetDto; body: BlobBody }> {
  const asset = await assetInfo(actor, assetId)
  return { asset, body: await blobStore().read(assetKey(asset), range) }
}

/** As {@link readAsset}, with all bytes in memory. */
export async function readAssetBytes(actor: Actor, assetId: string): Promise<{ asset: AssetDto; bytes: Uint8Array }> {
  const { asset, body } = await readAsset(actor, assetId)
  return { asset, bytes: await bodyBytes(body) }
}
