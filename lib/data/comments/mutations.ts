import 'server-only'
import { and, eq, isNotNull, isNull, or } from 'drizzle-orm'
import type { z } from 'zod'
import { commentMentions, comments, generationOutputs, generations, memberships, scenes } from '@/db/schema'
import { type CommentEdit, commentEditSchema, type NewComment, newCommentSchema } from '@/lib/domain/comment'
import { mentionedIn } from '@/lib/domain/comment-text'
import { AppError, notFound } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import { can } from '@/lib/domain/roles'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { inTeamsOf, requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { tell } from '../inbox/tell'
import { notifyLive } from '../notify'
import { isVisible } from '../outputs/visible'
import { consume } from '../rate-limits/consume'
import { refusal, teamOfRow } from '../teams/suspended'
import { mayResolve, peopleOf } from './queries'

const BY_PERSON = { limit: 40, windowMs: 5 * 60_000 }
const EXCERPT_LENGTH = 140

/** What names an image to those who are told of it. */
const imageColumns = { index: generationOutputs.index, title: generationOutputs.title, sceneName: scenes.name }

/** @throws AppError `invalid` with the sentence for the field. */
function read<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input)
  if (!parsed.success) throw new AppError('invalid', parsed.error.issues[0]?.message ?? 'This comment cannot be kept.')
  return parsed.data
}

/**
 * Says something about an image, or answers what was said. Those who are mentioned, those who take part in the thread and
 * whoever made the image are told, each once.
 * @throws AppError `invalid`, `not_found`, `rate_limited`.
 */
export async function addComment(actor: Actor, input: NewComment): Promise<{ id: string }> {
  const userId = requireUserId(actor)
  const { outputId, threadId, pin, body, mentions } = read(newCommentSchema, input)
  await consume(`comment:${userId}`, BY_PERSON)
  return db().transaction(async (tx) => {
    const [image] = await tx
      .select({ ...imageColumns, teamId: generationOutputs.teamId, generationId: generations.id, makerId: generations.authorId })
      .from(generationOutputs)
      .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
      .leftJoin(scenes, eq(scenes.id, generations.sceneId))
      .where(isVisible(actor, outputId, 'comment.create'))
    if (!image) throw await refusal(tx, actor, teamOfRow(generationOutputs, outputId), 'This image')
    const { teamId, generationId } = image
    if (threadId) await requireThread(tx, threadId, outputId)
    const id = newId('cmt')
    const createdAt = new Date()
    await tx
      .insert(comments)
      .values({ id, teamId, generationId, outputId, threadId, authorId: userId, body, pinX: pin?.x ?? null, pinY: pin?.y ?? null, createdAt })
    const mentioned = await keepMentions(tx, { id, teamId, body, mentions })
    const taking = threadId ? await peopleOfThread(tx, threadId) : []
    await tellOf(tx, { ...image, id, body, by: userId, mentioned, others: image.makerId ? [...taking, image.makerId] : taking })
    await notifyLive(tx, { teamId, kind: 'comment', id: generationId })
    return { id }
  })
}

/** @throws AppError `not_found` unless the thread is one of this image that can still be answered. */
async function requireThread(tx: Executor, threadId: string, outputId: string): Promise<void> {
  const [thread] = await tx
    .select({ id: comments.id })
    .from(comments)
    .where(and(eq(comments.id, threadId), eq(comments.outputId, outputId), isNull(comments.threadId)))
    .for('share')
  if (!thread) throw notFound('The comment that you answer')
}

/** Those who wrote in a thread and whose words still stand there. */
async function peopleOfThread(tx: Executor, threadId: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ userId: comments.authorId })
    .from(comments)
    .where(and(or(eq(comments.id, threadId), eq(comments.threadId, threadId)), isNotNull(comments.authorId), isNull(comments.deletedAt)))
  return rows.flatMap(({ userId }) => userId ?? [])
}

async function keepMentions(tx: Executor, comment: { id: string; teamId: string; body: string; mentions: readonly string[] }): Promise<string[]> {
  const userIds = mentionedIn(comment.body, await peopleOf(tx, comment.teamId), comment.mentions)
  await tx.delete(commentMentions).where(eq(commentMentions.commentId, comment.id))
  if (userIds.length > 0) await tx.insert(commentMentions).values(userIds.map((userId) => ({ commentId: comment.id, userId })))
  return userIds
}

type Said = {
  id: string
  body: string
  by: string
  teamId: string
  generationId: string
  index: number
  title: string | null
  sceneName: string | null
  mentioned: readonly string[]
  others: readonly string[]
}

