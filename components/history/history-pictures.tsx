'use client'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { newRequestKey } from '@/components/generate/actions'
import { ShareDialog } from '@/components/share/share-dialog'
import { useToast } from '@/components/ui/toast'
import { COMPARED_MAX, COMPARED_MIN } from '@/lib/domain/comparison'
import { UNREACHABLE } from '@/lib/domain/errors'
import { can } from '@/lib/domain/roles'
import { CollectionDialog } from './curate/collection-dialog'
import { downloadZip } from './curate/download-zip'
import { SelectionBar } from './curate/selection-bar'
import { TagDialog } from './curate/tag-dialog'
import { useCurate } from './curate/use-curate'
import { entriesOf, type ImageEntry, isImage, type TileEntry } from './grid/entries'
import { HistoryGrid } from './grid/history-grid'
import { historyHref, takeKept } from './grid/kept'
import { useHistory } from './grid/use-history'
import { useSelection } from './grid/use-selection'
import type { HistoryRoomProps } from './history-room'

export type HistoryPicturesProps = Pick<HistoryRoomProps, 'team' | 'filter' | 'first' | 'nowMs' | 'engineLabels' | 'collections' | 'actions'> & {
  /** The reader's time zone. */
  zone: string
  tags: readonly string[]
  mayGenerate: boolean
  /** Presses choose instead of opening. */
  choosing: boolean
  onChoosingEnd: () => void
  onHelp: () => void
}

type Asking = 'tag' | 'add' | 'move' | 'share' | null

/** The pictures under one filter, and what is done with chosen ones. */
export function HistoryPictures({
  team,
  filter,
  first,
  nowMs,
  zone,
  engineLabels,
  collections,
  tags,
  mayGenerate,
  actions,
  choosing,
  onChoosingEnd,
  onHelp,
}: HistoryPicturesProps) {
  const address = historyHref(filter)
  const router = useRouter()
  const toast = useToast()
  const [restored] = useState(() => takeKept(address))
  const list = useHistory({ teamId: team.id, filter, timeZone: zone, first: restored ? { items: restored.runs, nextCursor: restored.nextCursor } : first })
  const selection = useSelection()
  const curate = useCurate(list, { ...actions, removeRun: actions.runs.remove, restoreRun: actions.runs.restore }, selection.remove)
  const [asking, setAsking] = useState<Asking>(null)
  const entries = useMemo(
    () => entriesOf(list.runs, { nowMs, timeZone: zone, sort: filter.sort, canceled: filter.status === 'canceled' }),
    [list.runs, nowMs, zone, filter.sort, filter.status],
  )
  const options = useMemo(() => ({ engineLabels, timeZone: zone, mayGenerate }), [engineLabels, zone, mayGenerate])

  const mayCurate = can(team.role, 'output.curate')
  const mayDelete = can(team.role, 'generation.delete')
  // As they are now: a chosen image may have been tagged since, or be further away than what is drawn.
  const now = new Map(entries.flatMap((entry) => (selection.chosen.has(entry.key) && isImage(entry) ? [[entry.key, entry] as const] : [])))
  const chosen: ImageEntry[] = [...selection.chosen.values()].map((entry) => now.get(entry.key) ?? entry)
  const ids = chosen.map(({ key }) => key)

  const clear = (): void => {
    selection.clear()
    onChoosingEnd()
  }
  function compare(): void {
    const comparable = ids.length >= COMPARED_MIN && ids.length <= COMPARED_MAX
    if (comparable) router.push(`/compare?o=${ids.join(',')}` as Route)
    else toast({ message: `Select ${COMPARED_MIN} to ${COMPARED_MAX} images to compare them.` })
  }
  async function retry({ run }: TileEntry): Promise<void> {
    const result = await actions.runs.tryAgain(run.id, newRequestKey()).catch(() => null)
    if (!result?.ok) return toast({ tone: 'error', message: result ? result.error.message : UNREACHABLE })
    if (run.sceneId) router.push(`/scenes/${run.sceneId}?show=${result.value.generationId}` as Route)
  }

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : null
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || target?.closest('input, textarea, select, [role=dialog], [role=menu]'))
      return
    if (event.key === '/') {
      event.preventDefault()
      document.querySelector<HTMLInputElement>('[data-history-search]')?.focus()
    } else if (event.key === '?') onHelp()
    else if (event.key === 'Escape') clear()
  })
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  return (
    <>
      <HistoryGrid
        address={address}
        list={list}
        entries={entries}
        selection={{ ...selection, choosing: selection.choosing || choosing }}
        options={options}
        restored={restored}
        keys={{
          favourite: (images) => void curate.favourite(images),
          compare,
          remove: (tiles) => mayDelete && void curate.trash(tiles),
          retry: (entry) => void retry(entry),
        }}
      />
      {chosen.length > 0 ? (
        <SelectionBar
          count={chosen.length}
          deeds={{
            compare,
            favourite: () => void curate.favourite(chosen),
            download: () => void downloadZip(ids).then((problem) => problem && toast({ tone: 'error', message: problem })),
            clear,
            ...(mayCurate ? { tag: () => setAsking('tag'), addTo: () => setAsking('add') } : {}),
            ...(mayCurate && filter.collection ? { move: () => setAsking('move'), takeOut: () => void curate.takeOut(filter.collection ?? '', chosen) } : {}),
            ...(can(team.role, 'share.create') ? { share: () => setAsking('share') } : {}),
            ...(mayDelete ? { remove: () => void curate.trash(chosen) } : {}),
          }}
        />
      ) : null}
      <TagDialog
        open={asking === 'tag'}
        onOpenChange={() => setAsking(null)}
        entries={chosen}
        suggestions={tags}
        onSave={(change) => curate.tag(chosen, change)}
      />
      <CollectionDialog
        open={asking === 'add'}
        onOpenChange={() => setAsking(null)}
        title="Add to a collection"
        collections={collections}
        onChoose={(collection) => curate.addTo(collection, chosen)}
        onCreate={(name) => curate.addToNew(team.id, name, chosen).then(refreshed)}
      />
      <CollectionDialog
        open={asking === 'move'}
        onOpenChange={() => setAsking(null)}
        title="Move to another collection"
        collections={collections.filter(({ id }) => id !== filter.collection)}
        onChoose={(collection) => curate.move(filter.collection ?? '', collection, chosen)}
      />
      <ShareDialog
        open={asking === 'share'}
        onOpenChange={() => setAsking(null)}
        teamId={team.id}
        target={{ kind: ids.length === 1 ? 'output' : 'selection', outputIds: ids }}
        suggestedTitle={chosen[0]?.run.sceneName ?? ''}
        create={actions.share}
      />
    </>
  )

  /** A new collection stands in the menus from now on. */
  function refreshed(done: boolean): boolean {
    if (done) router.refresh()
    return done
  }
}
