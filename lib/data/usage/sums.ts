import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { UsageSpan } from '@/lib/domain/usage-range'
import type { UsageFigures } from '@/lib/domain/usage-view'
import { db } from '../db'
import { COUNTERS, countsOf } from './facts'
import { type FiguresRow, figuresOf } from './figures'
import { piecesOf } from './pieces'

type Span = Pick<UsageSpan, 'fromMs' | 'toMs'>

/** Whose generations count. Authorisation stands in it: see `teamScope` and `instanceScope` in queries.ts. */
export type Scope = {
  /** On `team_id` of both tables. */
  where: SQL
  /** Only what this person requested. No rollup has that, so it is counted from the facts. */
  member?: string
  /** As columns of a fact `f`, and as dimensions of the rollups; `team` stands for the total of each team. */
  dimensions: readonly Dimension[]
}
export type Dimension = 'total' | 'member' | 'engine' | 'model' | 'scene' | 'reason' | 'team'

/** Figures by dimension and value; the total stands at `total` and an empty value. */
export type Sums = Map<Dimension, Map<string, UsageFigures>>

const at = (ms: number): SQL => sql`${new Date(ms).toISOString()}::timestamptz`
const within = (column: SQL, { fromMs, toMs }: Span): SQL => sql`${column} >= ${at(fromMs)} and ${column} < ${at(toMs)}`
const either = (conditions: readonly SQL[]): SQL => (conditions.length === 0 ? sql`false` : sql`(${sql.join([...conditions], sql` or `)})`)

/** The columns of a {@link FiguresRow}, of rows of the rollups. */
export const ROLLED: SQL = sql.raw([...COUNTERS, ...(['queue', 'render'] as const).map((measure) => `nullif(${measure}_bins, '') as ${measure}`)].join(', '))
/** The same, of facts `f` that are grouped. */
export const COUNTED: SQL = sql`${countsOf()}, string_agg(f.queue_bin || ' 1', ' ') as queue, string_agg(f.render_bin || ' 1', ' ') as render`
/** Both put together. */
export const SUMMED: SQL = sql.raw(
  [...COUNTERS.map((name) => `sum(${name})::bigint as ${name}`), ...['queue', 'render'].map((measure) => `string_agg(${measure}, ' ') as ${measure}`)].join(
    ', ',
  ),
)

/** The figures of a span in every dimension of the scope. */
export async function sumsOf(scope: Scope, span: Span): Promise<Sums> {
  const rows = await db().execute<FiguresRow & { dimension: Dimension; value: string }>(sql`
    with facts as materialized (${edgesOf(scope, span)})
    select dimension, value, ${SUMMED} from (
      ${rolledOf(scope, span)}
      union all
      select v.dimension, v.value, ${COUNTED} from facts f ${valuesOf(scope)} group by 1, 2
    ) parts group by dimension, value`)
  const sums: Sums = new Map(scope.dimensions.map((dimension) => [dimension, new Map()]))
  for (const row of rows) if (Number(row.requested) > 0) sums.get(row.dimension)?.set(row.value, figuresOf(row))
  return sums
}

/** On rows of rollups: the whole days and months of a span. */
export const rolledPieces = (span: Span): SQL =>
  either(
    piecesOf(span)
      .filter(({ grain }) => grain !== 'edge')
      .map((piece) => sql`(grain = ${piece.grain} and ${within(sql`bucket`, piece)})`),
  )

/** The rows of whole days and months. Of one person there are none. */
function rolledOf(scope: Scope, span: Span): SQL {
  const whole = scope.member === undefined ? rolledPieces(span) : sql`false`
  const of = (dimensions: readonly Dimension[]): SQL => sql`
    from usage_rollups where ${scope.where} and dimension = any(${sql.param(dimensions)}::text[]) and ${whole}`
  const rows = sql`select dimension, value, ${ROLLED} ${of(scope.dimensions.filter((dimension) => dimension !== 'team'))}`
  return scope.dimensions.includes('team') ? sql`${rows} union all select 'team', team_id, ${ROLLED} ${of(['total'])}` : rows
}

/** The facts of what is no whole day. */
export function edgesOf(scope: Scope, span: Span): SQL {
  const edges = scope.member === undefined ? piecesOf(span).filter(({ grain }) => grain === 'edge') : [span]
  return sql`select * from usage_generations where ${factsIn(scope)} and ${either(edges.map((edge) => within(sql`requested_at`, edge)))}`
}

const factsIn = ({ where, member }: Scope): SQL => (member === undefined ? where : sql`${where} and member = ${member}`)

const VALUES: Record<Dimension, SQL> = {
  total: sql`('total', '')`,
  member: sql`('member', f.member)`,
  engine: sql`('engine', f.engine)`,
  model: sql`('model', f.model)`,
  scene: sql`('scene', f.scene)`,
  reason: sql`('reason', nullif(f.reason, ''))`,
  team: sql`('team', f.team_id)`,
}

/** Every value that a fact `f` counts under, as `v`. */
const valuesOf = ({ dimensions }: Scope): SQL => sql`
  join lateral (select * from (values ${sql.join(
    dimensions.map((dimension) => VALUES[dimension]),
    sql`, `,
  )}) v(dimension, value) where value is not null) v on true`

/** The figures of each of some spans that follow each other without gaps. */
export async function barsOf(scope: Scope, spans: readonly Span[]): Promise<UsageFigures[]> {
  const rows = await db().execute<FiguresRow & { bar: number }>(
    scope.member === undefined
      ? sql`select bar, ${SUMMED} from (${rollupsByBar(scope, spans)}) parts group by bar`
      : sql`with f as (${factsByBar(scope, spans)}) select f.bar, ${COUNTED} from f group by 1`,
  )
  const byBar = new Map(rows.map((row) => [row.bar, row]))
  return spans.map((_, bar) => figuresOf(byBar.get(bar)))
}

const spansOf = (pieces: readonly (Span & { bar: number; grain: string })[]): SQL =>
  sql`(values ${sql.join(
    pieces.map(({ bar, grain, fromMs, toMs }) => sql`(${bar}::int, ${grain}, ${at(fromMs)}, ${at(toMs)})`),
    sql`, `,
  )}) b(bar, grain, from_at, to_at)`

/**
 * Days of a time zone are seldom days in UTC, so what is no whole day comes from quarters of an hour. Each piece of a bar is looked
 * up by itself: joined freely, each row of the team would be compared with each bar.
 */
function rollupsByBar(scope: Scope, spans: readonly Span[]): SQL {
  const pieces = spans.flatMap((span, bar) => piecesOf(span).map((piece) => ({ ...piece, bar, grain: piece.grain === 'edge' ? 'quarter' : piece.grain })))
  return sql`
    select b.bar, r.* from ${spansOf(pieces)} cross join lateral (
      select ${ROLLED} from usage_rollups
      where ${scope.where} and dimension = 'total' and grain = b.grain and bucket >= b.from_at and bucket < b.to_at offset 0
    ) r`
}

/**
 * Facts with the bar that they fall into, found by its place among the beginnings of all: comparing each fact with each bar
 * takes ten times as long.
 */
function factsByBar(scope: Scope, spans: readonly Span[]): SQL {
  const edges = sql.join(
    spans.map(({ fromMs }) => at(fromMs)),
    sql`, `,
  )
  const whole = { fromMs: spans[0]?.fromMs ?? 0, toMs: spans.at(-1)?.toMs ?? 0 }
  return sql`
    select width_bucket(requested_at, array[${edges}]) - 1 as bar, usage_generations.*
    from usage_generations where ${factsIn(scope)} and ${within(sql`requested_at`, whole)}`
}
