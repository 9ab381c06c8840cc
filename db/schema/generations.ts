import { sql } from 'drizzle-orm'
import { type AnyPgColumn, bigint, boolean, check, index, integer, jsonb, pgTable, primaryKey, real, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { FidelityDetails } from '../../lib/domain/fidelity'
import type { GenerationError, GenerationSettings, Progress } from '../../lib/domain/generation'
import type { ExchangeRequest, ExchangeResponse } from '../../lib/domain/provider-exchange'
import type { ReplayResult } from '../../lib/domain/replay'
import { assets } from './assets'
import { at } from './columns'
import { explorations } from './explorations'
import { sceneRevisions, scenes } from './scenes'
import { teams } from './teams'
import { users } from './users'

/** One press of Generate: frozen inputs, a status that only moves forward, a cost. */
export const generations = pgTable(
  'generations',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    sceneId: text('scene_id').references(() => scenes.id, { onDelete: 'set null' }),
    sceneRevisionId: text('scene_revision_id').references(() => sceneRevisions.id),
    authorId: text('author_id').references(() => users.id, { onDelete: 'set null' }),
    /** Chosen by the browser for one press of the button, so that pressing twice makes one generation. */
    requestKey: text('request_key').notNull(),
    status: text('status', { enum: ['queued', 'running', 'succeeded', 'failed', 'canceled'] }).notNull(),
    engine: text('engine').notNull(),
    /** The version that made the images; null until the work begins. */
    engineVersion: text('engine_version'),
    /** The engine's model when it was asked; null where it names none. */
    model: text('model'),
    prompt: text('prompt').notNull(),
    /** How the prompt was read, or null where the engine takes it as it is. */
    reading: jsonb('reading'),
    settings: jsonb('settings').$type<GenerationSettings>().notNull(),
    camera: jsonb('camera'),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    snapshotAssetId: text('snapshot_asset_id').references(() => assets.id),
    progress: jsonb('progress').$type<Progress>(),
    error: jsonb('error').$type<GenerationError>(),
    /** Micro-dollars; null where unknown. */
    costReservedMicroUsd: bigint('cost_reserved_micro_usd', { mode: 'number' }),
    costMicroUsd: bigint('cost_micro_usd', { mode: 'number' }),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
    startedAt: at('started_at'),
    finishedAt: at('finished_at'),
    /** When the event that starts the work was last sent; a sweep sends again what stays queued. */
    sentAt: at('sent_at'),
    /** In the trash since. After 30 days its contents are removed, while the row stays for the ledger. */
    deletedAt: at('deleted_at'),
    purgedAt: at('purged_at'),
    /** The image whose recipe this one began with. */
    remixedFromOutputId: text('remixed_from_output_id').references((): AnyPgColumn => generationOutputs.id, { onDelete: 'set null' }),
    /** The generation that it repeats from the same frozen inputs. */
    replayOf: text('replay_of').references((): AnyPgColumn => generations.id, { onDelete: 'set null' }),
    /** The name of the saved camera that it was taken from, if it was one. */
    shotName: text('shot_name'),
    hasReference: boolean('has_reference').notNull().default(false),
    ratio: text('ratio').notNull().generatedAlwaysAs(sql`settings ->> 'ratio'`),
    /** The best average of stars among its images; null while nobody has rated one. */
    bestStars: real('best_stars'),
    /** The best fidelity among its images, 0 to 100; null while none was measured. */
    bestFidelity: real('best_fidelity'),
    /** The exploration that it is one image of, its place in the grid, and what differs there from the others. */
    explorationId: text('exploration_id').references(() => explorations.id, { onDelete: 'set null' }),
    explorationPlace: integer('exploration_place'),
    explorationLabel: text('exploration_label'),
  },
  (t) => [
    uniqueIndex('generations_team_request_key').on(t.teamId, t.requestKey),
    // `order by … desc` puts nulls first, and only an index that does so too spares Postgres the sort of all rows.
    index('generations_team_history_idx').on(t.teamId, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()).where(sql`deleted_at is null`),
    index('generations_scene_history_idx').on(t.sceneId, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()).where(sql`deleted_at is null`),
    index('generations_remixed_from_idx').on(t.remixedFromOutputId, t.createdAt).where(sql`remixed_from_output_id is not null`),
    index('generations_replay_of_idx').on(t.replayOf, t.createdAt).where(sql`replay_of is not null`),
    // One for each filter, in the order of History, so that a rare author or a rare status is not searched for in all rows.
    index('generations_author_idx').on(t.teamId, t.authorId, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()).where(sql`deleted_at is null`),
    index('generations_engine_idx').on(t.teamId, t.engine, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()).where(sql`deleted_at is null`),
    index('generations_model_idx')
      .on(t.teamId, t.model, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`deleted_at is null and model is not null`),
    index('generations_status_idx').on(t.teamId, t.status, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()).where(sql`deleted_at is null`),
    index('generations_ratio_idx').on(t.teamId, t.ratio, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()).where(sql`deleted_at is null`),
    index('generations_shot_idx')
      .on(t.teamId, t.shotName, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`deleted_at is null and shot_name is not null`),
    index('generations_reference_idx').on(t.teamId, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()).where(sql`deleted_at is null and has_reference`),
    index('generations_rating_idx')
      .on(t.teamId, sql`(coalesce(best_stars, 0)) desc nulls first`, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`deleted_at is null`),
    index('generations_fidelity_idx')
      .on(t.teamId, sql`(coalesce(best_fidelity, -1)) desc nulls first`, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`deleted_at is null`),
    index('generations_snapshot_idx').on(t.snapshotAssetId).where(sql`snapshot_asset_id is not null`),
    index('generations_revision_idx').on(t.sceneRevisionId).where(sql`scene_revision_id is not null`),
    index('generations_trash_idx').on(t.deletedAt).where(sql`deleted_at is not null and purged_at is null`),
    index('generations_exploration_idx').on(t.explorationId, t.explorationPlace).where(sql`exploration_id is not null`),
    // The last success and failure of each engine, and how much of the last day failed.
    index('generations_outcome_idx').on(t.engine, t.status, t.finishedAt.desc().nullsFirst()).where(sql`finished_at is not null`),
    index('generations_open_idx').on(t.status, t.updatedAt).where(sql`status in ('queued', 'running')`),
    check('generations_status', sql`${t.status} in ('queued', 'running', 'succeeded', 'failed', 'canceled')`),
    check('generations_finished', sql`(${t.status} in ('succeeded', 'failed', 'canceled')) = (${t.finishedAt} is not null)`),
    check('generations_exploration', sql`${t.explorationId} is null or ${t.explorationPlace} between 0 and 7`),
    check('generations_error', sql`(${t.status} = 'failed') = (${t.error} is not null)`),
  ],
)

