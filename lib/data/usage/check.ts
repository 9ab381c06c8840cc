import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import type { Actor } from '../actor'
import { db } from '../db'
import { requireSystem } from '../generations/require-system'
import { COUNTERS, columnsOf, FACTS, factsOf, PLACE, ROLLUPS, rollupsOf } from './facts'

/** One row of the counts that is not what the rows behind it say; null where one of the two is missing. */
export type UsageDifference = {
  table: 'usage_generations' | 'usage_rollups' | 'usage_storage'
  key: string
  expected: Record<string, unknown> | null
  found: Record<string, unknown> | null
}

/** More than this many of a table are not listed. */
const LISTED_MAX = 100

/**
 * Counts everything again, from generations, images, the ledger and files, and compares it with what was kept as it happened.
 * Reads one state of the database, so work that goes on meanwhile makes no difference.
 * @returns an empty list when every figure is right; at most 100 differences of each table.
 */
export async function checkUsage(actor: Actor, { teamId }: { teamId?: string } = {}): Promise<UsageDifference[]> {
  requireSystem(actor)
  return db().transaction(
    async (tx) => {
      const mine = (column: SQL): SQL => (teamId === undefined ? sql`true` : sql`${column} = ${teamId}`)
      const facts = sql`facts as materialized (${factsOf(mine(sql`g.team_id`))})`
      return [
        ...(await compare(tx, {
          table: 'usage_generations',
          key: ['generation_id'],
          expected: sql`with ${facts} select ${columnsOf(FACTS)} from facts`,
          found: sql`select ${columnsOf(FACTS)} from usage_generations where ${mine(sql`team_id`)}`,
        })),
        ...(await compare(tx, {
          table: 'usage_rollups',
          key: PLACE,
          expected: sql`with ${facts} ${rollupsOf('facts')}`,
          // What was taken away again to the last stays as a row of zeros.
          found: sql`select ${columnsOf(ROLLUPS)} from usage_rollups where ${mine(sql`team_id`)} and (${columnsOf(COUNTERS)}) <> (${columnsOf(COUNTERS.map(() => '0'))})`,
        })),
        ...(await compare(tx, {
          table: 'usage_storage',
          key: ['team_id', 'kind'],
          expected: sql`select team_id, kind, count(*)::int as files, sum(byte_size)::bigint as bytes from assets where ${mine(sql`team_id`)} group by 1, 2`,
          found: sql`select team_id, kind, files, bytes from usage_storage where ${mine(sql`team_id`)} and (files, bytes) <> (0, 0)`,
        })),
      ]
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

type Comparison = { table: UsageDifference['table']; key: readonly string[]; expected: SQL; found: SQL }

/** Rows that stand on one side alone, or on both with other figures. */
async function compare(tx: Transaction, { table, key, expected, found }: Comparison): Promise<UsageDifference[]> {
  const rows = await tx.execute<Omit<UsageDifference, 'table'>>(sql`
    with e as materialized (${expected}), f as materialized (${found})
    select concat_ws(' ', ${columnsOf(key)}) as key, to_jsonb(a) as expected, to_jsonb(b) as found
    from (select * from e except select * from f) a full join (select * from f except select * from e) b using (${columnsOf(key)})
    limit ${LISTED_MAX}`)
  return rows.map((row) => ({ table, ...row }))
}
