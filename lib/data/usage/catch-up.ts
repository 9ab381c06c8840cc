import 'server-only'
import { sql } from 'drizzle-orm'
import type { Actor } from '../actor'
import { db } from '../db'
import { requireSystem } from '../generations/require-system'
import { recordUsage } from './record'
import type { Scope } from './sums'

/** So many at once, each batch in a transaction of its own: short enough that nobody waits for it. */
const BATCH = 500

/**
 * Counts generations that were never counted: those from before there were counts, and those of an older version that ran beside
 * this one. It can be broken off at any moment and goes on where it was.
 * @returns how many it counted.
 */
export async function countUncounted(actor: Actor): Promise<number> {
  requireSystem(actor)
  return inBatches(
    (after) => sql`
      select g.id from generations g
      where g.id > ${after} and not exists (select 1 from usage_generations u where u.generation_id = g.id)
      order by g.id limit ${BATCH}`,
  )
}

/**
 * Counts generations again whose end was not counted, which happens where an older version ended them.
 * @returns how many there were.
 */
export async function countUnended(actor: Actor): Promise<number> {
  requireSystem(actor)
  return inBatches(
    (after) => sql`
      select g.id from usage_generations u join generations g on g.id = u.generation_id
      where u.status = 'open' and g.finished_at is not null and g.id > ${after}
      order by g.id limit ${BATCH}`,
  )
}

async function inBatches(next: (after: string) => ReturnType<typeof sql>): Promise<number> {
  let counted = 0
  for (let after = ''; ; ) {
    const ids = (await db().execute<{ id: string }>(next(after))).map(({ id }) => id)
    const last = ids.at(-1)
    if (last === undefined) return counted
    await db().transaction((tx) => recordUsage(tx, ids))
    counted += ids.length
    after = last
  }
}

/** While nothing is missing, it is looked up so seldom: new generations are counted as they are written. */
const RECHECK_MS = 15 * 60_000
let completeUntilMs = 0

/**
 * Whether generations in a scope wait to be counted, as after an upgrade from a version that did not count, so that figures are
 * still growing. Looking through everything takes a fraction of a second where nothing is missing, so the answer then holds
 * for a while in this process.
 */
export async function isStillCounting({ where }: Pick<Scope, 'where'>): Promise<boolean> {
  if (Date.now() < completeUntilMs) return false
  // Each counted generation has one row and goes with it, so as many rows on both sides means that none is missing.
  const [all] = await db().execute<{ complete: boolean }>(sql`select (select count(*) from generations) = (select count(*) from usage_generations) as complete`)
  if (all?.complete) {
    completeUntilMs = Date.now() + RECHECK_MS
    return false
  }
  const [own] = await db().execute<{ complete: boolean }>(
    sql`select (select count(*) from generations where ${where}) = (select count(*) from usage_generations where ${where}) as complete`,
  )
  return !own?.complete
}

/** Sums up what files take anew, team by team. Files that come meanwhile wait for it. */
export async function recountStorage(actor: Actor): Promise<void> {
  requireSystem(actor)
  const teams = await db().execute<{ id: string }>(sql`select id from teams order by id`)
  for (const { id } of teams) {
    await db().transaction(async (tx) => {
      await tx.execute(
        sql`insert into usage_storage (team_id, kind, files, bytes) select distinct team_id, kind, 0, 0 from assets where team_id = ${id} order by 1, 2 on conflict do nothing`,
      )
      await tx.execute(sql`select 1 from usage_storage where team_id = ${id} order by kind for update`)
      await tx.execute(sql`
        update usage_storage s set files = a.files, bytes = a.bytes
        from (
          select u.kind, count(x.id) as files, coalesce(sum(x.byte_size), 0) as bytes
          from usage_storage u left join assets x on x.team_id = u.team_id and x.kind = u.kind where u.team_id = ${id} group by u.kind
        ) a
        where s.team_id = ${id} and s.kind = a.kind and (s.files, s.bytes) <> (a.files, a.bytes)`)
    })
  }
}
