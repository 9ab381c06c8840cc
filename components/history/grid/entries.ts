import type { GenerationView, OutputView } from '@/lib/domain/generation-view'
import { type HistorySort, isRanked } from '@/lib/domain/history-filter'
import { dayKey, dayWords } from '../day-groups'
import type { LayoutEntry } from './layout'

export type HeadingEntry = Extract<LayoutEntry, { kind: 'heading' }> & { label: string; date: string; images: number }
/** A picture; or, without an output, a generation that is at work or came to nothing. */
export type TileEntry = Extract<LayoutEntry, { kind: 'tile' }> & { run: GenerationView; output: OutputView | null }
export type ImageEntry = TileEntry & { output: OutputView }
export type HistoryEntry = HeadingEntry | TileEntry

export const isImage = (entry: HistoryEntry | undefined): entry is ImageEntry => entry?.kind === 'tile' && entry.output !== null

/** Narrower and wider pictures are cut in the grid, or they would leave no room for others on a phone. */
const RATIO_MIN = 0.5625
const RATIO_MAX = 2.4
/** So that the sentence about what went wrong has room. */
const WORDS_RATIO_MIN = 1.5

const clampRatio = (ratio: number): number => Math.min(RATIO_MAX, Math.max(RATIO_MIN, ratio))

export type EntryOptions = {
  nowMs: number
  timeZone: string
  /** Ordered by rating, days would say nothing. */
  sort: HistorySort
  /** Canceled generations that have no image are shown to those alone who look for them. */
  canceled: boolean
}

const known = new WeakMap<GenerationView, { canceled: boolean; tiles: readonly TileEntry[] }>()

function tilesOfRun(run: GenerationView, canceled: boolean): readonly TileEntry[] {
  const found = known.get(run)
  if (found?.canceled === canceled) return found.tiles
  const tiles = makeTiles(run, canceled)
  // The same generation gives the same objects, so that the layout and the rows see at a glance what has not changed.
  known.set(run, { canceled, tiles })
  return tiles
}

function makeTiles(run: GenerationView, canceled: boolean): TileEntry[] {
  const images = run.outputs.map((output): TileEntry => ({ kind: 'tile', key: output.id, ratio: clampRatio(output.width / output.height), run, output }))
  const open = run.finishedAtMs === null
  const withWords = run.status === 'failed' || (canceled && run.status === 'canceled' && images.length === 0)
  if (!open && !withWords) return images
  const ratio = clampRatio(run.width / run.height)
  return [{ kind: 'tile', key: run.id, ratio: open ? ratio : Math.max(WORDS_RATIO_MIN, ratio), run, output: null }, ...images]
}

/** What stands in the grid, in the order of the generations, with a heading where a day begins. */
export function entriesOf(runs: readonly GenerationView[], { nowMs, timeZone, sort, canceled }: EntryOptions): HistoryEntry[] {
  const entries: HistoryEntry[] = []
  let day: string | null = null
  let heading: HeadingEntry | undefined
  for (const run of runs) {
    const tiles = tilesOfRun(run, canceled)
    if (tiles.length === 0) continue
    const key = isRanked(sort) ? null : dayKey(run.createdAtMs, timeZone)
    if (key !== null && key !== day) {
      day = key
      heading = { kind: 'heading', key, ...dayWords(run.createdAtMs, nowMs, timeZone), images: 0 }
      entries.push(heading)
    }
    if (heading) heading.images += run.outputs.length
    for (const tile of tiles) entries.push(tile)
  }
  return entries
}

/** Puts a generation in its place by time, or replaces it. Ordered by anything else, what is new comes first. */
export function putRun(runs: readonly GenerationView[], run: GenerationView, sort: HistorySort): GenerationView[] {
  const at = runs.findIndex(({ id }) => id === run.id)
  if (at >= 0) return runs.with(at, run)
  if (isRanked(sort)) return [run, ...runs]
  const place = runs.findIndex(({ createdAtMs }) => (sort === 'newest' ? createdAtMs < run.createdAtMs : createdAtMs > run.createdAtMs))
  return place < 0 ? [...runs, run] : runs.toSpliced(place, 0, run)
}

/** Adds a page at the end, without what is there already: something new may have moved the pages. */
export function appendRuns(runs: readonly GenerationView[], page: readonly GenerationView[]): GenerationView[] {
  const present = new Set(runs.map(({ id }) => id))
  return [...runs, ...page.filter(({ id }) => !present.has(id))]
}

/** Changes images by id; generations of which none changes stay the same objects. */
export function changeOutputs(runs: readonly GenerationView[], ids: ReadonlySet<string>, change: (output: OutputView) => OutputView | null): GenerationView[] {
  return runs.flatMap((run) => {
    if (!run.outputs.some(({ id }) => ids.has(id))) return [run]
    const outputs = run.outputs.flatMap((output) => (ids.has(output.id) ? (change(output) ?? []) : [output]))
    return outputs.length === 0 ? [] : [{ ...run, outputs }]
  })
}
