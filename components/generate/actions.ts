import type { Result } from '@/lib/domain/errors'
import type { Explore } from '@/lib/domain/exploration'
import type { GenerationSettings, GenerationStatus, Reference } from '@/lib/domain/generation'
import type { PressTimes } from '@/lib/domain/press-times'
import type { Camera } from '@/lib/scene/schema'

/** One press of Generate, as the server takes it. */
export type GenerateRequest = {
  sceneId: string
  requestKey: string
  prompt: string
  settings: GenerationSettings
  references: Reference[]
  snapshotAssetId: string | null
  camera: Camera
  baseRevision: number
  /** The image whose recipe it begins with. */
  remixedFromOutputId?: string | null
}

/** One press of Generate that makes several images, which differ in what is tried. */
export type ExploreRequest = GenerateRequest & { explore: Explore }

/** One press of Generate for one object of a finished picture. */
export type ChangeObjectRequest = {
  requestKey: string
  baseOutputId: string
  /** The object in the scene that the picture was made from. */
  nodeId: string
  prompt: string
  engine: string
  /** Pixels around the object, in a picture whose longer side has 1024. */
  grow: number
  includeShadow: boolean
}

/** The server actions that the panel and History call; the route hands them in. */
export type GenerationActions = {
  request: (request: GenerateRequest, times: PressTimes) => Promise<Result<{ generationId: string }>>
  change: (request: ChangeObjectRequest) => Promise<Result<{ generationId: string }>>
  explore: (request: ExploreRequest, times: PressTimes) => Promise<Result<{ explorationId: string }>>
  cancelExploration: (explorationId: string) => Promise<Result<{ canceled: number }>>
  cancel: (generationId: string) => Promise<Result<{ status: GenerationStatus }>>
  tryAgain: (generationId: string, requestKey: string) => Promise<Result<{ generationId: string }>>
  remove: (generationId: string) => Promise<Result<null>>
  restore: (generationId: string) => Promise<Result<null>>
}

/** A key for one press of the button. */
export const newRequestKey = (): string => crypto.randomUUID()
