import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { db } from './db'

/** A table as somebody may take it away: which rows, in which order, and what nobody learns. */
export type RowSource = {
  name: string
  /** What follows `from`; the table is called `t`. */
  from: SQL
  /** A text that no two rows share. */
  key?: SQL
  omit?: readonly string[]
}

export type ExportedRow = Record<string, unknown>

const PAGE = 500

/** A query for rows `row` with what orders them, `key`. */
export const selectRows = ({ from, key = sql`t.id`, omit = [] }: RowSource, after?: string): SQL => {
  const omitted = sql`array[${sql.join([sql`'-'`, ...omit.map((name) => sql`${name}`)], sql`, `)}]::text[]`
  const ordered = sql`(${key})::text collate "C"`
  return sql`select ${ordered} as key, to_jsonb(t) - ${omitted} as row from ${from} ${after === undefined ? sql`` : sql`and ${ordered} > ${after}`} order by 1`
}

/** Rows page by page, so that any number of them passes through little memory and no connection waits for whoever reads. */
export async function* exportRows(source: RowSource): AsyncGenerator<ExportedRow> {
  for (let after = ''; ; ) {
    const page = await db().execute<{ key: string; row: ExportedRow }>(sql`${selectRows(source, after)} limit ${PAGE}`)
    for (const { row } of page) yield row
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last.key
  }
}
