import { isId } from '@/lib/domain/ids'

/** The place after the last row of a page: its time in microseconds and its id, so that rows of one moment are not lost. */
export type Cursor = { createdAtMicros: string; id: string }

export const encodeCursor = (cursor: Cursor): string => `${cursor.createdAtMicros}.${cursor.id}`

/** @returns null for anything that {@link encodeCursor} did not make. */
export function decodeCursor(text: string): Cursor | null {
  const [createdAtMicros, id, ...rest] = text.split('.')
  if (!createdAtMicros || !id || rest.length > 0) return null
  return /^\d{1,17}$/.test(createdAtMicros) && isId('gen', id) ? { createdAtMicros, id } : null
}
