import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { generations } from '@/db/schema'
import { db } from '../db'

/**
 * The places of all queued generations, 1 for the one that begins next, among those that wait for the same engine. Teams take
 * turns as they do in the executor (see inngest/embedded/slots.ts): the second image of a team stands behind the first
 * of every team that has as many under way. As `q`: `id`, `place`.
 */
const places: SQL = sql`
  open as (
    select id, team_id, engine, status, created_at from ${generations} where status in ('queued', 'running')
  ), teams as (
    select team_id, engine, count(*) filter (where status = 'running') as under_way, (
      select started_at from ${generations} before
      where before.team_id = open.team_id and before.engine = open.engine and before.deleted_at is null and before.started_at is not null
      order by before.created_at desc limit 1
    ) as served_at
    from open group by team_id, engine having bool_or(status = 'queued')
  ), lined as (
    select open.*, teams.under_way, teams.served_at, row_number() over (partition by open.team_id, open.engine order by open.created_at, open.id) as nth
    from open join teams on teams.team_id = open.team_id and teams.engine = open.engine
    where open.status = 'queued'
  ), q as (
    select id, (row_number() over (
      partition by engine order by under_way + nth, nth > 1, served_at nulls first, created_at, id
    ))::int as place
    from lined
  )`

/** The places of those generations that wait, by id. The caller was allowed to read them. */
export async function placesOf(generationIds: readonly string[]): Promise<Map<string, number>> {
  if (generationIds.length === 0) return new Map()
  const ids = sql`${sql.param([...generationIds])}::text[]`
  const rows = await db().execute<{ id: string; place: number }>(sql`with ${places} select id, place from q where id = any(${ids})`)
  return new Map(rows.map(({ id, place }) => [id, place]))
}

/** The places of all that waits in these teams, by id. */
export async function placesIn(teamIds: readonly string[]): Promise<Map<string, number>> {
  if (teamIds.length === 0) return new Map()
  const ids = sql`${sql.param([...teamIds])}::text[]`
  const rows = await db().execute<{ id: string; place: number }>(
    sql`with ${places} select q.id, q.place from q join lined on lined.id = q.id where lined.team_id = any(${ids})`,
  )
  return new Map(rows.map(({ id, place }) => [id, place]))
}
