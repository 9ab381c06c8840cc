import type { GalleryAccess, PublicationState, PublishInput, ReportInput } from '@/lib/domain/community/publication'
import type { Result } from '@/lib/domain/errors'

/** What a team does with an image of its own; the route hands the server actions in. */
export type PublishActions = {
  publish: (outputId: string, input: PublishInput) => Promise<Result<{ id: string }>>
  unpublish: (publicationId: string) => Promise<Result<null>>
  /** Whether the image is in the gallery, and the name that the person is credited by. */
  state: (outputId: string) => Promise<Result<{ publication: PublicationState | null; credit: string }>>
}

export type VisitorActions = {
  like: (publicationId: string, on: boolean) => Promise<Result<{ likeCount: number; liked: boolean }>>
  report: (publicationId: string, input: ReportInput) => Promise<Result<null>>
  /** A new scene from the scene behind an image. */
  start: (publicationId: string) => Promise<Result<{ id: string }>>
}

export type ModerationActions = {
  hide: (publicationId: string, reason: string) => Promise<Result<null>>
  restore: (publicationId: string) => Promise<Result<null>>
  keep: (publicationId: string) => Promise<Result<null>>
  ban: (userId: string, banned: boolean) => Promise<Result<null>>
  access: (gallery: GalleryAccess) => Promise<Result<null>>
}
