import 'server-only'
import { sql } from 'drizzle-orm'
import type { Actor } from '../actor'
import { db } from '../db'
import { requireSystem } from '../generations/require-system'
import { recountStorage } from './catch-up'
import { columnsOf, FACTS, factsOf, ROLLUPS, rollupsOf } from './facts'
import { lockOf } from './record'

/**
 * Throws the counts of teams away and counts everything anew, a team in a transaction. Work of the team that would change its
 * counts waits meanwhile, about three minutes for a million generations.
 * @param teamIds all teams where it is left out.
 */
export async function recountUsage(actor: Actor, teamIds?: readonly string[]): Promise<void> {
  requireSystem(actor)
  const ids = teamIds ?? (await db().execute<{ id: string }>(sql`select id from teams order by id`)).map(({ id }) => id)
  for (const id of ids) await recountTeam(id)
  await recountStorage(actor)
}

async function recountTeam(teamId: string): Promise<void> {
  await db().transaction(async (tx) => {
    await tx.execute(sql`select ${lockOf(sql`${teamId}`)}`)
    await tx.execute(sql`delete from usage_generations where team_id = ${teamId}`)
    await tx.execute(sql`delete from usage_rollups where team_id = ${teamId}`)
    await tx.execute(sql`insert into usage_generations (${columnsOf(FACTS)}) ${factsOf(sql`g.team_id = ${teamId}`)}`)
    const facts = sql`facts as materialized (select * from usage_generations where team_id = ${teamId})`
    await tx.execute(sql`with ${facts} insert into usage_rollups (${columnsOf(ROLLUPS)}) ${rollupsOf('facts')}`)
  })
}
