import { isId } from '@/lib/domain/ids'

/**
 * The place after the last row of a page: its time in microseconds and its id, so that rows of one moment are not lost,
 * and its stars where these give the order.
 */
export type Cursor = { createdAtMicros: string; id: string; stars?: string }

export const encodeCursor = ({ createdAtMicros, id, stars }: Cursor): string =>
  stars === undefined ? `${createdAtMicros}.${id}` : `${createdAtMicros}.${id}.${stars.replace('.', '_')}`

/** @returns null for anything that {@link encodeCursor} did not make. */
export function decodeCursor(text: string): Cursor | null {
  const [createdAtMicros, id, stars, ...rest] = text.split('.')
  if (!createdAtMicros || !id || rest.length > 0) return null
  if (!/^\d{1,17}$/.test(createdAtMicros) || !isId('gen', id)) return null
  if (stars === undefined) return { createdAtMicros, id }
  return /^\d(_\d{1,9})?$/.test(stars) ? { createdAtMicros, id, stars: stars.replace('_', '.') } : null
}
