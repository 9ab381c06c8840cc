import 'server-only'
import { and, eq } from 'drizzle-orm'
import { assets } from '@/db/schema'
import { newId } from '@/lib/domain/ids'
import { blobStore } from '@/lib/platform/blob'
import { sha256Hex } from '@/lib/platform/crypto'
import type { Actor } from '../actor'
import { db } from '../db'
import { requireStorage } from '../instance/quotas'
import { requireTeam } from '../teams/require-team'
import { countStored } from '../usage/storage'
import { type AssetDto, type AssetKind, assetKey, toAssetDto } from './dto'
import { lockBytes } from './lock-bytes'

export type NewAsset = {
  teamId: string
  kind: AssetKind
  bytes: Uint8Array
  mime: string
  width?: number
  height?: number
  meta?: AssetDto['meta']
}

/**
 * Stores a file of a team. The same bytes are stored once: storing them again gives the asset that is there. The blob is
 * written before the row, so a row never points at nothing; a crash between leaves an unnamed blob that the next try reuses.
 * @throws AppError `not_found` for a team that the actor may not add files to, `over_budget` where they would pass what the
 * team may keep, `unavailable` when storage does not take the bytes.
 */
export async function storeAsset(actor: Actor, file: NewAsset): Promise<AssetDto> {
  const { teamId, kind, mime, width, height, meta = {} } = file
  await assertMayStore(actor, teamId)

  const sha256 = sha256Hex(file.bytes)
  const key = assetKey({ teamId, sha256 })
  const sameBytes = and(eq(assets.teamId, teamId), eq(assets.sha256, sha256))
  const counts = countsForQuota(actor, kind)
  if (!(await blobStore().exists(key))) {
    // Asked before the bytes are written, and once more when their row is.
    if (counts) await requireStorage(db(), teamId, file.bytes.byteLength, false)
    await blobStore().put(key, file.bytes, { mime })
  }

  const createdBy = actor.kind === 'user' || actor.kind === 'token' ? actor.userId : null
  const row = { kind, mime, width: width ?? null, height: height ?? null, meta }
  const asset = await db().transaction(async (tx) => {
    await lockBytes(tx, { teamId, sha256 })
    const [before] = await tx.select({ teamId: assets.teamId, kind: assets.kind, byteSize: assets.byteSize }).from(assets).where(sameBytes)
    if (counts && !before) await requireStorage(tx, teamId, file.bytes.byteLength, true)
    const [stored] = await tx
      .insert(assets)
      .values({ id: newId('ast'), teamId, sha256, byteSize: file.bytes.byteLength, createdBy, ...row })
      // The source of a model is kept unread. When the same bytes arrive again as something that was checked, they become that.
      .onConflictDoUpdate({ target: [assets.teamId, assets.sha256], set: row, setWhere: eq(assets.kind, 'model_source') })
      .returning()
    if (stored) {
      // It was the unread source of a model until now.
      if (before) await countStored(tx, before, -1)
      await countStored(tx, stored, 1)
      return stored
    }
    // Stored anew counts as new: what nothing has used for long is not removed while somebody is about to use it.
    const [existing] = await tx.update(assets).set({ createdAt: new Date() }).where(sameBytes).returning()
    if (!existing) throw new Error('An asset could be neither written nor read')
    return existing
  })
  // The bytes that were there may have been removed just before the row was written; from now on the row keeps them.
  if (!(await blobStore().exists(key))) await blobStore().put(key, file.bytes, { mime })
  return toAssetDto(asset)
}

/**
 * What people add has to fit. What the worker stores belongs to something that was allowed before, and is never refused; a
 * thumbnail is a few kilobytes that stand for something that is there.
 */
const countsForQuota = (actor: Actor, kind: AssetKind): boolean => actor.kind !== 'system' && kind !== 'thumbnail'

/** @throws AppError `not_found` for a team that the actor may not add files to, `forbidden` for a suspended one. */
export async function assertMayStore(actor: Actor, teamId: string): Promise<void> {
  await requireTeam(actor, teamId, 'asset.create')
}
