import { z } from 'zod'
import { COMPARED_MAX, COMPARED_MIN } from './comparison'
import { isStorableText, NOT_STORABLE } from './text'

export const SHARE_KINDS = ['output', 'selection', 'collection', 'comparison'] as const
export type ShareKind = (typeof SHARE_KINDS)[number]

export const SHARE_EXPIRY_DAYS_DEFAULT = 30
export const SHARE_EXPIRY_DAYS_MAX = 365
export const SHARE_TITLE_LENGTH_MAX = 120
export const SHARE_PASSWORD_LENGTH_MIN = 6
export const SHARE_PASSWORD_LENGTH_MAX = 200
/** The most images that one link shows. */
export const SHARED_IMAGES_MAX = 500
/** The longer side of an image as a link shows it, in pixels, beside the small picture that is stored with it. */
export const SHARED_SIDES = { medium: 1280, large: 2560 } as const
export const GUEST_NAME_LENGTH_MAX = 60
export const GUEST_COMMENT_LENGTH_MAX = 2000

const storable = (schema: z.ZodString) => schema.refine(isStorableText, NOT_STORABLE)
const id = z.string().regex(/^[0-9A-Za-z_-]{1,64}$/)

const title = storable(
  z.string().trim().min(1, 'Give the link a title. Whoever opens it sees it.').max(SHARE_TITLE_LENGTH_MAX, `At most ${SHARE_TITLE_LENGTH_MAX} characters.`),
)
const password = storable(
  z
    .string()
    .min(SHARE_PASSWORD_LENGTH_MIN, `At least ${SHARE_PASSWORD_LENGTH_MIN} characters.`)
    .max(SHARE_PASSWORD_LENGTH_MAX, `At most ${SHARE_PASSWORD_LENGTH_MAX} characters.`),
)
/** Whole days from now; null never expires. */
export const shareExpirySchema = z.number().int().min(1).max(SHARE_EXPIRY_DAYS_MAX).nullable()
/** How a comparison is looked at, as the comparison's own address says it. */
const view = z.record(z.string().max(20), z.union([z.string().max(40), z.number()])).refine((value) => Object.keys(value).length <= 12)

/** What a link shows. */
export const shareTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('output'), outputIds: z.array(id).length(1) }),
  z.object({ kind: z.literal('selection'), outputIds: z.array(id).min(1).max(SHARED_IMAGES_MAX) }),
  z.object({ kind: z.literal('comparison'), outputIds: z.array(id).min(COMPARED_MIN).max(COMPARED_MAX), view: view.optional() }),
  z.object({ kind: z.literal('collection'), collectionId: id }),
])
export type ShareTarget = z.infer<typeof shareTargetSchema>

export const newShareLinkSchema = z.object({
  target: shareTargetSchema,
  title,
  expiresInDays: shareExpirySchema,
  /** Null asks for none. */
  password: password.nullable(),
  allowDownload: z.boolean(),
  showDetails: z.boolean(),
  allowComments: z.boolean(),
})
export type NewShareLink = z.infer<typeof newShareLinkSchema>

/** What of a link can be changed later; what is left out stays. A password of null takes it away. */
export const shareLinkChangesSchema = newShareLinkSchema.omit({ target: true }).partial()
export type ShareLinkChanges = z.infer<typeof shareLinkChangesSchema>

/** Why a link shows nothing, or that it does. `forbidden`: the team's admins have switched links off. */
export type ShareState = 'open' | 'expired' | 'revoked' | 'forbidden'

/** A link in the team's list. */
export type ShareLinkView = {
  id: string
  kind: ShareKind
  title: string
  state: ShareState
  createdByName: string | null
  createdAtMs: number
  /** Null never expires. */
  expiresAtMs: number | null
  hasPassword: boolean
  allowDownload: boolean
  showDetails: boolean
  allowComments: boolean
  viewCount: number
  lastViewedAtMs: number | null
  /** How many images it shows now. */
  imageCount: number
  /** A small picture of the first one. */
  thumbnailAssetId: string | null
  /** Whether the reader may revoke, renew and change it. */
  mayManage: boolean
}

/** An image as a link shows it. Its files are read below the link's own address. */
export type SharedImage = {
  outputId: string
  width: number
  height: number
  /** Base64 of a ThumbHash. */
  thumbhash: string
  title: string | null
  approved: boolean
  createdAtMs: number
  /** Null unless the link shows how its images were made. */
  details: { prompt: string; engine: string; quality: string; ratio: string; seed: number | null } | null
}

export type SharedComment = { id: string; outputId: string; guestName: string; body: string; createdAtMs: number }

/** What a link shows to whoever may open it. */
export type SharedView = {
  kind: ShareKind
  title: string
  teamName: string
  /** Whether a password was asked for. Then no preview shows title or picture. */
  isProtected: boolean
  expiresAtMs: number | null
  allowDownload: boolean
  showDetails: boolean
  allowComments: boolean
  /** How a comparison is looked at. */
  view: Record<string, string | number>
  images: SharedImage[]
  /** Newest last. Those of this link alone: what the team says among itself is not shown. */
  comments: SharedComment[]
}

/** 32 random bytes as base64url. Anything else cannot be a link, and the database is not asked. */
export const isShareToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text)

export const guestCommentSchema = z.object({
  outputId: id,
  name: storable(z.string().trim().min(1, 'Write your name, so that the team knows who speaks.').max(GUEST_NAME_LENGTH_MAX, 'This name is too long.')),
  body: storable(
    z
      .string()
      .trim()
      .min(1, 'Write what you want to say.')
      .max(GUEST_COMMENT_LENGTH_MAX, `At most ${GUEST_COMMENT_LENGTH_MAX.toLocaleString('en')} characters.`),
  ),
})
export type GuestComment = z.infer<typeof guestCommentSchema>
