import 'server-only'
import { sql } from 'drizzle-orm'
import { budgetCounters, generations, usageLedger } from '@/db/schema'
import type { Actor } from '../actor'
import { db, type Executor } from '../db'
import { requireSystem } from '../generations/require-system'

/** Older months are closed, and nobody asks for them. */
const since = sql`date_trunc('month', now() at time zone 'UTC' - interval '1 month')`

/** What the ledger says that the counters of this month and the last should hold. A price that was not known at the end counts as what was held back. */
const fromLedger = sql`
  select held.team_id, subject.kind as subject_kind, subject.id as subject_id,
    date_trunc('month', requested.created_at at time zone 'UTC')::date as month,
    sum(case when closed.kind is null then held.images else 0 end)::int as images_reserved,
    sum(case when closed.kind = 'settle' then closed.images else 0 end)::int as images_spent,
    sum(case when closed.kind is null then coalesce(held.amount_micro_usd, 0) else 0 end)::bigint as money_reserved_micro_usd,
    sum(case when closed.kind = 'settle' then coalesce(closed.amount_micro_usd, held.amount_micro_usd, 0) else 0 end)::bigint as money_spent_micro_usd
  from ${usageLedger} held
  join ${generations} requested on requested.id = held.generation_id
  left join ${usageLedger} closed on closed.generation_id = held.generation_id and closed.kind <> 'reserve'
  cross join lateral (values ('team', requested.team_id), ('member', requested.author_id), ('scene', requested.scene_id)) as subject (kind, id)
  where held.kind = 'reserve' and subject.id is not null and requested.created_at >= ${since} at time zone 'UTC'
  group by 1, 2, 3, 4`

const same = sql`(c.images_reserved, c.images_spent, c.money_reserved_micro_usd, c.money_spent_micro_usd)
  is not distinct from (l.images_reserved, l.images_spent, l.money_reserved_micro_usd, l.money_spent_micro_usd)`

/** Of people and scenes that are gone the ledger says nothing any more, and nobody asks for their budget. */
const isGone = sql`(c.subject_kind = 'member' and not exists (select from users where id = c.subject_id)
  or c.subject_kind = 'scene' and not exists (select from scenes where id = c.subject_id))`

const isZero = sql`c.images_reserved = 0 and c.images_spent = 0 and c.money_reserved_micro_usd = 0 and c.money_spent_micro_usd = 0`

/** How many counters of this month and the last say something else than the ledger does. */
export async function countWrongBudgets(actor: Actor, executor: Executor = db()): Promise<number> {
  requireSystem(actor)
  const [row] = await executor.execute<{ n: number }>(sql`
    with l as (${fromLedger})
    select count(*)::int as n from ${budgetCounters} c
      full join l on l.team_id = c.team_id and l.subject_kind = c.subject_kind and l.subject_id = c.subject_id and l.month = c.month
    where coalesce(c.month, l.month) >= ${since} and not (${same}) and not (l.team_id is null and (${isZero} or ${isGone}))`)
  return row?.n ?? 0
}

/**
 * Makes the counters what the ledger says. Needed after an older version of the product, which knew no counters, worked
 * beside this one for a while; otherwise it finds nothing. Requests of all teams wait for it.
 * @returns how many counters were wrong.
 */
export async function recountBudgets(actor: Actor): Promise<number> {
  requireSystem(actor)
  if ((await countWrongBudgets(actor)) === 0) return 0
  return db().transaction(async (tx) => {
    await tx.execute(sql`lock table ${budgetCounters} in exclusive mode`)
    const wrong = await countWrongBudgets(actor, tx)
    await tx.execute(sql`
      insert into ${budgetCounters} (team_id, subject_kind, subject_id, month, images_reserved, images_spent, money_reserved_micro_usd, money_spent_micro_usd)
      ${fromLedger}
      on conflict (team_id, subject_kind, subject_id, month) do update set
        images_reserved = excluded.images_reserved, images_spent = excluded.images_spent,
        money_reserved_micro_usd = excluded.money_reserved_micro_usd, money_spent_micro_usd = excluded.money_spent_micro_usd`)
    await tx.execute(sql`
      with l as (${fromLedger})
      delete from ${budgetCounters} c where c.month >= ${since} and not exists (
        select from l where l.team_id = c.team_id and l.subject_kind = c.subject_kind and l.subject_id = c.subject_id and l.month = c.month
      )`)
    return wrong
  })
}
