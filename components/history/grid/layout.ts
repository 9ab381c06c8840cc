/** What stands in History, in order: the heading of a day or a picture with its width divided by its height. */
export type LayoutEntry = { kind: 'heading'; key: string } | { kind: 'tile'; key: string; ratio: number }

/** All in CSS pixels. */
export type LayoutBox = {
  width: number
  /** The least height of a row of pictures. */
  row: number
  gap: number
  /** Height of a heading with the space below it. */
  heading: number
  /** Space above every heading but the first. */
  headingGap: number
}

/** Entries `start` to `end` (exclusive) stand beside each other, `top` pixels below the first. */
export type LayoutRow = { kind: LayoutEntry['kind']; top: number; height: number; start: number; end: number }

export type HistoryLayout = { box: LayoutBox; entries: readonly LayoutEntry[]; rows: readonly LayoutRow[]; height: number }

/** How much a row that is not full may grow, in the ratios of its pictures: next to nothing. The style of ServerRows says the same. */
export const LOOSE_GROWTH = 999

const sameBox = (a: LayoutBox, b: LayoutBox): boolean =>
  a.width === b.width && a.row === b.row && a.gap === b.gap && a.heading === b.heading && a.headingGap === b.headingGap

const sameShape = (a: LayoutEntry | undefined, b: LayoutEntry | undefined): boolean =>
  a !== undefined && b !== undefined && (a === b || (a.kind === b.kind && a.key === b.key && ratioOf(a) === ratioOf(b)))

const ratioOf = (entry: LayoutEntry | undefined): number => (entry?.kind === 'tile' ? entry.ratio : 0)

/**
 * Rows of pictures that keep their ratios and fill the width, by the rule by which CSS breaks `flex-wrap` lines: a picture
 * that does not fit at the least height begins the next row. What the server drew with flex therefore stays where it is when
 * this takes over. With the layout of a shorter or otherwise equal list, all rows before the first difference are kept, so
 * that a page more costs that page.
 */
export function layoutHistory(entries: readonly LayoutEntry[], box: LayoutBox, previous?: HistoryLayout): HistoryLayout {
  const rows: LayoutRow[] = previous && sameBox(previous.box, box) ? keepRows(previous, entries) : []
  const last = rows.at(-1)
  let top = last ? last.top + last.height + (last.kind === 'tile' ? box.gap : 0) : 0
  let at = last?.end ?? 0
  while (at < entries.length) {
    if (entries[at]?.kind === 'heading') {
      // The gap below a row is part of the space above the heading.
      const space = at === 0 ? 0 : box.headingGap - box.gap
      rows.push({ kind: 'heading', top: top + space, height: box.heading, start: at, end: at + 1 })
      top += space + box.heading
      at += 1
      continue
    }
    const row = breakRow(entries, at, box)
    rows.push({ kind: 'tile', top, height: row.height, start: at, end: row.end })
    top += row.height + box.gap
    at = row.end
  }
  const end = rows.at(-1)
  return { box, entries, rows, height: end ? end.top + end.height : 0 }
}

/** Rows whose pictures, and the entry after them that ended the row, are the same in both lists. */
function keepRows(previous: HistoryLayout, entries: readonly LayoutEntry[]): LayoutRow[] {
  let same = 0
  while (same < entries.length && sameShape(previous.entries[same], entries[same])) same += 1
  // Most often a page was added at the end, so the search begins there.
  let kept = previous.rows.length
  while (kept > 0 && (previous.rows[kept - 1]?.end ?? 0) >= same) kept -= 1
  return previous.rows.slice(0, kept)
}

function breakRow(entries: readonly LayoutEntry[], start: number, box: LayoutBox): { end: number; height: number } {
  const { width, row, gap } = box
  let basis = 0
  let ratios = 0
  let end = start
  for (; end < entries.length; end++) {
    const entry = entries[end]
    if (entry?.kind !== 'tile') break
    const own = Math.min(width, entry.ratio * row)
    if (end > start && basis + own + gap * (end - start) > width) {
      return { end, height: (width - gap * (end - start - 1)) / ratios }
    }
    basis += own
    ratios += entry.ratio
  }
  const full = (width - gap * (end - start - 1)) / ratios
  const spare = width - basis - gap * (end - start)
  return { end, height: spare < 0 ? full : Math.min(full, row + spare / (LOOSE_GROWTH + ratios)) }
}

/** Where the pictures of a row stand: pixels from the left, and widths. */
export function tilesOf(layout: HistoryLayout, row: LayoutRow): { index: number; left: number; width: number }[] {
  const tiles: { index: number; left: number; width: number }[] = []
  let left = 0
  for (let index = row.start; index < row.end; index++) {
    const width = ratioOf(layout.entries[index]) * row.height
    tiles.push({ index, left, width })
    left += width + layout.box.gap
  }
  return tiles
}

/** The rows that touch the pixels between `top` and `bottom`: from the first to before the second number. */
export function rowsBetween(layout: HistoryLayout, top: number, bottom: number): [first: number, end: number] {
  const first = firstRow(layout.rows, (row) => row.top + row.height >= top)
  return [
    first,
    Math.max(
      first,
      firstRow(layout.rows, (row) => row.top > bottom),
    ),
  ]
}

/** The row in which an entry stands, or -1. */
export function rowOf(layout: HistoryLayout, entry: number): number {
  const row = firstRow(layout.rows, (candidate) => candidate.end > entry)
  return row < layout.rows.length && entry >= 0 ? row : -1
}

/** The first row for which something holds that holds for all rows after it too. */
function firstRow(rows: readonly LayoutRow[], holds: (row: LayoutRow) => boolean): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (row && holds(row)) high = middle
    else low = middle + 1
  }
  return low
}
