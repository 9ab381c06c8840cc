import 'server-only'
import { asc, eq, type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { usageGenerations } from '@/db/schema'
import { COUNTERS, columnsOf, FACTS, factsOf, ROLLUPS, rollupsOf } from './facts'

/** So many generations at once keep a statement short. */
const BATCH = 1000

/**
 * Brings the rollups in line with what the rows of generations say now; call it last in the transaction that changed them.
 * What a generation stood for before is taken away and what it stands for now is added, so calling it again changes nothing.
 *
 * A team's rollups change one transaction after the other: the lock is taken after the locks of generations and images, and
 * the rows are read in a statement after it, so of two changes of one generation the later sees the earlier.
 */
export async function recordUsage(tx: Transaction, generationIds: readonly string[]): Promise<void> {
  if (generationIds.length === 0) return
  const ids = sql`${sql.param([...new Set(generationIds)])}::text[]`
  await tx.execute(sql`select 1 from generations where id = any(${ids}) order by id for key share`)
  await tx.execute(sql`
    select ${lockOf(sql`team_id`)}
    from (select distinct team_id from generations where id = any(${ids}) order by team_id) teams`)
  await tx.execute(sql`
    with fresh as materialized (${factsOf(sql`g.id = any(${ids})`)}),
    counted as materialized (select ${columnsOf(FACTS)} from usage_generations where generation_id = any(${ids})),
    gain as materialized (select * from fresh except select * from counted),
    loss as materialized (select * from counted except select * from fresh),
    changes as materialized (select 1 as sign, * from gain union all select -1, * from loss),
    kept as (
      insert into usage_generations (${columnsOf(FACTS)}) select * from gain
      on conflict (generation_id) do update set ${replaced}
    )
    insert into usage_rollups (${columnsOf(ROLLUPS)}) ${rollupsOf('changes', sql`f.sign`)}
    on conflict (team_id, dimension, grain, bucket, value) do update set ${added}`)
}

/** Takes the lock under which the rollups of a team change, until the transaction ends. */
export const lockOf = (teamId: SQL): SQL => sql`pg_advisory_xact_lock(hashtextextended('usage of ' || ${teamId}, 0))`

const replaced: SQL = sql.raw(FACTS.map((name) => `${name} = excluded.${name}`).join(', '))
const added: SQL = sql.raw(
  [
    ...COUNTERS.map((name) => `${name} = usage_rollups.${name} + excluded.${name}`),
    ...['queue_bins', 'render_bins'].map(
      (name) => `${name} = case when excluded.${name} = '' then usage_rollups.${name} else usage_add_bins(usage_rollups.${name}, excluded.${name}) end`,
    ),
  ].join(', '),
)

/**
 * Counts what somebody made as made by nobody, once their account is gone; call it after the row of the user is deleted. What
 * they made in teams that stay keeps counting in every other way.
 */
export async function forgetMember(tx: Transaction, userId: string): Promise<void> {
  // By team, so that their locks are taken in the order in which everybody takes them.
  const rows = await tx
    .select({ id: usageGenerations.generationId })
    .from(usageGenerations)
    .where(eq(usageGenerations.member, userId))
    .orderBy(asc(usageGenerations.teamId), asc(usageGenerations.generationId))
  for (let at = 0; at < rows.length; at += BATCH)
    await recordUsage(
      tx,
      rows.slice(at, at + BATCH).map(({ id }) => id),
    )
}
