import { Search } from 'lucide-react'
import type { Metadata, Route } from 'next'
import { notFound } from 'next/navigation'
import { PageHead } from '@/app/_components/app-shell'
import { CommunityLink } from '@/app/_components/community-link'
import { OpenFrame } from '@/app/_components/open-frame'
import { currentActor } from '@/app/_server/actor'
import { GalleryGrid } from '@/components/community/gallery-grid'
import { EmptyState } from '@/components/ui/empty-state'
import { Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { browseGallery } from '@/lib/data/community/queries'
import { type GallerySort, gallerySortSchema, type PublicationPage } from '@/lib/domain/community/publication'
import { AppError } from '@/lib/domain/errors'

export const metadata: Metadata = { title: 'Gallery', description: 'Pictures that people made with Maquette, with the sentence behind each.' }

const SORTS = [
  { sort: 'newest', label: 'Newest' },
  { sort: 'liked', label: 'Most liked' },
] as const

/** What people have published, for everybody who may look. */
export default async function GalleryPage({ searchParams }: PageProps<'/gallery'>) {
  const actor = await currentActor()
  const params = await searchParams
  const sort = gallerySortSchema.catch('newest').parse(params.sort)
  const search = typeof params.q === 'string' ? params.q.trim().slice(0, 200) : ''
  const first = await openOrNotFound(() => browseGallery(actor, { sort, search }))
  const isAdmin = actor.kind === 'user' && actor.isInstanceAdmin
  return (
    <OpenFrame current="gallery" path="/gallery">
      <PageHead title="Gallery">
        <search className="w-64 phone:w-full">
          <form action="/gallery">
            <Input
              type="search"
              name="q"
              defaultValue={search}
              aria-label="Search titles, prompts and credits"
              placeholder="Search"
              icon={<Icon icon={Search} size="sm" />}
            />
            {sort === 'newest' ? null : <input type="hidden" name="sort" value={sort} />}
          </form>
        </search>
      </PageHead>
      <div className="mb-4 flex flex-wrap items-center gap-1">
        <nav aria-label="Order" className="-ml-3 flex gap-1">
          {SORTS.map((each) => (
            <LinkButton
              key={each.sort}
              href={address(each.sort, search)}
              variant="quiet"
              aria-current={each.sort === sort ? 'true' : undefined}
              className="aria-[current=true]:bg-active aria-[current=true]:text-text phone:first:ml-3"
            >
              {each.label}
            </LinkButton>
          ))}
        </nav>
        <span className="flex-1" />
        <LinkButton href={'/guide' as Route} variant="quiet">
          Prompt guide
        </LinkButton>
        <CommunityLink />
        {isAdmin ? (
          <LinkButton href={'/admin/gallery' as Route} variant="quiet">
            Moderate
          </LinkButton>
        ) : null}
      </div>
      {first.items.length > 0 ? (
        <GalleryGrid key={`${sort} ${search}`} first={first} query={new URLSearchParams({ sort, q: search }).toString()} />
      ) : (
        <Nothing search={search} />
      )}
    </OpenFrame>
  )
}

function address(sort: GallerySort, search: string): Route {
  const query = new URLSearchParams({ ...(sort === 'newest' ? {} : { sort }), ...(search ? { q: search } : {}) }).toString()
  return (query ? `/gallery?${query}` : '/gallery') as Route
}

function Nothing({ search }: { search: string }) {
  const picture = <img src="/landing/golden.webp" alt="A still life rendered at golden hour" width={640} height={480} />
  if (!search) {
    return (
      <EmptyState picture={picture} title="Nothing is published yet" action={<LinkButton href={'/history' as Route}>Open history</LinkButton>}>
        Open one of your images in History and press Publish to show it here.
      </EmptyState>
    )
  }
  return (
    <EmptyState picture={picture} title={`Nothing found for “${search}”`} action={<LinkButton href={'/gallery' as Route}>Show everything</LinkButton>}>
      Search looks at titles, prompts and credits.
    </EmptyState>
  )
}

async function openOrNotFound(read: () => Promise<PublicationPage>): Promise<PublicationPage> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  }
}
