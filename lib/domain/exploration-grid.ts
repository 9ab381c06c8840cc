/** How the cells of an exploration lie: their numbers run along rows, or down columns. */
export type ExplorationGrid = { columns: number; rows: number; flow: 'row' | 'column' }

/** The grid is turned by a quarter only where that shows the pictures this much larger. */
const TURNED_FROM = 1.08

/**
 * 2×2, 2×3 and 2×4 for four, six and eight pictures, or the same turned by a quarter where that shows them larger.
 * @param pictureRatio width by height of one picture. @param roomRatio width by height of the room for all of them.
 */
export function explorationGrid(cells: number, pictureRatio: number, roomRatio: number): ExplorationGrid {
  const long = cells <= 3 ? Math.max(1, cells) : Math.ceil(cells / 2)
  const short = Math.ceil(Math.max(1, cells) / long)
  // In units of the room's height.
  const width = (columns: number, rows: number): number => Math.min(roomRatio / columns, pictureRatio / rows)
  return width(short, long) > TURNED_FROM * width(long, short) ? { columns: short, rows: long, flow: 'column' } : { columns: long, rows: short, flow: 'row' }
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
