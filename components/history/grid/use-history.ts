'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { fetchGeneration, fetchHistoryPage } from '@/components/generate/api'
import { onLiveEvent } from '@/components/generate/live-events'
import type { GenerationPage, GenerationView, OutputView } from '@/lib/domain/generation-view'
import { type HistoryFilter, writeHistoryFilter } from '@/lib/domain/history-filter'
import { matchHistory } from '@/lib/domain/match-history'
import { dayKey } from '../day-groups'
import { appendRuns, changeOutputs, putRun } from './entries'
import { type Change, createFreshReads, type FreshReads } from './fresh-reads'

export type HistoryList = {
  runs: readonly GenerationView[]
  /** Null when all is loaded. */
  nextCursor: string | null
  /** Why the next page did not come, in words; loading again is `loadMore`. */
  problem: string | null
  /** Asks for the next page unless one is on its way. */
  loadMore: () => void
  /**
   * Changes images here alone; null takes one out. An older answer of the server does not take the change back.
   * @returns what to call when the server has answered, and whether it has done it.
   */
  change: (ids: ReadonlySet<string>, change: (output: OutputView) => OutputView | null) => (done: boolean) => void
  /** Takes a generation out, here alone. */
  drop: (id: string) => void
  /** Puts generations back as they were. */
  putBack: (runs: readonly GenerationView[]) => void
}

export type HistoryListOptions = {
  teamId: string
  filter: HistoryFilter
  timeZone: string
  first: Pick<GenerationPage, 'nextCursor'> & { items: readonly GenerationView[] }
}

/** What is loaded of a team's History under one filter. What changes while it is open changes here too. */
export function useHistory({ teamId, filter, timeZone, first }: HistoryListOptions): HistoryList {
  const [{ runs, nextCursor }, setLoaded] = useState<{ runs: readonly GenerationView[]; nextCursor: string | null }>({
    runs: first.items,
    nextCursor: first.nextCursor,
  })
  const [problem, setProblem] = useState<string | null>(null)
  const loading = useRef(false)
  const waiting = useRef(new Set<string>())
  const reads = useRef<FreshReads<GenerationView> | null>(null)
  const setRuns = useCallback((change: (runs: readonly GenerationView[]) => readonly GenerationView[]) => {
    setLoaded((present) => ({ ...present, runs: change(present.runs) }))
  }, [])

  const loadMore = (): void => {
    if (loading.current || nextCursor === null) return
    loading.current = true
    setProblem(null)
    void fetchHistoryPage({ teamId, filter: writeHistoryFilter(filter), timeZone, cursor: nextCursor }).then((page) => {
      loading.current = false
      if (!page.ok) return setProblem(page.error.message)
      setLoaded((present) => ({ runs: appendRuns(present.runs, page.value.items), nextCursor: page.value.nextCursor }))
    })
  }

  useEffect(() => {
    const arrived = (run: GenerationView): void => {
      setRuns((present) => {
        const shown = new Set(present.find(({ id }) => id === run.id)?.outputs.map(({ id }) => id))
        const fitting = matchHistory(run, filter, (ms) => dayKey(ms, timeZone), shown)
        if (fitting) return putRun(present, fitting, filter.sort)
        return shown.size > 0 || present.some(({ id }) => id === run.id) ? present.filter(({ id }) => id !== run.id) : present
      })
    }
    const fresh = createFreshReads<GenerationView>(async (id) => {
      const found = await fetchGeneration(id)
      return found.ok ? found.value : null
    }, arrived)
    reads.current = fresh
    return onLiveEvent((event) => {
      if (event.type !== 'generation' || event.teamId !== teamId) return
      if (event.deleted) return setRuns((present) => present.filter(({ id }) => id !== event.id))
      const { id, queuePlace } = event
      // What is known to wait has another place now, and nothing else is new.
      if (queuePlace !== null && waiting.current.has(id)) return setRuns((present) => present.map((run) => (run.id === id ? { ...run, queuePlace } : run)))
      if (queuePlace === null) waiting.current.delete(id)
      else waiting.current.add(id)
      void fresh.read(id)
    })
  }, [teamId, filter, timeZone, setRuns])

  /** Shows a change, also in answers that are on their way. */
  const make = (change: Change<GenerationView>): ((done: boolean) => void) => {
    setRuns(change)
    return reads.current?.begin(change) ?? (() => {})
  }

  return {
    runs,
    nextCursor,
    problem,
    loadMore,
    change: (ids, change) => make((present) => changeOutputs(present, ids, change)),
    drop: (id) => make((present) => present.filter((run) => run.id !== id))(true),
    putBack(back) {
      setRuns((present) => back.reduce((all, run) => putRun(all, run, filter.sort), [...present]))
      reads.current?.begin((rows) => rows.map((row) => back.find(({ id }) => id === row.id) ?? row))(true)
    },
  }
}
