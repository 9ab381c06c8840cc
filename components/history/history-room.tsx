'use client'
import { CircleHelp, SquareCheck } from 'lucide-react'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { startTransition, useOptimistic, useState } from 'react'
import type { GenerationActions } from '@/components/generate/actions'
import type { ShareActions } from '@/components/share/share-actions'
import { Button, IconButton } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Icon } from '@/components/ui/icon'
import type { CollectionView, HistoryFacets, SavedFilterView } from '@/lib/domain/curation'
import type { GenerationPage } from '@/lib/domain/generation-view'
import { type HistoryFilter, NO_FILTER } from '@/lib/domain/history-filter'
import { can, type Role } from '@/lib/domain/roles'
import { dayKey } from './day-groups'
import { FilterBar } from './filters/filter-bar'
import { SavedFilters } from './filters/saved-filters'
import { historyHref } from './grid/kept'
import { useTimeZone } from './grid/use-time-zone'
import { HelpDialog } from './help-dialog'
import { HistoryPictures } from './history-pictures'
import type { CollectionActions, OutputActions, SavedFilterActions } from './output-actions'

export type HistoryRoomActions = {
  outputs: OutputActions
  collections: CollectionActions
  filters: SavedFilterActions
  runs: Pick<GenerationActions, 'tryAgain' | 'remove' | 'restore'>
  share: ShareActions['create']
}

export type HistoryRoomProps = {
  team: { id: string; role: Role }
  filter: HistoryFilter
  /** The first page under the filter. */
  first: GenerationPage
  /** The moment of the server's render, so that both sides name the days alike. */
  nowMs: number
  /** What the server took for the reader's. */
  timeZone: string
  engineLabels: Record<string, string>
  facets: HistoryFacets
  collections: readonly CollectionView[]
  saved: readonly SavedFilterView[]
  actions: HistoryRoomActions
}

/** History: the filter bar, which changes the address, and the pictures that the address asks for. */
export function HistoryRoom({ team, filter, facets, engineLabels, saved, ...rest }: HistoryRoomProps) {
  const router = useRouter()
  const zone = useTimeZone(rest.timeZone)
  // What was pressed shows at once; the pictures follow when the server has answered.
  const [wanted, setWanted] = useOptimistic(filter)
  const [choosing, setChoosing] = useState(false)
  const [helping, setHelping] = useState(false)
  const pending = wanted !== filter

  const apply = (next: HistoryFilter): void =>
    startTransition(() => {
      setWanted(next)
      router.replace(historyHref(next) as Route, { scroll: false })
    })

  return (
    <>
      <FilterBar
        filter={wanted}
        names={{ ...facets, engineLabels, collections: rest.collections }}
        today={dayKey(rest.nowMs, zone)}
        onChange={apply}
        saved={<SavedFilters teamId={team.id} filter={wanted} saved={saved} actions={rest.actions.filters} onApply={apply} />}
        select={
          <>
            <span className="hidden phone:inline">
              <Button variant="quiet" aria-pressed={choosing} icon={<Icon icon={SquareCheck} />} onClick={() => setChoosing(!choosing)}>
                Select
              </Button>
            </span>
            <span className="phone:hidden">
              <IconButton label="Keys" shortcut="?" icon={<Icon icon={CircleHelp} />} onClick={() => setHelping(true)} />
            </span>
          </>
        }
      />
      <div aria-busy={pending} className={pending ? 'opacity-60 transition-opacity' : undefined}>
        {rest.first.items.length === 0 ? (
          <NothingFound filter={filter} onClear={() => apply({ ...NO_FILTER, sort: filter.sort })} />
        ) : (
          <HistoryPictures
            // Another filter is another list.
            key={`${team.id} ${historyHref(filter)}`}
            {...rest}
            team={team}
            filter={filter}
            zone={zone}
            engineLabels={engineLabels}
            tags={facets.tags}
            mayGenerate={can(team.role, 'generation.create')}
            choosing={choosing}
            onChoosingEnd={() => setChoosing(false)}
            onHelp={() => setHelping(true)}
          />
        )}
      </div>
      <HelpDialog open={helping} onOpenChange={setHelping} />
    </>
  )
}

function NothingFound({ filter, onClear }: { filter: HistoryFilter; onClear: () => void }) {
  const onlyCollection = filter.collection !== null && historyHref(filter) === historyHref({ ...NO_FILTER, collection: filter.collection, sort: filter.sort })
  return (
    <EmptyState
      title={onlyCollection ? 'Nothing in this collection yet' : filter.q ? `Nothing found for “${filter.q}”` : 'Nothing fits these filters'}
      action={<Button onClick={onClear}>Show all images</Button>}
    >
      {onlyCollection
        ? 'Select images in History and add them to it.'
        : filter.q
          ? 'Prompts, scene names, titles and tags were searched. Try fewer or other words.'
          : 'Take one of them away, or begin anew.'}
    </EmptyState>
  )
}
