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

const PAGE = 500

/** Rows page by page, so that any number of them passes through little memory and no connection waits for whoever reads. */
export async function* exportRows({ from, key = sql`t.id`, omit = [] }: RowSource): AsyncGenerator<Record<string, unknown>> {
  const omitted = sql`array[${sql.join([sql`'-'`, ...omit.map((name) => sql`${name}`)], sql`, `)}]::text[]`
  for (let after = ''; ; ) {
    const page = await db().execute<{ key: string; row: Record<string, unknown> }>(
      sql`select (${key})::text collate "C" as key, to_jsonb(t) - ${omitted} as row from ${from} and (${key})::text collate "C" > ${after} order by 1 limit ${PAGE}`,
    )
    for (const { row } of page) yield row
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last.key
  }
}
