import { and, eq, exists, type SQL, sql } from 'drizzle-orm'
import { publicationLikes, publications } from '@/db/schema'
import type { PublicationCard } from '@/lib/domain/community/publication'
import type { Actor } from '../actor'
import { db } from '../db'

/** The columns that a card of the gallery needs. */
export const cardColumns = (actor: Actor) => ({
  id: publications.id,
  sampleKey: publications.sampleKey,
  title: publications.title,
  credit: publications.credit,
  width: publications.width,
  height: publications.height,
  thumbhash: publications.thumbhash,
  likeCount: publications.likeCount,
  liked: likedBy(actor),
})

function likedBy(actor: Actor): SQL<boolean> {
  if (actor.kind !== 'user') return sql<boolean>`false`
  const like = db()
    .select({ one: sql`1` })
    .from(publicationLikes)
    .where(and(eq(publicationLikes.publicationId, publications.id), eq(publicationLikes.userId, actor.userId)))
  return sql<boolean>`${exists(like)}`
}

type CardRow = Omit<PublicationCard, 'imageUrl' | 'thumbnailUrl'> & { sampleKey: string | null }

/** The examples are static files of the product; everything else is read through the gallery's own routes. */
export function toCard({ sampleKey, ...row }: CardRow): PublicationCard {
  if (sampleKey !== null) return { ...row, imageUrl: `/community/${sampleKey}.webp`, thumbnailUrl: `/community/${sampleKey}.webp` }
  return { ...row, imageUrl: `/api/gallery/${row.id}/image`, thumbnailUrl: `/api/gallery/${row.id}/thumbnail` }
}
