import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { AppShell, PageHead } from '@/app/_components/app-shell'
import { currentTeam, requireUser } from '@/app/_server/actor'
import {
  addToCollectionAction,
  createCollectionAction,
  deleteCollectionAction,
  deleteFilterAction,
  moveBetweenCollectionsAction,
  removeFromCollectionAction,
  renameCollectionAction,
  restoreCollectionAction,
  saveFilterAction,
} from '@/app/_server/collection-actions'
import { deleteGenerationAction, restoreGenerationAction, tryAgainAction } from '@/app/_server/generation-actions'
import {
  describeOutputAction,
  rateOutputAction,
  restoreOutputsAction,
  setFavouriteAction,
  setTagsAction,
  trashOutputsAction,
} from '@/app/_server/output-actions'
import { createShareLinkAction } from '@/app/_server/share-actions'
import { readTimeZone } from '@/app/_server/time-zone'
import { HistoryRoom, type HistoryRoomActions } from '@/components/history/history-room'
import { ShareButton } from '@/components/share/share-button'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { getCollection, listCollections } from '@/lib/data/collections/queries'
import { listEnginesOf } from '@/lib/data/engines/queries'
import { historyFacets } from '@/lib/data/history/facets'
import { countHistory, listHistory } from '@/lib/data/history/queries'
import { listSavedFilters } from '@/lib/data/history/saved-filters'
import { isFiltered, readHistoryFilter } from '@/lib/domain/history-filter'
import { can, roleShown } from '@/lib/domain/roles'

export const metadata: Metadata = { title: 'History' }

const ACTIONS: HistoryRoomActions = {
  outputs: {
    setFavourite: setFavouriteAction,
    rate: rateOutputAction,
    setTags: setTagsAction,
    describe: describeOutputAction,
    trash: trashOutputsAction,
    restore: restoreOutputsAction,
  },
  collections: {
    create: createCollectionAction,
    rename: renameCollectionAction,
    remove: deleteCollectionAction,
    restore: restoreCollectionAction,
    addOutputs: addToCollectionAction,
    removeOutputs: removeFromCollectionAction,
    moveOutputs: moveBetweenCollectionsAction,
  },
  filters: { save: saveFilterAction, remove: deleteFilterAction },
  runs: { tryAgain: tryAgainAction, remove: deleteGenerationAction, restore: restoreGenerationAction },
  share: createShareLinkAction,
}

/** Everything that the team has made, or what of it the address asks for. */
export default async function HistoryPage({ searchParams }: PageProps<'/history'>) {
  const actor = await requireUser()
  const [team, asked, timeZone] = await Promise.all([currentTeam(actor), searchParams, readTimeZone()])
  const filter = readHistoryFilter(new URLSearchParams(Object.entries(asked).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))))
  const [first, images, facets, collections, saved] = await Promise.all([
    listHistory(actor, { teamId: team.id, filter, timeZone }),
    countHistory(actor, team.id),
    historyFacets(actor, team.id),
    listCollections(actor, team.id),
    listSavedFilters(actor, team.id),
  ])
  const collection = filter.collection ? await collectionOf(filter.collection) : null
  const engineLabels = Object.fromEntries((await listEnginesOf(actor, team.id)).map(({ capabilities }) => [capabilities.id, capabilities.label]))

  async function collectionOf(id: string): Promise<{ id: string; name: string; images: number }> {
    const found = await getCollection(actor, id).catch(() => null)
    return found?.teamId === team.id ? found : notFound()
  }

  return (
    <AppShell current={collection ? 'collections' : 'history'}>
      {collection ? (
        <nav aria-label="Breadcrumb" className="-mt-1 mb-1 text-md text-text-2">
          <Link href={'/collections' as Route} className="inline-block rounded-sm py-1 hover:text-text phone:py-3">
            Collections
          </Link>
        </nav>
      ) : null}
      <div className="relative">
        <PageHead title={collection?.name ?? 'History'} count={collection?.images ?? (first.items.length > 0 && !isFiltered(filter) ? images : undefined)} />
        <div className="absolute top-0 right-0 phone:-top-2">
          {collection ? (
            can(roleShown(team), 'share.create') ? (
              <ShareButton
                teamId={team.id}
                target={{ kind: 'collection', collectionId: collection.id }}
                suggestedTitle={collection.name}
                create={createShareLinkAction}
              />
            ) : null
          ) : (
            <LinkButton variant="quiet" href={'/trash' as Route}>
              Trash
            </LinkButton>
          )}
        </div>
      </div>
      {first.items.length === 0 && !isFiltered(filter) ? (
        <EmptyState
          picture={<img src="/landing/golden.webp" alt="A still life rendered at golden hour" width={640} height={360} />}
          title="No images yet"
          action={
            <LinkButton variant="primary" href={'/scenes' as Route}>
              Open a scene
            </LinkButton>
          }
        >
          Every image that the team makes lands here by itself. Open a scene and press Generate to make the first.
        </EmptyState>
      ) : (
        <HistoryRoom
          team={{ ...team, role: roleShown(team) }}
          filter={filter}
          first={first}
          nowMs={Date.now()}
          timeZone={timeZone}
          engineLabels={engineLabels}
          facets={facets}
          collections={collections}
          saved={saved}
          actions={ACTIONS}
        />
      )}
    </AppShell>
  )
}
