import { type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { type IdPrefix, isId } from '@/lib/domain/ids'

/** The place after the last row of a page, newest first: its time in microseconds and its id. */
export const cursorColumn = (createdAt: AnyPgColumn): SQL<string> => sql<string>`(extract(epoch from ${createdAt}) * 1000000)::bigint::text`

export const encodePlace = (micros: string, id: string): string => `${micros}.${id}`

/** The condition that a row comes after a place; nothing for the first page, and for anything that {@link encodePlace} did not make. */
export function afterPlace(createdAt: AnyPgColumn, id: AnyPgColumn, prefix: IdPrefix, cursor: string | null): SQL | undefined {
  const [micros, rowId, ...rest] = (cursor ?? '').split('.')
  if (!micros || !rowId || rest.length > 0 || !/^\d{1,17}$/.test(micros) || !isId(prefix, rowId)) return undefined
  return sql`(${createdAt}, ${id}) < ('epoch'::timestamptz + ${micros}::bigint * interval '1 microsecond', ${rowId})`
}
