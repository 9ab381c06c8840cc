import { z } from 'zod'
import { isStorableText, NOT_STORABLE } from '../text'

/** Who may look at the gallery: everybody, people with an account here, or nobody. */
export const GALLERY_ACCESS = ['public', 'internal', 'off'] as const
export const galleryAccessSchema = z.enum(GALLERY_ACCESS)
export type GalleryAccess = z.infer<typeof galleryAccessSchema>

export const GALLERY_SORTS = ['newest', 'liked'] as const
export const gallerySortSchema = z.enum(GALLERY_SORTS)
export type GallerySort = z.infer<typeof gallerySortSchema>

export const REPORT_REASONS = ['not_mine_to_show', 'offensive', 'spam', 'other'] as const
export const reportReasonSchema = z.enum(REPORT_REASONS)
export type ReportReason = z.infer<typeof reportReasonSchema>

export const REPORT_WORDS: Record<ReportReason, string> = {
  not_mine_to_show: 'It shows somebody’s work without permission',
  offensive: 'It is offensive',
  spam: 'It is advertising',
  other: 'Something else',
}

export const TITLE_LENGTH_MAX = 80
export const CREDIT_LENGTH_MAX = 60
export const REPORT_NOTE_LENGTH_MAX = 500

const words = (max: number, empty: string) => z.string().trim().min(1, empty).max(max, `At most ${max} characters.`).refine(isStorableText, NOT_STORABLE)

/** What a person decides when they put an image into the gallery. */
export const publishSchema = z.strictObject({
  title: words(TITLE_LENGTH_MAX, 'Give the image a title.'),
  credit: words(CREDIT_LENGTH_MAX, 'Say how you want to be named.'),
  allowSceneStart: z.boolean(),
})
export type PublishInput = z.infer<typeof publishSchema>

export const reportSchema = z.strictObject({
  reason: reportReasonSchema,
  note: z.string().trim().max(REPORT_NOTE_LENGTH_MAX, `At most ${REPORT_NOTE_LENGTH_MAX} characters.`).refine(isStorableText, NOT_STORABLE),
})
export type ReportInput = z.infer<typeof reportSchema>

export const hideReasonSchema = words(200, 'Say why, so that the author can be told.')

/** An image as the gallery's grid shows it. */
export type PublicationCard = {
  id: string
  title: string
  credit: string
  width: number
  height: number
  thumbhash: string
  /** Addresses of the files on this site. */
  imageUrl: string
  thumbnailUrl: string
  likeCount: number
  /** Whether the reader likes it. */
  liked: boolean
}

export type PublicationPage = { items: PublicationCard[]; nextCursor: string | null }

/** An image on a page of its own. */
export type PublicationDetail = PublicationCard & {
  prompt: string
  settings: Record<string, string | number | boolean>
  shotName: string | null
  /** Whether the scene may be taken as a start by others. */
  allowSceneStart: boolean
  /** One of the examples that come with the product. */
  isExample: boolean
  createdAtMs: number
  status: 'published' | 'unpublished' | 'hidden'
  /** Set for its author and for instance admins when it was hidden. */
  hiddenReason: string | null
  /** Whether the reader may take it out of the gallery. */
  mayUnpublish: boolean
}

/** What the team learns of an image of its own in the gallery. */
export type PublicationState = {
  id: string
  status: 'published' | 'unpublished' | 'hidden'
  hiddenReason: string | null
  /** How it is shown, or was while it was there. */
  shown: PublishInput
}
