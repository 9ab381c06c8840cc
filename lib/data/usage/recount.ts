import 'server-only'
import { sql } from 'drizzle-orm'
import type { Actor } from '../actor'
import { db } from '../db'
import { requireSystem } from '../generations/require-system'
import { recountStorage } from './catch-up'
import { COUNTERS, columnsOf, countsOf, durationsOf, FACTS, factsOf, placesOf } from './facts'
import { lockOf } from './record'

/**
 * Throws the counts of teams away and counts everything anew, a team in a transaction. Work of the team that would change its
 * counts waits meanwhile, about a minute for a million generations.
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
    await tx.execute(sql`delete from usage_durations where team_id = ${teamId}`)
    await tx.execute(sql`insert into usage_generations (${columnsOf(FACTS)}) ${factsOf(sql`g.team_id = ${teamId}`)}`)
    const counted = sql`from usage_generations f ${placesOf}`
    await tx.execute(sql`
      insert into usage_rollups (team_id, dimension, grain, bucket, value, ${columnsOf(COUNTERS)})
      select f.team_id, p.dimension, p.grain, p.bucket, p.value, ${countsOf()} ${counted}
      where f.team_id = ${teamId} and p.value is not null group by 1, 2, 3, 4, 5`)
    await tx.execute(sql`
      insert into usage_durations (team_id, dimension, grain, bucket, value, measure, bin, n)
      select f.team_id, p.dimension, p.grain, p.bucket, p.value, d.measure, d.bin, count(*) ${counted} ${durationsOf}
      where f.team_id = ${teamId} and p.value is not null and p.grain <> 'quarter' group by 1, 2, 3, 4, 5, 6, 7`)
  })
}
