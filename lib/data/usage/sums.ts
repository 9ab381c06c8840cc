import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { UsageSpan } from '@/lib/domain/usage-range'
import type { UsageFigures } from '@/lib/domain/usage-view'
import { db } from '../db'
import { COUNTERS, columnsOf, countsOf } from './facts'
import { type BinRow, type CountsRow, figuresOf } from './figures'
import { piecesOf } from './pieces'

type Span = Pick<UsageSpan, 'fromMs' | 'toMs'>

/** Whose generations count. Authorisation stands in it: see `teamScope` and `instanceScope` in queries.ts. */
export type Scope = {
  /** On `team_id` of all three tables. */
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
export const sumsOfCounters: SQL = sql.raw(COUNTERS.map((name) => `sum(${name})::bigint as ${name}`).join(', '))

/** The figures of a span in every dimension of the scope. */
export async function sumsOf(scope: Scope, span: Span): Promise<Sums> {
  const [counts, bins] = await Promise.all([
    db().execute<CountsRow & { dimension: Dimension; value: string }>(sql`
      with facts as materialized (${edgesOf(scope, span)})
      select dimension, value, ${sumsOfCounters} from (
        ${rolledOf(scope, span, 'usage_rollups', columnsOf(COUNTERS))}
        union all
        select v.dimension, v.value, ${countsOf()} from facts f ${valuesOf(scope)} group by 1, 2
      ) parts group by dimension, value`),
    db().execute<BinRow & { dimension: Dimension; value: string }>(sql`
      with facts as materialized (${edgesOf(scope, span)})
      select dimension, value, measure, bin, sum(n)::bigint as n from (
        ${rolledOf(scope, span, 'usage_durations', sql`measure, bin, n`)}
        union all
        select v.dimension, v.value, d.measure, d.bin, count(*) from facts f ${valuesOf(scope)} ${KEPT_BINS} group by 1, 2, 3, 4
      ) parts group by dimension, value, measure, bin`),
  ])
  const binsOf = grouped(bins, (row) => `${row.dimension} ${row.value}`)
  const sums: Sums = new Map(scope.dimensions.map((dimension) => [dimension, new Map()]))
  for (const row of counts) {
    if (Number(row.requested) > 0) sums.get(row.dimension)?.set(row.value, figuresOf(row, binsOf.get(`${row.dimension} ${row.value}`)))
  }
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
function rolledOf(scope: Scope, span: Span, table: 'usage_rollups' | 'usage_durations', columns: SQL): SQL {
  const whole = scope.member === undefined ? rolledPieces(span) : sql`false`
  const of = (dimensions: readonly Dimension[]): SQL => sql`
    from ${sql.raw(table)} where ${scope.where} and dimension = any(${sql.param(dimensions)}::text[]) and ${whole}`
  const rows = sql`select dimension, value, ${columns} ${of(scope.dimensions.filter((dimension) => dimension !== 'team'))}`
  return scope.dimensions.includes('team') ? sql`${rows} union all select 'team', team_id, ${columns} ${of(['total'])}` : rows
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

export function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}

/** The bins that a kept fact `f` has, as `d`. */
export const KEPT_BINS: SQL = sql`join lateral (select * from (values ('queue', f.queue_bin), ('render', f.render_bin)) d(measure, bin) where bin is not null) d on true`

/** The figures of each of some spans that follow each other without gaps. */
export async function barsOf(scope: Scope, spans: readonly Span[]): Promise<UsageFigures[]> {
  const pieces = spans.flatMap((span, bar) => piecesOf(span).map((piece) => ({ ...piece, bar })))
  const [counts, bins] = await Promise.all([
    db().execute<CountsRow & { bar: number }>(
      scope.member === undefined
        ? sql`select bar, ${sumsOfCounters} from (${rollupsByBar(scope, pieces)}) parts group by bar`
        : sql`with f as (${factsByBar(scope, spans)}) select f.bar, ${countsOf()} from f group by 1`,
    ),
    db().execute<BinRow & { bar: number }>(sql`
      select bar, measure, bin, sum(n)::bigint as n from (${scope.member === undefined ? binsByBar(scope, pieces) : binsOfFacts(scope, spans)}) parts
      group by bar, measure, bin`),
  ])
  const countsByBar = new Map(counts.map((row) => [row.bar, row]))
  const binsByNumber = grouped(bins, ({ bar }) => String(bar))
  return spans.map((_, bar) => figuresOf(countsByBar.get(bar), binsByNumber.get(String(bar))))
}

type BarPiece = ReturnType<typeof piecesOf>[number] & { bar: number }

const spansOf = (pieces: readonly (Span & { bar: number })[]): SQL =>
  sql`(values ${sql.join(
    pieces.map(({ bar, fromMs, toMs }) => sql`(${bar}::int, ${at(fromMs)}, ${at(toMs)})`),
    sql`, `,
  )}) b(bar, from_at, to_at)`

/** Days of a time zone are seldom days in UTC, so their counts come from quarters of an hour. */
function rollupsByBar(scope: Scope, pieces: readonly BarPiece[]): SQL {
  return joined(pieces, (grain, some) => {
    const name = grain === 'edge' ? 'quarter' : grain
    return sql`select b.bar, ${columnsOf(COUNTERS)} from ${spansOf(some)} join usage_rollups r on r.dimension = 'total' and r.grain = ${name}
      and r.bucket >= b.from_at and r.bucket < b.to_at where ${scope.where}`
  })
}

/** Durations are not kept by the quarter: what is no whole day is counted from the facts. */
function binsByBar(scope: Scope, pieces: readonly BarPiece[]): SQL {
  return joined(pieces, (grain, some) =>
    grain === 'edge'
      ? binsOfFacts(scope, some)
      : sql`select b.bar, measure, bin, n from ${spansOf(some)} join usage_durations r on r.dimension = 'total' and r.grain = ${grain}
          and r.bucket >= b.from_at and r.bucket < b.to_at where ${scope.where}`,
  )
}

function joined(pieces: readonly BarPiece[], part: (grain: BarPiece['grain'], some: readonly BarPiece[]) => SQL): SQL {
  const grains = (['edge', 'day', 'month'] as const).flatMap((grain) => {
    const some = pieces.filter((piece) => piece.grain === grain)
    return some.length === 0 ? [] : [part(grain, some)]
  })
  return sql.join(grains, sql` union all `)
}

const binsOfFacts = (scope: Scope, spans: readonly (Span & { bar?: number })[]): SQL => sql`
  (with f as materialized (${factsByBar(scope, spans)})
  select bar, 'queue' as measure, queue_bin as bin, count(*) as n from f where queue_bin is not null group by 1, 3
  union all
  select bar, 'render', render_bin, count(*) from f where render_bin is not null group by 1, 3)`

/**
 * Facts with the bar that they fall into, found by its place among the beginnings of all: comparing each fact with each bar
 * takes ten times as long.
 */
function factsByBar(scope: Scope, spans: readonly (Span & { bar?: number })[]): SQL {
  const ordered = spans.map((span, bar) => ({ bar, ...span })).sort((a, b) => a.fromMs - b.fromMs)
  const edges = sql.join(
    ordered.map(({ fromMs }) => at(fromMs)),
    sql`, `,
  )
  const bars = sql.join(
    ordered.map(({ bar }) => sql`${bar}::int`),
    sql`, `,
  )
  const whole = { fromMs: ordered[0]?.fromMs ?? 0, toMs: Math.max(0, ...ordered.map(({ toMs }) => toMs)) }
  const gaps = ordered.some(({ toMs }, i) => i < ordered.length - 1 && toMs !== ordered[i + 1]?.fromMs)
  const inside = gaps ? either(ordered.map((span) => within(sql`requested_at`, span))) : within(sql`requested_at`, whole)
  return sql`
    select (array[${bars}])[width_bucket(requested_at, array[${edges}])] as bar, usage_generations.*
    from usage_generations where ${factsIn(scope)} and ${inside}`
}
