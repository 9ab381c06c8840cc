'use client'
import { Heart } from 'lucide-react'
import type { Route } from 'next'
import Link from 'next/link'
import { type CSSProperties, useState } from 'react'
import { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { useToast } from '@/components/ui/toast'
import type { PublicationCard, PublicationPage } from '@/lib/domain/community/publication'
import { UNREACHABLE } from '@/lib/domain/errors'
import { PublicationImage } from './publication-image'

/** How many pictures are loaded at once; the rest load as they come into sight. */
const EAGER_MAX = 6

const cardSchema = z.object({
  id: z.string(),
  title: z.string(),
  credit: z.string(),
  width: z.number(),
  height: z.number(),
  thumbhash: z.string(),
  imageUrl: z.string(),
  thumbnailUrl: z.string(),
  likeCount: z.number(),
  liked: z.boolean(),
})
const pageSchema = z.object({ ok: z.literal(true), value: z.object({ items: z.array(cardSchema), nextCursor: z.string().nullable() }) })

export type GalleryGridProps = {
  first: PublicationPage
  /** Sort and search of this page, as the address writes them. */
  query: string
}

/** The gallery in rows of about equal height in which every picture keeps its ratio. */
export function GalleryGrid({ first, query }: GalleryGridProps) {
  const toast = useToast()
  const [more, setMore] = useState<PublicationPage | null>(null)
  const [loading, setLoading] = useState(false)
  const nextCursor = more ? more.nextCursor : first.nextCursor
  const items = more ? [...first.items, ...more.items] : first.items

  async function loadMore(cursor: string): Promise<void> {
    setLoading(true)
    const page = await fetchPage(query, cursor).catch(() => null)
    setLoading(false)
    if (!page) return toast({ message: UNREACHABLE, tone: 'error' })
    const known = new Set(items.map(({ id }) => id))
    setMore({ items: [...(more?.items ?? []), ...page.items.filter(({ id }) => !known.has(id))], nextCursor: page.nextCursor })
  }

  return (
    <>
      <ul className="flex flex-wrap gap-2 [--row:248px] after:flex-[999_0_0%] after:content-[''] phone:gap-1 phone:[--row:168px]">
        {items.map((card, i) => (
          <Tile key={card.id} card={card} eager={i < EAGER_MAX} />
        ))}
      </ul>
      {nextCursor ? (
        <div className="mt-8 flex justify-center">
          <Button size="lg" pending={loading} onClick={() => void loadMore(nextCursor)}>
            Show more
          </Button>
        </div>
      ) : null}
    </>
  )
}

async function fetchPage(query: string, cursor: string): Promise<PublicationPage> {
  const search = new URLSearchParams(query)
  search.set('cursor', cursor)
  const response = await fetch(`/api/gallery?${search}`)
  return pageSchema.parse(await response.json()).value
}

function Tile({ card, eager }: { card: PublicationCard; eager: boolean }) {
  const ratio = card.width / card.height
  const style: CSSProperties = { flex: `${ratio} 0 calc(${ratio} * var(--row))`, aspectRatio: ratio }
  const likes = card.likeCount === 1 ? '1 like' : `${card.likeCount} likes`
  return (
    <li style={style} className="min-w-0">
      <Link href={`/gallery/${card.id}` as Route} prefetch={false} className="group relative block size-full overflow-hidden rounded-md bg-skeleton">
        <PublicationImage
          src={card.thumbnailUrl}
          alt={card.title}
          width={card.width}
          height={card.height}
          thumbhash={card.thumbhash}
          eager={eager}
          className="absolute inset-0 size-full object-cover"
        />
        <span className="absolute inset-x-0 bottom-0 flex items-end gap-3 bg-linear-to-t from-black/85 via-black/60 to-transparent px-3 pt-8 pb-2.5 text-sm text-white opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100 phone:hidden">
          <span className="flex min-w-0 flex-1 flex-col gap-0.5">
            <b className="truncate font-medium">{card.title}</b>
            <span className="truncate opacity-90">{card.credit}</span>
          </span>
          {card.likeCount > 0 ? (
            <span className="flex items-center gap-1 tabular-nums">
              <Icon icon={Heart} size="sm" />
              <span aria-hidden="true">{card.likeCount}</span>
              <span className="sr-only">{likes}</span>
            </span>
          ) : null}
        </span>
      </Link>
    </li>
  )
}
