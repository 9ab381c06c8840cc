'use client'
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { HistoryEntry } from './entries'
import { type HistoryLayout, rowOf } from './layout'
import { moveFocus, moveOf } from './move-focus'

/** Pixels that stay free above and below the focused row: the filters stand over the one end, the selection over the other. */
const CLEAR_TOP = 72
const CLEAR_BOTTOM = 88

export type GridFocus = {
  activeKey: string | null
  setActiveKey: (key: string | null) => void
  /** The row that holds the focus; it is drawn however far it is scrolled away, or the focus would be lost. */
  activeRow: number
  activeIndex: number
  /** Moves the focus for an arrow key and its like. @returns whether it was one. */
  onMoveKey: (event: KeyboardEvent) => boolean
}

/** One of all pictures takes part in the order of Tab; the arrow keys move it. */
export function useGridFocus(
  ref: RefObject<HTMLElement | null>,
  layout: HistoryLayout | null,
  entries: readonly HistoryEntry[],
  initial: string | null,
): GridFocus {
  const [activeKey, setActiveKey] = useState(initial)
  const wanted = useRef<string | null>(null)
  const activeIndex = activeKey === null ? -1 : entries.findIndex(({ key }) => key === activeKey)

  // After every draw: the row of the picture that is to have the focus may only now be there.
  useLayoutEffect(() => {
    if (wanted.current === null) return
    const link = ref.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(wanted.current)}"] a`)
    if (!link) return
    wanted.current = null
    link.focus({ preventScroll: true })
  })

  function onMoveKey(event: KeyboardEvent): boolean {
    const element = ref.current
    const move = moveOf(event.key, event.ctrlKey || event.metaKey)
    if (!layout || !element || move === null || activeIndex < 0) return false
    event.preventDefault()
    const next = moveFocus(layout, activeIndex, move, window.innerHeight - CLEAR_TOP - CLEAR_BOTTOM)
    const entry = entries[next]
    const row = layout.rows[rowOf(layout, next)]
    if (!entry || !row) return true
    wanted.current = entry.key
    setActiveKey(entry.key)
    const top = element.getBoundingClientRect().top + row.top
    if (top < CLEAR_TOP) window.scrollBy({ top: top - CLEAR_TOP, behavior: 'instant' })
    else if (top + row.height > window.innerHeight - CLEAR_BOTTOM) {
      window.scrollBy({ top: top + row.height - window.innerHeight + CLEAR_BOTTOM, behavior: 'instant' })
    }
    return true
  }

  return { activeKey, setActiveKey, activeIndex, activeRow: layout ? rowOf(layout, activeIndex) : -1, onMoveKey }
}