async function tellOf(tx: Executor, { id, body, by, teamId, generationId, index, title, sceneName, mentioned, others }: Said): Promise<void> {
  const happening = {
    teamId,
    actorUserId: by,
    subject: `comment:${id}`,
    href: `/history/${generationId}${index > 0 ? `?image=${index + 1}` : ''}#${id}`,
    data: { about: title ?? sceneName ?? 'an image', text: body.slice(0, EXCERPT_LENGTH) },
  }
  await tell(tx, { ...happening, kind: 'mention', userIds: mentioned })
  await tell(tx, { ...happening, kind: 'comment', userIds: others.filter((userId) => !mentioned.includes(userId)) })
}

/** A comment for changing it, its row locked, with the actor's role. @throws AppError `not_found`. */
async function lockComment(tx: Executor, actor: Actor, commentId: string) {
  const userId = requireUserId(actor)
  const [row] = await tx
    .select({ ...imageColumns, comment: comments, role: memberships.role })
    .from(comments)
    .innerJoin(memberships, and(eq(memberships.teamId, comments.teamId), eq(memberships.userId, userId)))
    .innerJoin(generationOutputs, eq(generationOutputs.id, comments.outputId))
    .innerJoin(generations, eq(generations.id, comments.generationId))
    .leftJoin(scenes, eq(scenes.id, generations.sceneId))
    .where(and(eq(comments.id, commentId), isNull(generationOutputs.deletedAt), inTeamsOf(actor, comments.teamId, 'comment.create')))
    .for('update', { of: comments })
  if (!row) throw await refusal(tx, actor, teamOfRow(comments, commentId), 'This comment')
  return { ...row, userId }
}

type Place = { outputId: string }

/**
 * Changes the words of an own comment. Those who are mentioned only now are told.
 * @throws AppError `not_found` also for comments of others, `invalid`.
 */
export async function editComment(actor: Actor, commentId: string, input: CommentEdit): Promise<Place> {
  const { body, mentions } = read(commentEditSchema, input)
  return db().transaction(async (tx) => {
    const { comment, userId, index, title, sceneName } = await lockComment(tx, actor, commentId)
    if (comment.authorId !== userId || comment.deletedAt) throw notFound('This comment')
    const { id, teamId, generationId, outputId } = comment
    if (comment.body === body) return { outputId }
    await tx.update(comments).set({ body, editedAt: new Date() }).where(eq(comments.id, id))
    const mentioned = await keepMentions(tx, { id, teamId, body, mentions })
    await tellOf(tx, { id, body, by: userId, teamId, generationId, index, title, sceneName, mentioned, others: [] })
    await notifyLive(tx, { teamId, kind: 'comment', id: generationId })
    return { outputId }
  })
}

/** Takes away an own comment, or as a moderator anybody's. {@link restoreComment} brings it back. @throws AppError `not_found`. */
export const deleteComment = (actor: Actor, commentId: string): Promise<Place> => setDeleted(actor, commentId, true)

/** Undoes {@link deleteComment} for those who may delete it. @throws AppError `not_found`. */
export const restoreComment = (actor: Actor, commentId: string): Promise<Place> => setDeleted(actor, commentId, false)

async function setDeleted(actor: Actor, commentId: string, deleted: boolean): Promise<Place> {
  return db().transaction(async (tx) => {
    const { comment, userId, role } = await lockComment(tx, actor, commentId)
    if (comment.authorId !== userId && !can(role, 'comment.moderate')) throw notFound('This comment')
    const { id, teamId, generationId, outputId } = comment
    if ((comment.deletedAt !== null) === deleted) return { outputId }
    await tx
      .update(comments)
      .set({ deletedAt: deleted ? new Date() : null })
      .where(eq(comments.id, id))
    const action = deleted ? 'comment.deleted' : 'comment.restored'
    await recordAudit(tx, actor, { action, teamId, targetKind: 'comment', targetId: id, after: { outputId, authorId: comment.authorId } })
    await notifyLive(tx, { teamId, kind: 'comment', id: generationId })
    return { outputId }
  })
}

/** Says that what a thread asks for is done, or that it is not. @throws AppError `not_found`. */
export async function resolveThread(actor: Actor, threadId: string, resolved: boolean): Promise<Place> {
  return db().transaction(async (tx) => {
    const { comment, userId, role } = await lockComment(tx, actor, threadId)
    if (comment.threadId !== null || !mayResolve(comment, { userId, role })) throw notFound('This comment')
    const { id, teamId, generationId, outputId } = comment
    if ((comment.resolvedAt !== null) === resolved) return { outputId }
    await tx
      .update(comments)
      .set(resolved ? { resolvedAt: new Date(), resolvedBy: userId } : { resolvedAt: null, resolvedBy: null })
      .where(eq(comments.id, id))
    await notifyLive(tx, { teamId, kind: 'comment', id: generationId })
    return { outputId }
  })
}
