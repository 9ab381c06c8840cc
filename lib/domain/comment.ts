import { z } from 'zod'
import { idSchema } from './ids'
import { isStorableText, NOT_STORABLE } from './text'

export const COMMENT_LENGTH_MAX = 2000

/** Plain text; links in it are only words unless they lead to this site. */
export const commentBodySchema = z
  .string()
  .trim()
  .min(1, 'Write something first.')
  .max(COMMENT_LENGTH_MAX, `A comment has at most ${COMMENT_LENGTH_MAX.toLocaleString('en')} characters.`)
  .refine(isStorableText, NOT_STORABLE)

const share = z.number().min(0).max(1)
/** A place on the image: 0 to 1 from the left and from the top. */
export const pinSchema = z.strictObject({ x: share, y: share })
export type Pin = z.infer<typeof pinSchema>

/** The people that the writer chose; those whose name the text does not hold are left out again. */
const mentionsSchema = z.array(idSchema).max(50)

export const newCommentSchema = z
  .strictObject({
    outputId: idSchema,
    /** The first comment of the thread that this one answers. */
    threadId: idSchema.nullable(),
    pin: pinSchema.nullable(),
    body: commentBodySchema,
    mentions: mentionsSchema,
  })
  .refine((comment) => comment.threadId === null || comment.pin === null, 'An answer stands where its thread stands.')
export type NewComment = z.input<typeof newCommentSchema>

export const commentEditSchema = z.strictObject({ body: commentBodySchema, mentions: mentionsSchema })
export type CommentEdit = z.input<typeof commentEditSchema>

export const VERDICTS = ['approved', 'changes_requested', 'withdrawn'] as const
export type Verdict = (typeof VERDICTS)[number]

/** A verdict on one image. Asking for changes says which. */
export const reviewSchema = z
  .strictObject({
    verdict: z.enum(VERDICTS),
    note: z.string().trim().max(COMMENT_LENGTH_MAX, 'A note has at most 2,000 characters.').refine(isStorableText, NOT_STORABLE),
  })
  .refine((review) => review.verdict !== 'changes_requested' || review.note !== '', { message: 'Say what should change.', path: ['note'] })
export type ReviewInput = z.input<typeof reviewSchema>

export type PersonName = { id: string; name: string }

export type CommentView = {
  id: string
  /** Null where the account is gone and for guests of a share link, who have a name alone. */
  authorId: string | null
  authorName: string
  isGuest: boolean
  /** Empty when it was deleted; then it is shown only because others answered it. */
  body: string
  mentions: PersonName[]
  createdAtMs: number
  editedAtMs: number | null
  isDeleted: boolean
  mayEdit: boolean
  mayDelete: boolean
}

export type CommentThread = CommentView & {
  pin: Pin | null
  resolvedAtMs: number | null
  resolvedByName: string | null
  mayResolve: boolean
  replies: CommentView[]
}

export type ReviewView = { id: string; verdict: Verdict; note: string | null; byName: string | null; createdAtMs: number }

/** All that was said about one image: threads, oldest first, and verdicts, newest first. */
export type Discussion = { outputId: string; threads: CommentThread[]; reviews: ReviewView[] }
