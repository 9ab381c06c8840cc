import type { GenerationView } from '@/lib/domain/generation-view'
import { type HistoryFilter, readHistoryFilter, writeHistoryFilter } from '@/lib/domain/history-filter'

/** What History had loaded under one address when somebody left it. */
export type Kept = { runs: readonly GenerationView[]; nextCursor: string | null; scrollY: number; activeKey: string | null }

const KEPT_MAX = 4
const kept = new Map<string, Kept>()
let wentBackTo: string | null = null

/** The shortest address of History under a filter. */
export function historyHref(filter: HistoryFilter): string {
  const query = writeHistoryFilter(filter).toString()
  return query === '' ? '/history' : `/history?${query}`
}

// The only sign that an address was reached by Back or Forward and not by a link.
if (typeof window !== 'undefined') {
  window.addEventListener('popstate', () => {
    const { pathname, search } = window.location
    wentBackTo = pathname === '/history' ? historyHref(readHistoryFilter(new URLSearchParams(search))) : null
  })
}

export function keep(address: string, state: Kept): void {
  kept.delete(address)
  kept.set(address, state)
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_MAX) break
    kept.delete(oldest)
  }
}

/** What was kept for an address, if the reader has just come back to it by Back or Forward; a link begins at the top. */
export function takeKept(address: string): Kept | null {
  if (wentBackTo !== address) return null
  return kept.get(address) ?? null
}

/** The way back has ended: the next visit of the address is a new one. */
export function endWayBack(): void {
  wentBackTo = null
}
