import { z } from 'zod'
import { idSchema } from './ids'
import { isStorableText, NOT_STORABLE } from './text'

/** As many images as one action takes. */
export const SELECTION_MAX = 500
export const TAGS_MAX = 20
export const TAG_LENGTH_MAX = 40
export const TITLE_LENGTH_MAX = 120
export const NOTE_LENGTH_MAX = 2000
/** Days that something stays in the trash. */
export const TRASH_DAYS = 30

export const selectionSchema = z.array(idSchema).min(1).max(SELECTION_MAX, `Choose at most ${SELECTION_MAX} images at a time.`)

/** One word or a few, in lower case so that one thing has one tag. */
export const tagSchema = z
  .string()
  .transform((text) => text.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase())
  .pipe(
    z
      .string()
      .min(1, 'Give the tag a name.')
      .max(TAG_LENGTH_MAX, `A tag has at most ${TAG_LENGTH_MAX} characters.`)
      .regex(/^[^,#]*$/, 'A tag has no comma and no #.')
      .refine(isStorableText, NOT_STORABLE),
  )

export const tagChangeSchema = z.strictObject({ add: z.array(tagSchema).max(TAGS_MAX), remove: z.array(tagSchema).max(TAGS_MAX) })
export type TagChange = z.input<typeof tagChangeSchema>

/** Null and an empty text take it away. */
const optional = (max: number, tooLong: string) =>
  z
    .string()
    .trim()
    .max(max, tooLong)
    .refine(isStorableText, NOT_STORABLE)
    .nullable()
    .transform((text) => text || null)

export const descriptionSchema = z.strictObject({
  title: optional(TITLE_LENGTH_MAX, `A title has at most ${TITLE_LENGTH_MAX} characters.`),
  note: optional(NOTE_LENGTH_MAX, `A note has at most ${NOTE_LENGTH_MAX.toLocaleString('en')} characters.`),
})
export type Description = z.input<typeof descriptionSchema>

export const starsSchema = z.number().int().min(1).max(5).nullable()

export const collectionNameSchema = z
  .string()
  .trim()
  .min(1, 'Give the collection a name.')
  .max(80, 'A name has at most 80 characters.')
  .refine(isStorableText, NOT_STORABLE)

export const filterNameSchema = z
  .string()
  .trim()
  .min(1, 'Give the filter a name.')
  .max(60, 'A name has at most 60 characters.')
  .refine(isStorableText, NOT_STORABLE)

/** A collection in the list of a team. */
export type CollectionView = {
  id: string
  name: string
  /** Images that are not in the trash. */
  images: number
  /** Up to four, the newest additions first. */
  covers: { outputId: string; thumbnailAssetId: string; thumbhash: string; width: number; height: number }[]
  createdByName: string | null
  updatedAtMs: number
}

export type SavedFilterView = { id: string; name: string /** The query string of History, without the question mark. */; query: string }

/** What the menus of the filter bar offer: what occurs in the team's History. */
export type HistoryFacets = {
  authors: { id: string; name: string }[]
  scenes: { id: string; name: string }[]
  shots: string[]
  engines: string[]
  /** As their providers name them. */
  models: string[]
  tags: string[]
}

/** An image in the trash. */
export type TrashedOutput = {
  id: string
  generationId: string
  thumbnailAssetId: string
  thumbhash: string
  width: number
  height: number
  title: string | null
  prompt: string
  sceneName: string | null
  /** Null for somebody who has left. */
  deletedByName: string | null
  deletedAtMs: number
  /** When it is removed for good. */
  removedAtMs: number
}
export type TrashPage = { items: TrashedOutput[]; nextCursor: string | null }
