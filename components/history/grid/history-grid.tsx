'use client'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { type FocusEvent, type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { Button } from '@/components/ui/button'
import type { HistoryEntry, ImageEntry, TileEntry } from './entries'
import { isImage } from './entries'
import { ServerRows, WindowRows } from './grid-row'
import { endWayBack, keep } from './kept'
import { type HistoryLayout, layoutHistory, rowsBetween } from './layout'
import { grid, ROWS } from './roles'
import { type TileOptions, tileHref } from './tile'
import { useBox } from './use-box'
import { useGridFocus } from './use-grid-focus'
import type { HistoryList } from './use-history'
import { useLongPress } from './use-long-press'
import { useScroll } from './use-scroll'
import type { Selection } from './use-selection'

/** Rows this far out of sight, in pixels, are drawn before they come. */
const AHEAD_PX = 900
/** The next page is asked for when what is loaded ends this far below. */
const LOAD_AHEAD_PX = 4000

export type GridKeys = {
  favourite: (entries: ImageEntry[]) => void
  compare: () => void
  remove: (entries: TileEntry[]) => void
  retry: (entry: TileEntry) => void
}

export type HistoryGridProps = {
  /** The path and query under which the place is kept for Back. */
  address: string
  list: HistoryList
  entries: readonly HistoryEntry[]
  selection: Selection
  options: TileOptions
  keys: GridKeys
  /** Where somebody was who has just come back. */
  restored: { scrollY: number; activeKey: string | null } | null
}

/** The pictures in justified rows, of which only those around what is in sight exist in the page. */
export function HistoryGrid({ address, list, entries, selection, options, keys, restored }: HistoryGridProps) {
  const ref = useRef<HTMLDivElement>(null)
  const router = useRouter()
  const box = useBox(ref)
  const previous = useRef<HistoryLayout | undefined>(undefined)
  const layout = useMemo(() => (box ? layoutHistory(entries, box, previous.current) : null), [entries, box])
  useEffect(() => {
    previous.current = layout ?? undefined
  }, [layout])
  const view = useScroll(ref)
  const focus = useGridFocus(ref, layout, entries, restored?.activeKey ?? null)
  const { activeKey } = focus

  const scrolled = useRef(restored === null)
  useLayoutEffect(() => {
    if (scrolled.current || !layout || !restored) return
    scrolled.current = true
    window.scrollTo({ top: restored.scrollY, behavior: 'instant' })
  }, [layout, restored])

  const kept = useRef({ activeKey, list })
  useEffect(() => {
    kept.current = { activeKey, list }
  })
  useEffect(() => {
    endWayBack()
    let scrollY = window.scrollY
    const remember = (): void => {
      scrollY = window.scrollY
    }
    // By the time this page goes away the next one has scrolled already.
    window.addEventListener('scroll', remember, { passive: true })
    return () => {
      window.removeEventListener('scroll', remember)
      const { activeKey: active, list: last } = kept.current
      keep(address, { runs: last.runs, nextCursor: last.nextCursor, scrollY, activeKey: active })
    }
  }, [address])

  const nearEnd = layout !== null && view.bottom + LOAD_AHEAD_PX > layout.height
  const { loadMore, nextCursor, problem } = list
  useEffect(() => {
    if (nearEnd && nextCursor !== null && problem === null) loadMore()
  })

  const entryAt = (target: EventTarget): { entry: HistoryEntry | undefined; index: number; act: string | undefined } => {
    const element = target instanceof Element ? target : null
    const key = element?.closest<HTMLElement>('[data-key]')?.dataset.key
    const index = key === undefined ? -1 : entries.findIndex((candidate) => candidate.key === key)
    return { entry: entries[index], index, act: element?.closest<HTMLElement>('[data-act]')?.dataset.act }
  }

  const hold = useLongPress((target) => {
    const { entry } = entryAt(target)
    if (isImage(entry)) selection.toggle(entry)
  })

  function onClick(event: MouseEvent): void {
    const { entry, index, act } = entryAt(event.target)
    if (entry?.kind !== 'tile') return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (hold.takeHeld()) event.preventDefault()
    else if (act === 'retry') keys.retry(entry)
    else if (act === 'favourite' && isImage(entry)) keys.favourite([entry])
    else if (isImage(entry) && event.shiftKey) {
      event.preventDefault()
      selection.extendTo(entries, index)
    } else if (isImage(entry) && (act === 'select' || selection.choosing)) {
      event.preventDefault()
      selection.toggle(entry)
    } else if (link && !event.ctrlKey && !event.metaKey && !event.altKey) {
      // With a key held the browser opens another tab or window, as everywhere.
      event.preventDefault()
      router.push((link.getAttribute('href') ?? tileHref(entry)) as Route)
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (focus.onMoveKey(event)) return
    const entry = entries[focus.activeIndex]
    if (entry?.kind !== 'tile' || event.ctrlKey || event.metaKey || event.altKey) return
    const chosen = [...selection.chosen.values()]
    const key = event.key.toLowerCase()
    if (key === 'delete') keys.remove(chosen.length > 0 ? chosen : [entry])
    else if (key === 'c') keys.compare()
    else if (!isImage(entry)) return
    else if (key === 'f') keys.favourite(selection.chosen.has(entry.key) ? chosen : [entry])
    else if (key === 'x' && event.shiftKey) selection.extendTo(entries, focus.activeIndex)
    else if (key === 'x') selection.toggle(entry)
  }

  const { takeHeld: _, ...holding } = hold
  // One listener for all pictures.
  const presses = {
    ...holding,
    onClick,
    onKeyDown,
    onFocus(event: FocusEvent): void {
      const { entry } = entryAt(event.target)
      if (entry?.kind === 'tile') focus.setActiveKey(entry.key)
    },
    onContextMenu(event: MouseEvent): void {
      // A long press on a touch screen chooses; the menu of the browser would cover what was chosen.
      if (event.nativeEvent instanceof PointerEvent && event.nativeEvent.pointerType === 'touch') event.preventDefault()
    },
  }

  const shown = layout ? rowsToShow(layout, view, focus.activeRow) : []
  const tabStop = focus.activeIndex >= 0 ? activeKey : layout ? firstKeyInSight(layout, entries, view.top) : null
  return (
    <>
      <div
        {...grid(layout && nextCursor === null ? layout.rows.length : -1)}
        {...presses}
        ref={ref}
        className="relative block w-full"
        style={layout ? { height: layout.height } : undefined}
      >
        <div {...ROWS}>
          {layout ? (
            <WindowRows
              layout={layout}
              entries={entries}
              shown={shown}
              options={options}
              isChosen={(key) => selection.chosen.has(key)}
              choosing={selection.choosing}
              tabStop={tabStop}
            />
          ) : (
            <ServerRows entries={entries} options={options} />
          )}
        </div>
      </div>
      {nextCursor === null ? null : (
        <div className="flex h-20 items-center justify-center gap-3 text-md text-text-2">
          {problem ? (
            <>
              <span role="alert">{problem}</span>
              <Button size="sm" onClick={loadMore}>
                Try again
              </Button>
            </>
          ) : (
            <span className="text-text-3">Loading earlier images</span>
          )}
        </div>
      )}
    </>
  )
}

function rowsToShow(layout: HistoryLayout, view: { top: number; bottom: number }, activeRow: number): number[] {
  const [first, end] = rowsBetween(layout, view.top - AHEAD_PX, view.bottom + AHEAD_PX)
  const shown = Array.from({ length: end - first }, (_, i) => first + i)
  if (activeRow < 0 || (activeRow >= first && activeRow < end)) return shown
  return activeRow < first ? [activeRow, ...shown] : [...shown, activeRow]
}

/** Before anything was focused, Tab lands on the first picture in sight. */
function firstKeyInSight(layout: HistoryLayout, entries: readonly HistoryEntry[], top: number): string | null {
  const [first, end] = rowsBetween(layout, top, top + AHEAD_PX)
  const row = layout.rows.slice(first, end).find(({ kind }) => kind === 'tile')
  return row ? (entries[row.start]?.key ?? null) : null
}
