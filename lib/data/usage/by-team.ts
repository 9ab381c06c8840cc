import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { UsageSpan } from '@/lib/domain/usage-range'
import type { UsageFigures } from '@/lib/domain/usage-view'
import { db } from '../db'
import { COUNTERS, columnsOf, countsOf } from './facts'
import { type BinRow, type CountsRow, figuresOf } from './figures'
import { bucketsOf } from './pieces'
import { edgesOf, grouped, KEPT_BINS, rolledPieces, type Scope, sumsOfCounters } from './sums'

type Span = Pick<UsageSpan, 'fromMs' | 'toMs'>

const texts = (values: readonly string[]): SQL => sql`${sql.param(values)}::text[]`

/** The figures of one person or scene in one team; an empty value stands for nobody, or no scene. */
export type TeamFigures = { teamId: string; value: string; figures: UsageFigures }

/**
 * The people or scenes of all teams in a scope that have most generations in a span, most first, each in their team.
 *
 * An installation has many times as many of these as a team. Their durations are the most of what is kept, so these are read
 * for those alone that are shown.
 * @returns those, and how many different people or scenes there are in all.
 */
export async function mostByTeam(scope: Scope, dimension: 'member' | 'scene', span: Span, most: number): Promise<{ rows: TeamFigures[]; all: number }> {
  const column = sql.raw(dimension)
  const facts = sql`facts as materialized (${edgesOf(scope, span)})`
  const top = await db().execute<CountsRow & { team_id: string; value: string; of_all: number }>(sql`
    with ${facts},
    places as materialized (
      select team_id, value, ${sumsOfCounters} from (
        select team_id, value, ${columnsOf(COUNTERS)} from usage_rollups where ${scope.where} and dimension = ${dimension} and ${rolledPieces(span)}
        union all
        select f.team_id, f.${column}, ${countsOf()} from facts f group by 1, 2
      ) parts group by team_id, value having sum(requested) > 0
    )
    select *, (select count(distinct value)::int from places where value <> '') as of_all from places order by requested desc, team_id, value limit ${most}`)
  if (top.length === 0) return { rows: [], all: 0 }
  const buckets = bucketsOf(span)
  const places = sql`unnest(${texts(top.map((row) => row.team_id))}, ${texts(top.map((row) => row.value))}) with ordinality`
  const moments = sql`unnest(${texts(buckets.map(({ grain }) => grain))}, ${texts(buckets.map(({ fromMs }) => new Date(fromMs).toISOString()))})`
  const bins = await db().execute<BinRow & { place: string }>(sql`
    with ${facts},
    top as materialized (select * from ${places} t(team_id, value, place)),
    buckets as materialized (select grain, moment::timestamptz as bucket from ${moments} b(grain, moment))
    select place, measure, bin, sum(n)::bigint as n from (
      select t.place, d.measure, d.bin, d.n from top t cross join buckets b cross join lateral (
        select measure, bin, n from usage_durations
        where team_id = t.team_id and dimension = ${dimension} and grain = b.grain and bucket = b.bucket and value = t.value offset 0
      ) d
      union all
      select t.place, d.measure, d.bin, count(*) from facts f join top t on t.team_id = f.team_id and t.value = f.${column} ${KEPT_BINS} group by 1, 2, 3
    ) parts group by place, measure, bin`)
  const binsOf = grouped(bins, ({ place }) => String(place))
  return {
    rows: top.map((row, i) => ({ teamId: row.team_id, value: row.value, figures: figuresOf(row, binsOf.get(String(i + 1))) })),
    all: top[0]?.of_all ?? 0,
  }
}
