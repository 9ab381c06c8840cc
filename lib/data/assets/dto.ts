import type { assets } from '@/db/schema'

type AssetRow = typeof assets.$inferSelect
export type AssetKind = AssetRow['kind']

/** One stored file as the rest of the program sees it. */
export type AssetDto = {
  id: string
  teamId: string
  kind: AssetKind
  mime: string
  byteSize: number
  /** Pixels; null for what is no image. */
  width: number | null
  height: number | null
  /** SHA-256 of the bytes, hex. */
  sha256: string
  meta: AssetRow['meta']
  createdAt: Date
}

export function toAssetDto(row: AssetRow): AssetDto {
  const { id, teamId, kind, mime, byteSize, width, height, sha256, meta, createdAt } = row
  return { id, teamId, kind, mime, byteSize, width, height, sha256, meta, createdAt }
}

/** Where the bytes of an asset lie: content-addressed, per team. */
export const assetKey = (asset: { teamId: string; sha256: string }): string => `teams/${asset.teamId}/${asset.sha256}`