export const generationReferences = pgTable(
  'generation_references',
  {
    generationId: text('generation_id')
      .notNull()
      .references(() => generations.id, { onDelete: 'cascade' }),
    slot: integer('slot').notNull(),
    assetId: text('asset_id')
      .notNull()
      .references(() => assets.id),
    role: text('role', { enum: ['style', 'material', 'environment', 'concept'] }).notNull(),
    strength: real('strength').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.generationId, t.slot] }),
    index('generation_references_asset_idx').on(t.assetId),
    check('generation_references_slot', sql`${t.slot} in (2, 3)`),
    check('generation_references_strength', sql`${t.strength} between 0 and 1`),
  ],
)

export const generationOutputs = pgTable(
  'generation_outputs',
  {
    id: text('id').primaryKey(),
    generationId: text('generation_id')
      .notNull()
      .references(() => generations.id, { onDelete: 'cascade' }),
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    index: integer('index').notNull(),
    assetId: text('asset_id')
      .notNull()
      .references(() => assets.id),
    /** 480 pixels on the longer side, WebP. */
    thumbnailAssetId: text('thumbnail_asset_id')
      .notNull()
      .references(() => assets.id),
    /** Base64 of the ThumbHash. */
    thumbhash: text('thumbhash').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    seed: bigint('seed', { mode: 'number' }),
    details: jsonb('details').$type<Record<string, string | number | boolean | null>>().notNull().default({}),
    /** How faithfully it shows the frozen scene, 0 to 100; null where it was not measured. */
    fidelity: real('fidelity'),
    fidelityDetails: jsonb('fidelity_details').$type<FidelityDetails>(),
    /** A small grey picture, white where it differs from the scene. */
    fidelityHeatAssetId: text('fidelity_heat_asset_id').references(() => assets.id),
    /** Of an image of a replay: how it compares with the image that it repeats. */
    replay: jsonb('replay').$type<ReplayResult>(),
    title: text('title'),
    note: text('note'),
    tags: text('tags').array().notNull().default([]),
    /** The latest verdict, and who gave it when. The whole story stands in `output_reviews`. */
    review: text('review', { enum: ['approved', 'changes_requested'] }),
    reviewedBy: text('reviewed_by').references(() => users.id, { onDelete: 'set null' }),
    reviewedAt: at('reviewed_at'),
    starsSum: integer('stars_sum').notNull().default(0),
    starsCount: integer('stars_count').notNull().default(0),
    /** In the trash since. */
    deletedAt: at('deleted_at'),
    /** `created_at` of the generation, which never changes: the image's place in History, to walk through it by images alone. */
    requestedAt: at('requested_at').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('generation_outputs_index_key').on(t.generationId, t.index),
    index('generation_outputs_team_idx').on(t.teamId),
    index('generation_outputs_history_idx').on(t.teamId, t.requestedAt.desc().nullsFirst(), t.generationId.desc().nullsFirst()).where(sql`deleted_at is null`),
    index('generation_outputs_reviewed_idx').on(t.teamId, t.review).where(sql`review is not null and deleted_at is null`),
    index('generation_outputs_trash_idx').on(t.teamId, t.deletedAt.desc().nullsFirst(), t.id.desc().nullsFirst()).where(sql`deleted_at is not null`),
    index('generation_outputs_rated_idx').on(t.teamId).where(sql`stars_count > 0 and deleted_at is null`),
    index('generation_outputs_deleted_idx').on(t.deletedAt).where(sql`deleted_at is not null`),
    index('generation_outputs_asset_idx').on(t.assetId),
    index('generation_outputs_thumbnail_idx').on(t.thumbnailAssetId),
    index('generation_outputs_heat_idx').on(t.fidelityHeatAssetId).where(sql`fidelity_heat_asset_id is not null`),
    index('generation_outputs_tags_idx').using('gin', t.tags),
    check('generation_outputs_fidelity', sql`${t.fidelity} between 0 and 100`),
    check('generation_outputs_review', sql`${t.review} in ('approved', 'changes_requested')`),
  ],
)

