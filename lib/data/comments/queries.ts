import 'server-only'
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { commentMentions, comments, generationOutputs, generations, memberships, outputReviews, users } from '@/db/schema'
import type { CommentThread, CommentView, Discussion, PersonName, ReviewView } from '@/lib/domain/comment'
import { notFound } from '@/lib/domain/errors'
import { can, type Role } from '@/lib/domain/roles'
import type { Actor } from '../actor'
import { inTeamsOf, requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { isVisible } from '../outputs/visible'

/** Comments of one image that are read at once. More than anybody reads; the newest are left out beyond it. */
const COMMENTS_MAX = 1000
const REVIEWS_MAX = 50
const PEOPLE_MAX = 300

type Reader = { userId: string; role: Role }

/** Everything that was said about an image. @throws AppError `unauthenticated`, `not_found`. */
export async function readDiscussion(actor: Actor, outputId: string): Promise<Discussion> {
  const reader = await readerOf(actor, outputId)
  const [threads, reviews] = await Promise.all([threadsOf(outputId, reader), reviewsOf(outputId)])
  return { outputId, threads, reviews }
}

/** The reader's role in the team of an image. @throws AppError `unauthenticated`, `not_found`. */
async function readerOf(actor: Actor, outputId: string): Promise<Reader> {
  const userId = requireUserId(actor)
  const [row] = await db()
    .select({ role: memberships.role })
    .from(generationOutputs)
    .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
    .innerJoin(memberships, and(eq(memberships.teamId, generationOutputs.teamId), eq(memberships.userId, userId)))
    .where(isVisible(actor, outputId, 'team.read'))
  if (!row) throw notFound('This image')
  return { userId, role: row.role }
}

async function threadsOf(outputId: string, reader: Reader): Promise<CommentThread[]> {
  const resolver = alias(users, 'resolver')
  const rows = await db()
    .select({ comment: comments, authorName: users.name, resolvedByName: resolver.name })
    .from(comments)
    .leftJoin(users, eq(users.id, comments.authorId))
    .leftJoin(resolver, eq(resolver.id, comments.resolvedBy))
    .where(eq(comments.outputId, outputId))
    .orderBy(asc(comments.createdAt), asc(comments.id))
    .limit(COMMENTS_MAX)
  const mentions = await mentionsOf(rows.map(({ comment }) => comment.id))
  const replies = new Map<string, CommentView[]>()
  for (const row of rows) {
    const { threadId, deletedAt } = row.comment
    if (!threadId || deletedAt) continue
    replies.set(threadId, [...(replies.get(threadId) ?? []), viewOf(row, mentions, reader)])
  }
  return rows.flatMap((row): CommentThread[] => {
    const { comment, resolvedByName } = row
    const answers = replies.get(comment.id) ?? []
    // What was deleted stays as a gap as long as others' answers hang on it.
    if (comment.threadId || (comment.deletedAt && answers.length === 0)) return []
    const { pinX, pinY, resolvedAt } = comment
    return [
      {
        ...viewOf(row, mentions, reader),
        pin: pinX === null || pinY === null ? null : { x: pinX, y: pinY },
        resolvedAtMs: resolvedAt?.getTime() ?? null,
        resolvedByName,
        mayResolve: mayResolve(comment, reader),
        replies: answers,
      },
    ]
  })
}

type Row = { comment: typeof comments.$inferSelect; authorName: string | null }

function viewOf({ comment, authorName }: Row, mentions: ReadonlyMap<string, PersonName[]>, reader: Reader): CommentView {
  const { id, authorId, guestName, deletedAt } = comment
  const own = authorId === reader.userId
  const isDeleted = deletedAt !== null
  return {
    id,
    authorId,
    authorName: authorName ?? guestName ?? 'A former member',
    isGuest: guestName !== null,
    body: isDeleted ? '' : comment.body,
    mentions: isDeleted ? [] : (mentions.get(id) ?? []),
    createdAtMs: comment.createdAt.getTime(),
    editedAtMs: comment.editedAt?.getTime() ?? null,
    isDeleted,
    mayEdit: own && !isDeleted && can(reader.role, 'comment.create'),
    mayDelete: !isDeleted && ((own && can(reader.role, 'comment.create')) || can(reader.role, 'comment.moderate')),
  }
}

/** Whoever opened a thread may close it, and so may those who work on the images. */
export const mayResolve = (thread: { authorId: string | null }, { userId, role }: Reader): boolean =>
  can(role, 'comment.resolve') || (thread.authorId === userId && can(role, 'comment.create'))

async function mentionsOf(commentIds: readonly string[]): Promise<ReadonlyMap<string, PersonName[]>> {
  const byComment = new Map<string, PersonName[]>()
  if (commentIds.length === 0) return byComment
  const rows = await db()
    .select({ commentId: commentMentions.commentId, id: users.id, name: users.name })
    .from(commentMentions)
    .innerJoin(users, eq(users.id, commentMentions.userId))
    .where(inArray(commentMentions.commentId, [...commentIds]))
  for (const { commentId, ...person } of rows) byComment.set(commentId, [...(byComment.get(commentId) ?? []), person])
  return byComment
}

async function reviewsOf(outputId: string): Promise<ReviewView[]> {
  const rows = await db()
    .select({ id: outputReviews.id, verdict: outputReviews.verdict, note: outputReviews.note, byName: users.name, createdAt: outputReviews.createdAt })
    .from(outputReviews)
    .leftJoin(users, eq(users.id, outputReviews.userId))
    .where(eq(outputReviews.outputId, outputId))
    .orderBy(desc(outputReviews.createdAt), desc(outputReviews.id))
    .limit(REVIEWS_MAX)
  return rows.map(({ createdAt, ...review }) => ({ ...review, createdAtMs: createdAt.getTime() }))
}

/** Who can be mentioned in a team. Nobody for those outside it. */
export async function listPeople(actor: Actor, teamId: string): Promise<PersonName[]> {
  return db()
    .select({ id: users.id, name: users.name })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.teamId, teamId), inTeamsOf(actor, memberships.teamId, 'team.read')))
    .orderBy(asc(sql`lower(${users.name})`), asc(users.id))
    .limit(PEOPLE_MAX)
}

/** The people of a team by name, inside a transaction that has checked the right to ask. */
export const peopleOf = (tx: Executor, teamId: string): Promise<PersonName[]> =>
  tx.select({ id: users.id, name: users.name }).from(memberships).innerJoin(users, eq(users.id, memberships.userId)).where(eq(memberships.teamId, teamId))
