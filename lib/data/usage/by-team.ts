import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { UsageSpan } from '@/lib/domain/usage-range'
import type { UsageFigures } from '@/lib/domain/usage-view'
import { db } from '../db'
import { type FiguresRow, figuresOf } from './figures'
import { bucketsOf } from './pieces'
import { COUNTED, edgesOf, ROLLED, rolledPieces, type Scope, SUMMED } from './sums'

type Span = Pick<UsageSpan, 'fromMs' | 'toMs'>

const texts = (values: readonly string[]): SQL => sql`${sql.param(values)}::text[]`

/** The figures of one person or scene in one team; an empty value stands for nobody, or no scene. */
export type TeamFigures = { teamId: string; value: string; figures: UsageFigures }

/**
 * The people or scenes of all teams in a scope that have most generations in a span, most first, each in their team.
 *
 * An installation has many times as many of these as a team, so figures are read for those alone that are shown.
 * @returns those, how many such rows there are in all, and how many different people or scenes, each counted once over all teams.
 */
export async function mostByTeam(
  scope: Scope,
  dimension: 'member' | 'scene',
  span: Span,
  most: number,
): Promise<{ rows: TeamFigures[]; all: number; different: number }> {
  const column = sql.raw(dimension)
  const facts = sql`facts as materialized (${edgesOf(scope, span)})`
  const top = await db().execute<{ team_id: string; value: string; in_all: number; different: number }>(sql`
    with ${facts},
    places as materialized (
      select team_id, value, sum(requested) as requested from (
        select team_id, value, requested from usage_rollups where ${scope.where} and dimension = ${dimension} and ${rolledPieces(span)}
        union all
        select f.team_id, f.${column}, count(*) from facts f group by 1, 2
      ) parts group by team_id, value having sum(requested) > 0
    )
    select team_id, value, (select count(*)::int from places) as in_all, (select count(distinct value)::int from places where value <> '') as different
    from places order by requested desc, team_id, value limit ${most}`)
  if (top.length === 0) return { rows: [], all: 0, different: 0 }
  const buckets = bucketsOf(span)
  const places = sql`unnest(${texts(top.map((row) => row.team_id))}, ${texts(top.map((row) => row.value))}) with ordinality`
  const moments = sql`unnest(${texts(buckets.map(({ grain }) => grain))}, ${texts(buckets.map(({ fromMs }) => new Date(fromMs).toISOString()))})`
  const rows = await db().execute<FiguresRow>(sql`
    with ${facts},
    top as materialized (select * from ${places} t(team_id, value, place)),
    buckets as materialized (select grain, moment::timestamptz as bucket from ${moments} b(grain, moment))
    select ${SUMMED} from (
      select t.place, d.* from top t cross join buckets b cross join lateral (
        select ${ROLLED} from usage_rollups
        where team_id = t.team_id and dimension = ${dimension} and grain = b.grain and bucket = b.bucket and value = t.value offset 0
      ) d
      union all
      select t.place, ${COUNTED} from facts f join top t on t.team_id = f.team_id and t.value = f.${column} group by 1
    ) parts group by place order by place`)
  return {
    rows: top.map(({ team_id, value }, i) => ({ teamId: team_id, value, figures: figuresOf(rows[i]) })),
    all: top[0]?.in_all ?? 0,
    different: top[0]?.different ?? 0,
  }
}
