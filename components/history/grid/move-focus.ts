import { type HistoryLayout, type LayoutRow, rowOf, tilesOf } from './layout'

export type Move = 'left' | 'right' | 'up' | 'down' | 'row-start' | 'row-end' | 'first' | 'last' | 'page-up' | 'page-down'

const KEYS: Record<string, Move> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'row-start',
  End: 'row-end',
  PageUp: 'page-up',
  PageDown: 'page-down',
}

/** What a key does to the focus, or null. With Control or Command, Home and End go to the ends of what is loaded. */
export function moveOf(key: string, far: boolean): Move | null {
  if (far) return key === 'Home' ? 'first' : key === 'End' ? 'last' : null
  return KEYS[key] ?? null
}

/**
 * The picture that the focus goes to, as its entry: the neighbour to the sides, the nearest by its middle above and below.
 * At an edge it stays where it is.
 * @param page Height in pixels of what is in sight, for `page-up` and `page-down`.
 */
export function moveFocus(layout: HistoryLayout, from: number, move: Move, page: number): number {
  const at = rowOf(layout, from)
  const row = layout.rows[at]
  if (row?.kind !== 'tile') return from
  if (move === 'left') return from > row.start ? from - 1 : (lastOf(nextRow(layout, at, -1)) ?? from)
  if (move === 'right') return from < row.end - 1 ? from + 1 : (nextRow(layout, at, 1)?.start ?? from)
  if (move === 'row-start') return row.start
  if (move === 'row-end') return row.end - 1
  if (move === 'first') return nextRow(layout, -1, 1)?.start ?? from
  if (move === 'last') return lastOf(nextRow(layout, layout.rows.length, -1)) ?? from
  const step = move === 'up' || move === 'page-up' ? -1 : 1
  const far = move === 'page-up' || move === 'page-down' ? page : 0
  const target = rowAcross(layout, at, step, far)
  return target ? nearest(layout, target, middleOf(layout, row, from)) : from
}

const lastOf = (row: LayoutRow | null): number | undefined => (row ? row.end - 1 : undefined)

function nextRow(layout: HistoryLayout, from: number, step: 1 | -1): LayoutRow | null {
  for (let at = from + step; at >= 0 && at < layout.rows.length; at += step) {
    const row = layout.rows[at]
    if (row?.kind === 'tile') return row
  }
  return null
}

/** The next row of pictures, or the last one that is at most `far` pixels away. */
function rowAcross(layout: HistoryLayout, from: number, step: 1 | -1, far: number): LayoutRow | null {
  const top = layout.rows[from]?.top ?? 0
  let found: LayoutRow | null = null
  for (let at = from + step; at >= 0 && at < layout.rows.length; at += step) {
    const row = layout.rows[at]
    if (row?.kind !== 'tile') continue
    if (found && Math.abs(row.top - top) > far) break
    found = row
  }
  return found
}

function middleOf(layout: HistoryLayout, row: LayoutRow, entry: number): number {
  const tile = tilesOf(layout, row).find(({ index }) => index === entry)
  return tile ? tile.left + tile.width / 2 : 0
}

function nearest(layout: HistoryLayout, row: LayoutRow, middle: number): number {
  let best = { index: row.start, distance: Number.POSITIVE_INFINITY }
  for (const { index, left, width } of tilesOf(layout, row)) {
    const distance = Math.abs(left + width / 2 - middle)
    if (distance < best.distance) best = { index, distance }
  }
  return best.index
}
