'use client'
import { useState } from 'react'
import { SELECTION_MAX } from '@/lib/domain/curation'
import { type HistoryEntry, type ImageEntry, isImage } from './entries'

export type Selection = {
  /** By output id, in the order of choosing. */
  chosen: ReadonlyMap<string, ImageEntry>
  /** A press chooses instead of opening: on touch screens, where nothing can be held down. */
  choosing: boolean
  setChoosing: (on: boolean) => void
  toggle: (entry: ImageEntry) => void
  /** Adds everything between what was chosen last and this one. */
  extendTo: (entries: readonly HistoryEntry[], index: number) => void
  remove: (ids: ReadonlySet<string>) => void
  clear: () => void
}

/** Which images are chosen, at most as many as one action takes. */
export function useSelection(): Selection {
  const [chosen, setChosen] = useState<ReadonlyMap<string, ImageEntry>>(new Map())
  const [anchor, setAnchor] = useState<string | null>(null)
  const [choosing, setChoosing] = useState(false)
  return {
    chosen,
    choosing: choosing || chosen.size > 0,
    setChoosing,
    toggle(entry) {
      const next = new Map(chosen)
      if (!next.delete(entry.key) && next.size < SELECTION_MAX) next.set(entry.key, entry)
      setChosen(next)
      setAnchor(entry.key)
    },
    extendTo(entries, index) {
      const from = Math.max(
        0,
        entries.findIndex(({ key }) => key === anchor),
      )
      const start = anchor === null ? index : Math.min(from, index)
      const next = new Map(chosen)
      for (const entry of entries.slice(start, Math.max(from, index) + 1)) {
        if (isImage(entry) && next.size < SELECTION_MAX) next.set(entry.key, entry)
      }
      setChosen(next)
    },
    remove(ids) {
      setChosen(new Map([...chosen].filter(([id]) => !ids.has(id))))
    },
    clear() {
      setChosen(new Map())
      setAnchor(null)
      setChoosing(false)
    },
  }
}