/** What the frozen scene knows exactly from the frozen camera, one file a kind. */
export const generationPasses = pgTable(
  'generation_passes',
  {
    generationId: text('generation_id')
      .notNull()
      .references(() => generations.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['depth', 'normals', 'ids', 'objects'] }).notNull(),
    assetId: text('asset_id')
      .notNull()
      .references(() => assets.id),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.generationId, t.kind] }),
    index('generation_passes_asset_idx').on(t.assetId),
    check('generation_passes_kind', sql`${t.kind} in ('depth', 'normals', 'ids', 'objects')`),
  ],
)

/** One call that may cost money, committed before it is made. */
export const generationAttempts = pgTable(
  'generation_attempts',
  {
    id: text('id').primaryKey(),
    generationId: text('generation_id')
      .notNull()
      .references(() => generations.id, { onDelete: 'cascade' }),
    index: integer('index').notNull(),
    status: text('status', { enum: ['started', 'succeeded', 'failed', 'unknown'] }).notNull(),
    providerRequestId: text('provider_request_id'),
    /** What the provider gave to ask for the result later; a restart goes on from it instead of paying again. */
    providerRef: text('provider_ref'),
    costMicroUsd: bigint('cost_micro_usd', { mode: 'number' }),
    startedAt: at('started_at').notNull().defaultNow(),
    finishedAt: at('finished_at'),
  },
  (t) => [
    index('generation_attempts_generation_idx').on(t.generationId),
    check('generation_attempts_status', sql`${t.status} in ('started', 'succeeded', 'failed', 'unknown')`),
  ],
)

/** What was said to a provider and what it answered, in order, for one image. No secrets, and hashes in place of bytes. */
export const providerExchanges = pgTable(
  'provider_exchanges',
  {
    generationId: text('generation_id')
      .notNull()
      .references(() => generations.id, { onDelete: 'cascade' }),
    /** Of the image. */
    index: integer('index').notNull(),
    position: integer('position').notNull(),
    request: jsonb('request').$type<ExchangeRequest>().notNull(),
    response: jsonb('response').$type<ExchangeResponse>().notNull(),
    /** Of the canonical JSON beside it, in hexadecimal. */
    requestSha256: text('request_sha256').notNull(),
    responseSha256: text('response_sha256').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.generationId, t.index, t.position] })],
)

/** Append-only: what each generation reserved, used and gave back. */
export const usageLedger = pgTable(
  'usage_ledger',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    generationId: text('generation_id')
      .notNull()
      .references(() => generations.id, { onDelete: 'cascade' }),
    userId: text('user_id').references(() => users.id, { onDelete: 'set null' }),
    kind: text('kind', { enum: ['reserve', 'settle', 'release'] }).notNull(),
    engine: text('engine').notNull(),
    images: integer('images').notNull(),
    amountMicroUsd: bigint('amount_micro_usd', { mode: 'number' }),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('usage_ledger_generation_kind_key').on(t.generationId, t.kind),
    index('usage_ledger_team_idx').on(t.teamId, t.createdAt),
    check('usage_ledger_kind', sql`${t.kind} in ('reserve', 'settle', 'release')`),
  ],
)
