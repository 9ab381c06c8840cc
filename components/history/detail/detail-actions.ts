import type { CommentEdit, Discussion, NewComment, ReviewInput } from '@/lib/domain/comment'
import type { Result } from '@/lib/domain/errors'

/** What people can say about an image; each answers with all that was said. The route hands the server actions in. */
export type DiscussionActions = {
  add: (comment: NewComment) => Promise<Result<Discussion>>
  edit: (commentId: string, edit: CommentEdit) => Promise<Result<Discussion>>
  remove: (commentId: string) => Promise<Result<Discussion>>
  /** Undoes `remove`. */
  restore: (commentId: string) => Promise<Result<Discussion>>
  resolve: (threadId: string, resolved: boolean) => Promise<Result<Discussion>>
  review: (outputId: string, review: ReviewInput) => Promise<Result<Discussion>>
}

type Restored = { sceneId: string; isNew: boolean; keptId: string | null }
/** Putting earlier states of a scene back. */
export type SceneStateActions = {
  restoreSceneOf: (generationId: string) => Promise<Result<Restored>>
  restoreKept: (keptId: string) => Promise<Result<Restored>>
}
