import 'server-only'
import { and, desc, eq, ilike, or, type SQL, sql } from 'drizzle-orm'
import { assets, generationOutputs, publications } from '@/db/schema'
import type { GallerySort, PublicationDetail, PublicationPage, PublicationState } from '@/lib/domain/community/publication'
import { AppError, notFound } from '@/lib/domain/errors'
import { type BlobBody, blobStore } from '@/lib/platform/blob'
import type { Actor } from '../actor'
import { type AssetDto, assetKey, toAssetDto } from '../assets/dto'
import { inTeamsOf, inTeamsSeenBy } from '../authorize'
import { db } from '../db'
import { galleryOpenTo, isOnShow, mayLookAt, requireOpenGallery } from './access'
import { cardColumns, toCard } from './dto'

const PAGE_MAX = 60
const SEARCH_WORDS_MAX = 8

/**
 * A page of the gallery. Every word of the search must stand in the title, the prompt or the credit.
 * @throws AppError `not_found` when the gallery is closed to this actor, `invalid` for a cursor that is none.
 */
export async function browseGallery(
  actor: Actor,
  options: { sort: GallerySort; search?: string; cursor?: string | null; limit?: number },
): Promise<PublicationPage> {
  await requireOpenGallery(actor)
  const limit = Math.min(PAGE_MAX, Math.max(1, options.limit ?? 24))
  const byLikes = options.sort === 'liked'
  const rows = await db()
    .select({ ...cardColumns(actor), time: sql<string>`${publications.createdAt}::text` })
    .from(publications)
    .where(and(isOnShow(), matches(options.search), options.cursor ? after(options.sort, options.cursor) : undefined))
    .orderBy(...(byLikes ? [desc(publications.likeCount)] : []), desc(publications.createdAt), desc(publications.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    items: page.map(({ time: _time, ...row }) => toCard(row)),
    nextCursor: last ? encodeCursor([last.likeCount, last.time, last.id]) : null,
  }
}

function matches(search: string | undefined): SQL | undefined {
  const words = (search ?? '').trim().split(/\s+/u).filter(Boolean).slice(0, SEARCH_WORDS_MAX)
  return and(
    ...words.map((word) => {
      const like = `%${word.slice(0, 60).replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
      return or(ilike(publications.title, like), ilike(publications.prompt, like), ilike(publications.credit, like))
    }),
  )
}

type Cursor = [likeCount: number, time: string, id: string]

const encodeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url')

function after(sort: GallerySort, text: string): SQL {
  const [likes, time, id] = decodeCursor(text)
  return sort === 'liked'
    ? sql`(${publications.likeCount}, ${publications.createdAt}, ${publications.id}) < (${likes}::int, ${time}::timestamptz, ${id})`
    : sql`(${publications.createdAt}, ${publications.id}) < (${time}::timestamptz, ${id})`
}

function decodeCursor(text: string): Cursor {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (Array.isArray(value)) {
      const [likes, time, id] = value as unknown[]
      if (Number.isSafeInteger(likes) && typeof time === 'string' && /^\d{4}-[\d: .+-]{6,40}$/.test(time) && typeof id === 'string' && id.length < 80) {
        return [Number(likes), time, id]
      }
    }
  } catch {
    // Falls through to the same answer as any other text that is no cursor.
  }
  throw new AppError('invalid', 'This page of the gallery could not be found. Begin again from the first.')
}

/**
 * One image of the gallery. Its author, admins of its team and instance admins find it also while it is not on show, each
 * with what was done to it.
 * @throws AppError `not_found`.
 */
export async function getPublication(actor: Actor, publicationId: string): Promise<PublicationDetail> {
  const [row] = await db()
    .select({
      card: cardColumns(actor),
      prompt: publications.prompt,
      settings: publications.settings,
      shotName: publications.shotName,
      allowSceneStart: publications.allowSceneStart,
      createdAt: publications.createdAt,
      status: publications.status,
      hiddenReason: publications.hiddenReason,
      mayUnpublish: sql<boolean>`coalesce(${mayTakeDown(actor)}, false)`,
    })
    .from(publications)
    .where(and(eq(publications.id, publicationId), or(mayLookAt(actor), seesAlways(actor), seesEverything(actor))))
  if (!row) throw notFound('This image')
  const { card, createdAt, ...rest } = row
  const showsReason = rest.mayUnpublish || (actor.kind === 'user' && actor.isInstanceAdmin)
  return {
    ...toCard(card),
    ...rest,
    hiddenReason: showsReason ? rest.hiddenReason : null,
    isExample: card.sampleKey !== null,
    createdAtMs: createdAt.getTime(),
  }
}

const seesEverything = (actor: Actor): SQL => (actor.kind === 'system' || (actor.kind === 'user' && actor.isInstanceAdmin) ? sql`true` : sql`false`)

/** The condition that this actor may take a publication out: who published it, or an admin of its team. */
export const mayTakeDown = (actor: Actor): SQL => ofAuthorOr(actor, inTeamsOf(actor, publications.teamId, 'publication.manage_all'))

/** The condition that they see it also while it is not on show, as when its team is suspended. */
const seesAlways = (actor: Actor): SQL => ofAuthorOr(actor, inTeamsSeenBy(actor, publications.teamId, 'publication.manage_all'))

function ofAuthorOr(actor: Actor, inTeam: SQL): SQL {
  if (actor.kind === 'system') return sql`true`
  if (actor.kind !== 'user') return sql`false`
  const own = and(eq(publications.authorId, actor.userId), inTeamsOf(actor, publications.teamId, 'team.read'))
  return sql`(${or(own, inTeam)})`
}

/**
 * A file of an image that is on show. This is the only way by which a file of a team reaches people outside it through the gallery.
 * @throws AppError `not_found` for everything that this actor may not look at, `unavailable` when storage does not answer.
 */
export async function readPublicationFile(actor: Actor, publicationId: string, file: 'image' | 'thumbnail'): Promise<{ asset: AssetDto; body: BlobBody }> {
  const [row] = await db()
    .select({ asset: assets })
    .from(publications)
    .innerJoin(assets, eq(assets.id, file === 'image' ? publications.assetId : publications.thumbnailAssetId))
    .where(and(eq(publications.id, publicationId), or(mayLookAt(actor), seesAlways(actor), seesEverything(actor))))
  if (!row) throw notFound('This image')
  const asset = toAssetDto(row.asset)
  return { asset, body: await blobStore().read(assetKey(asset)) }
}

/**
 * For whoever may publish an image: whether it is in the gallery; null where it never was.
 * @throws AppError `not_found` for an image that this actor may not publish.
 */
export async function publicationOfOutput(actor: Actor, outputId: string): Promise<PublicationState | null> {
  const [row] = await db()
    .select({
      id: publications.id,
      status: publications.status,
      hiddenReason: publications.hiddenReason,
      title: publications.title,
      credit: publications.credit,
      allowSceneStart: publications.allowSceneStart,
    })
    .from(generationOutputs)
    .leftJoin(publications, eq(publications.outputId, generationOutputs.id))
    .where(and(eq(generationOutputs.id, outputId), inTeamsSeenBy(actor, generationOutputs.teamId, 'output.publish')))
  if (!row) throw notFound('This image')
  const { id, status, hiddenReason, title, credit, allowSceneStart } = row
  if (id === null || status === null || title === null || credit === null || allowSceneStart === null) return null
  return { id, status, hiddenReason, shown: { title, credit, allowSceneStart } }
}

/** Whether the gallery is open to this actor, for links that lead to it. */
export async function isGalleryOpen(actor: Actor): Promise<boolean> {
  const [row] = await db()
    .select({ open: sql<boolean>`${galleryOpenTo(actor)}` })
    .from(sql`(select 1) as one`)
  return row?.open ?? false
}
