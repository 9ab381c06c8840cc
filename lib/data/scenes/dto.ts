import type { SceneDocument } from '@/lib/scene/schema'

/** A scene in a list: everything but its document. */
export type SceneSummary = {
  id: string
  teamId: string
  name: string
  revision: number
  thumbnailAssetId: string | null
  authorId: string | null
  authorName: string | null
  /** How many generations were made from it. */
  generationCount: number
  createdAt: Date
  updatedAt: Date
}

/** A scene as the editor opens it. */
export type SceneDto = {
  id: string
  teamId: string
  name: string
  revision: number
  document: SceneDocument
  thumbnailAssetId: string | null
  /** Whether this actor may save it. */
  canEdit: boolean
  updatedAt: Date
}

export type ScenePage = { scenes: SceneSummary[] /** Give it back to get the next page; null on the last. */; nextCursor: string | null }
