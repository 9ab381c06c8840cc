import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { BIN_RATIO } from './bins'

const MILLISECONDS_MAX = 2_147_483_647
const milliseconds = (from: SQL, to: SQL): SQL => sql`least(greatest(round(extract(epoch from ${to} - ${from}) * 1000), 0), ${MILLISECONDS_MAX})::int`

/** The columns of `usage_generations`, in the order of {@link factsOf}. */
export const FACTS = [
  'generation_id',
  'team_id',
  'requested_at',
  'member',
  'engine',
  'model',
  'scene',
  'status',
  'reason',
  'images',
  'approved',
  'cost_micro_usd',
  'queue_ms',
  'render_ms',
  'trashed',
] as const

export const columnsOf = (names: readonly string[]): SQL => sql.raw(names.join(', '))

/**
 * What generations count as, from their rows, their images and the ledger alone.
 * @param where on the generation `g`.
 */
export const factsOf = (where: SQL): SQL => sql`
  select g.id as generation_id, g.team_id, g.created_at as requested_at, coalesce(g.author_id, '') as member, g.engine,
    coalesce(g.model, '') as model, coalesce(g.scene_id, '') as scene,
    case when g.finished_at is null then 'open' else g.status end as status,
    case when g.status = 'failed' then coalesce(g.error ->> 'code', 'internal') else '' end as reason,
    coalesce(l.images, 0) as images,
    (select count(*) from generation_outputs o where o.generation_id = g.id and o.review = 'approved' and o.deleted_at is null)::int as approved,
    case when l.generation_id is null then 0 else l.amount_micro_usd end as cost_micro_usd,
    case when g.finished_at is not null then ${milliseconds(sql`g.created_at`, sql`g.started_at`)} end as queue_ms,
    case when g.status = 'succeeded' then ${milliseconds(sql`g.started_at`, sql`g.finished_at`)} end as render_ms,
    g.deleted_at is not null as trashed
  from generations g left join usage_ledger l on l.generation_id = g.id and l.kind = 'settle'
  where ${where}`

/** The counters of `usage_rollups`, in the order of {@link countsOf}. */
export const COUNTERS = [
  'requested',
  'succeeded',
  'failed',
  'canceled',
  'trashed',
  'images',
  'unpriced_images',
  'unpriced',
  'approved',
  'approved_priced',
  'cost_micro_usd',
] as const

/**
 * The sums of facts `f`, each with a name of {@link COUNTERS}.
 * @param sign 1 to add, -1 to take away.
 */
export const countsOf = (sign: SQL = sql`1`): SQL => {
  const sum = (value: SQL): SQL => sql`coalesce(sum(${sign} * ${value}), 0)`
  const when = (condition: SQL, value: SQL = sql`1`): SQL => sum(sql`case when ${condition} then ${value} else 0 end`)
  return sql`
    ${sum(sql`1`)}::int as requested, ${when(sql`f.status = 'succeeded'`)}::int as succeeded, ${when(sql`f.status = 'failed'`)}::int as failed,
    ${when(sql`f.status = 'canceled'`)}::int as canceled, ${when(sql`f.trashed`)}::int as trashed, ${sum(sql`f.images`)}::int as images,
    ${when(sql`f.cost_micro_usd is null`, sql`f.images`)}::int as unpriced_images, ${when(sql`f.cost_micro_usd is null`)}::int as unpriced,
    ${sum(sql`f.approved`)}::int as approved, ${when(sql`f.cost_micro_usd is not null`, sql`f.approved`)}::int as approved_priced,
    ${sum(sql`coalesce(f.cost_micro_usd, 0)`)}::bigint as cost_micro_usd`
}

/** Every place of the rollups that a fact `f` counts in, as `p`. */
const placesOf: SQL = sql`
  cross join lateral (
    select date_bin(interval '15 minutes', f.requested_at, timestamptz 'epoch') as quarter,
      date_trunc('day', f.requested_at, 'UTC') as day, date_trunc('month', f.requested_at, 'UTC') as month
  ) t
  cross join lateral (values
    ('total', 'quarter', t.quarter, ''), ('total', 'day', t.day, ''), ('total', 'month', t.month, ''),
    ('member', 'day', t.day, f.member), ('member', 'month', t.month, f.member),
    ('engine', 'day', t.day, f.engine), ('engine', 'month', t.month, f.engine),
    ('model', 'day', t.day, f.model), ('model', 'month', t.month, f.model),
    ('scene', 'day', t.day, f.scene), ('scene', 'month', t.month, f.scene),
    ('reason', 'day', t.day, nullif(f.reason, '')), ('reason', 'month', t.month, nullif(f.reason, ''))
  ) p(dimension, grain, bucket, value)`

/** Every duration of a fact `f` with its bin, as `d`. */
const durationsOf: SQL = sql`
  cross join lateral (
    select measure, floor(ln(greatest(ms, 1)::float8) / ln(${BIN_RATIO}::float8))::smallint as bin
    from (values ('queue', f.queue_ms), ('render', f.render_ms)) m(measure, ms) where ms is not null
  ) d`

/** What makes a row of `usage_rollups` the one that it is. */
export const PLACE = ['team_id', 'dimension', 'grain', 'bucket', 'value'] as const

/** The columns of `usage_rollups`, in the order of {@link rollupsOf}. */
export const ROLLUPS = [...PLACE, ...COUNTERS, 'queue_bins', 'render_bins'] as const

/**
 * The rows of `usage_rollups` that facts come to.
 * @param facts the name of a table or a query with the columns of {@link FACTS}.
 * @param sign 1 to add, -1 to take away; may be a column of each fact `f`.
 */
export function rollupsOf(facts: string, sign: SQL = sql`1`): SQL {
  const from = sql`from ${sql.raw(facts)} f ${placesOf}`
  const bins = (measure: 'queue' | 'render'): SQL =>
    sql`string_agg(bin || ' ' || many, ' ' order by bin) filter (where measure = ${measure}) as ${sql.raw(`${measure}_bins`)}`
  return sql`
    select ${columnsOf([...PLACE, ...COUNTERS])}, coalesce(queue_bins, '') as queue_bins, coalesce(render_bins, '') as render_bins
    from (
      select f.team_id, p.dimension, p.grain, p.bucket, p.value, ${countsOf(sign)} ${from} where p.value is not null group by 1, 2, 3, 4, 5
    ) counts left join (
      select ${columnsOf(PLACE)}, ${bins('queue')}, ${bins('render')}
      from (
        select f.team_id, p.dimension, p.grain, p.bucket, p.value, d.measure, d.bin, sum(${sign}) as many ${from} ${durationsOf}
        where p.value is not null group by 1, 2, 3, 4, 5, 6, 7 having sum(${sign}) <> 0
      ) d
      group by 1, 2, 3, 4, 5
    ) durations using (${columnsOf(PLACE)})
    order by 1, 2, 3, 4, 5`
}
