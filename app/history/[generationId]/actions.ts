'use server'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { currentActor } from '@/app/_server/actor'
import { parse, toResult } from '@/app/_server/result'
import { wakeWebhooks } from '@/inngest/send'
import { addComment, deleteComment, editComment, resolveThread, restoreComment } from '@/lib/data/comments/mutations'
import { readDiscussion } from '@/lib/data/comments/queries'
import { reviewOutput } from '@/lib/data/reviews/mutations'
import { type Restored, restoreSceneOf } from '@/lib/data/scenes/restore-state'
import type { CommentEdit, Discussion, NewComment, ReviewInput } from '@/lib/domain/comment'
import type { Result } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'

/** Says something about an image, and answers with all that was said about it. */
export async function addCommentAction(comment: NewComment): Promise<Result<Discussion>> {
  return toResult(async () => {
    const actor = await currentActor()
    await addComment(actor, comment)
    return readDiscussion(actor, comment.outputId)
  })
}

export async function editCommentAction(commentId: string, edit: CommentEdit): Promise<Result<Discussion>> {
  return toResult(async () => {
    const actor = await currentActor()
    const { outputId } = await editComment(actor, parse(idSchema, commentId), edit)
    return readDiscussion(actor, outputId)
  })
}

export async function deleteCommentAction(commentId: string): Promise<Result<Discussion>> {
  return toResult(async () => {
    const actor = await currentActor()
    const { outputId } = await deleteComment(actor, parse(idSchema, commentId))
    return readDiscussion(actor, outputId)
  })
}

/** Undoes {@link deleteCommentAction}. */
export async function restoreCommentAction(commentId: string): Promise<Result<Discussion>> {
  return toResult(async () => {
    const actor = await currentActor()
    const { outputId } = await restoreComment(actor, parse(idSchema, commentId))
    return readDiscussion(actor, outputId)
  })
}

export async function resolveThreadAction(threadId: string, resolved: boolean): Promise<Result<Discussion>> {
  return toResult(async () => {
    const actor = await currentActor()
    const { outputId } = await resolveThread(actor, parse(idSchema, threadId), parse(z.boolean(), resolved))
    return readDiscussion(actor, outputId)
  })
}

/** Approves an image, asks for changes, or takes the verdict back. */
export async function reviewOutputAction(outputId: string, review: ReviewInput): Promise<Result<Discussion>> {
  return toResult(async () => {
    const actor = await currentActor()
    await reviewOutput(actor, parse(idSchema, outputId), review)
    await wakeWebhooks()
    return readDiscussion(actor, outputId)
  })
}

/** Puts the scene behind an image back into the editor. */
export async function restoreSceneOfAction(generationId: string): Promise<Result<Restored>> {
  return toResult(async () => {
    const restored = await restoreSceneOf(await currentActor(), parse(idSchema, generationId))
    revalidatePath('/scenes')
    return restored
  })
}
