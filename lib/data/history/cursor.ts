import { isId } from '@/lib/domain/ids'

/**
 * The place after the last row of a page: its time in microseconds and its id, so that rows of one moment are not lost,
 * and its rank where something else than time gives the order, with which order that is.
 */
export type Cursor = { createdAtMicros: string; id: string; rank?: { by: RankedSort; value: string } }

type RankedSort = keyof typeof LETTERS
const LETTERS = { rating: 'r', fidelity: 'f' } as const

export const encodeCursor = ({ createdAtMicros, id, rank }: Cursor): string =>
  rank === undefined ? `${createdAtMicros}.${id}` : `${createdAtMicros}.${id}.${LETTERS[rank.by]}${rank.value.replace('.', '_')}`

/** @returns null for anything that {@link encodeCursor} did not make. */
export function decodeCursor(text: string): Cursor | null {
  const [createdAtMicros, id, rank, ...rest] = text.split('.')
  if (!createdAtMicros || !id || rest.length > 0) return null
  if (!/^\d{1,17}$/.test(createdAtMicros) || !isId('gen', id)) return null
  if (rank === undefined) return { createdAtMicros, id }
  const [, letter, value] = /^([rf])(-?\d{1,3}(?:_\d{1,9})?)$/.exec(rank) ?? []
  if (value === undefined) return null
  return { createdAtMicros, id, rank: { by: letter === 'r' ? 'rating' : 'fidelity', value: value.replace('_', '.') } }
}
