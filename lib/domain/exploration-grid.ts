/** How the cells of an exploration lie: their numbers run along rows, or down columns. */
export type ExplorationGrid = { columns: number; rows: number; flow: 'row' | 'column' }

/** From this width to height on pictures are so wide that more rows than columns show them larger. */
const WIDE_FROM = 1.9

/** 2×2, 2×3 and 2×4 for four, six and eight pictures; turned by a quarter where the pictures are very wide, or the room is `narrow`. */
export function explorationGrid(cells: number, pictureRatio: number, narrow = false): ExplorationGrid {
  const long = cells <= 3 ? Math.max(1, cells) : Math.ceil(cells / 2)
  const short = Math.ceil(cells / long)
  return pictureRatio >= WIDE_FROM || narrow ? { columns: short, rows: long, flow: 'column' } : { columns: long, rows: short, flow: 'row' }
}

const STEPS: Record<string, readonly [column: number, row: number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/** The place that a key leads to from another: arrows go to the neighbour, Home and End to the ends. Null where the key leads nowhere. */
export function placeAfterKey({ columns, rows, flow }: ExplorationGrid, cells: number, place: number, key: string): number | null {
  if (key === 'Home') return 0
  if (key === 'End') return cells - 1
  const step = STEPS[key]
  if (!step) return null
  const [column, row] = flow === 'row' ? [place % columns, Math.floor(place / columns)] : [Math.floor(place / rows), place % rows]
  const [c, r] = [column + step[0], row + step[1]]
  if (c < 0 || r < 0 || c >= columns || r >= rows) return null
  const next = flow === 'row' ? r * columns + c : c * rows + r
  return next < cells ? next : null
}
