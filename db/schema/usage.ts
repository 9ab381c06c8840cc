import { sql } from 'drizzle-orm'
import { bigint, boolean, check, index, integer, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { generations } from './generations'
import { teams } from './teams'

const team = () =>
  text('team_id')
    .notNull()
    .references(() => teams.id, { onDelete: 'cascade' })
const binOf = (column: string) => sql.raw(`case when ${column} is not null then floor(ln(greatest(${column}, 1)::float8) / ln(1.1::float8))::smallint end`)
const micros = (name: string) => bigint(name, { mode: 'number' })

/**
 * As what each generation stands in the rollups at this moment. Counting it again takes this away and adds what the rows say now,
 * so that it may happen any number of times. An empty text stands for nobody, no scene, no model that is known, no failure.
 */
export const usageGenerations = pgTable(
  'usage_generations',
  {
    generationId: text('generation_id')
      .primaryKey()
      .references(() => generations.id, { onDelete: 'cascade' }),
    teamId: team(),
    requestedAt: at('requested_at').notNull(),
    member: text('member').notNull(),
    engine: text('engine').notNull(),
    model: text('model').notNull(),
    scene: text('scene').notNull(),
    status: text('status', { enum: ['open', 'succeeded', 'failed', 'canceled'] }).notNull(),
    reason: text('reason').notNull(),
    images: integer('images').notNull(),
    approved: integer('approved').notNull(),
    /** Null where it is unknown; 0 while it is not settled. */
    costMicroUsd: micros('cost_micro_usd'),
    /** From the request to the beginning of the work, once it has ended; null when it never began. */
    queueMs: integer('queue_ms'),
    /** From the beginning of the work to its end; of those that succeeded. */
    renderMs: integer('render_ms'),
    /** In the trash, or removed from it for good: History does not show it. */
    trashed: boolean('trashed').notNull(),
    /** The bins of the two durations, see {@link usageRollups}. */
    queueBin: smallint('queue_bin').generatedAlwaysAs(binOf('queue_ms')),
    renderBin: smallint('render_bin').generatedAlwaysAs(binOf('render_ms')),
  },
  (t) => [
    index('usage_generations_team_idx').on(t.teamId, t.requestedAt),
    index('usage_generations_member_idx').on(t.member, t.teamId, t.requestedAt),
    index('usage_generations_time_idx').on(t.requestedAt),
    index('usage_generations_approved_idx').on(t.teamId, t.requestedAt).where(sql`approved > 0`),
    index('usage_generations_open_idx').on(t.generationId).where(sql`status = 'open'`),
    check('usage_generations_status', sql`${t.status} in ('open', 'succeeded', 'failed', 'canceled')`),
  ],
)

const DIMENSIONS = ['total', 'member', 'engine', 'model', 'scene', 'reason'] as const
const GRAINS = ['quarter', 'day', 'month'] as const

/** Sums over the generations that were requested in a bucket of time. `reason` holds the failed ones alone. */
export const usageRollups = pgTable(
  'usage_rollups',
  {
    teamId: team(),
    dimension: text('dimension', { enum: DIMENSIONS }).notNull(),
    /** A quarter of an hour, a day or a month, in UTC. Quarters are kept of the total alone. */
    grain: text('grain', { enum: GRAINS }).notNull(),
    /** When it begins. */
    bucket: at('bucket').notNull(),
    /** Of the dimension; empty for the total. */
    value: text('value').notNull(),
    requested: integer('requested').notNull(),
    succeeded: integer('succeeded').notNull(),
    failed: integer('failed').notNull(),
    canceled: integer('canceled').notNull(),
    /** Of `requested`, those that History does not show. */
    trashed: integer('trashed').notNull(),
    images: integer('images').notNull(),
    /** Images of generations without a known cost. */
    unpricedImages: integer('unpriced_images').notNull(),
    unpriced: integer('unpriced').notNull(),
    approved: integer('approved').notNull(),
    /** Of `approved`, those of generations with a known cost. */
    approvedPriced: integer('approved_priced').notNull(),
    costMicroUsd: micros('cost_micro_usd').notNull(),
    /**
     * How many durations fell into a bin: `57 3 60 1` says three in bin 57 and one in bin 60. Bin b holds from 1.1^b to 1.1^(b+1)
     * milliseconds. Text, since the rows of a range are put together by writing one behind the other.
     */
    queueBins: text('queue_bins').notNull().default(''),
    renderBins: text('render_bins').notNull().default(''),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.dimension, t.grain, t.bucket, t.value] }), index('usage_rollups_time_idx').on(t.dimension, t.grain, t.bucket)],
)

/** What a team's files take, by kind; kept with every file that comes or goes. */
export const usageStorage = pgTable(
  'usage_storage',
  { teamId: team(), kind: text('kind').notNull(), files: integer('files').notNull(), bytes: micros('bytes').notNull() },
  (t) => [primaryKey({ columns: [t.teamId, t.kind] })],
)
