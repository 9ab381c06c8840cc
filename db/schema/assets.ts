import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { teams } from './teams'
import { users } from './users'

/** One stored file of a team, named by the SHA-256 of its bytes. */
export const assets = pgTable(
  'assets',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    sha256: text('sha256').notNull(),
    kind: text('kind', { enum: ['model', 'model_source', 'reference', 'snapshot', 'output', 'thumbnail', 'pass'] }).notNull(),
    mime: text('mime').notNull(),
    byteSize: bigint('byte_size', { mode: 'number' }).notNull(),
    width: integer('width'),
    height: integer('height'),
    /** Small facts about the file: triangle count of a model, its original name. */
    meta: jsonb('meta').$type<Record<string, string | number | boolean | null>>().notNull().default({}),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('assets_team_sha256_key').on(t.teamId, t.sha256),
    index('assets_team_created_idx').on(t.teamId, t.createdAt),
    // How much a team keeps is added up from here alone.
    index('assets_team_size_idx').on(t.teamId, t.byteSize),
    check('assets_sha256_hex', sql`${t.sha256} ~ '^[0-9a-f]{64}$'`),
    check('assets_byte_size', sql`${t.byteSize} >= 0`),
  ],
)

/** A model on its way from the uploaded file to the canonical GLB. */
export const modelImports = pgTable(
  'model_imports',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    fileName: text('file_name').notNull(),
    sourceAssetId: text('source_asset_id')
      .notNull()
      .references(() => assets.id),
    modelAssetId: text('model_asset_id').references(() => assets.id),
    status: text('status', { enum: ['queued', 'running', 'succeeded', 'failed'] }).notNull(),
    /** A sentence for the user when it failed. */
    error: text('error'),
    /** What was left out or changed on the way, one sentence each. */
    notes: jsonb('notes').$type<string[]>().notNull().default([]),
    createdAt: at('created_at').notNull().defaultNow(),
    finishedAt: at('finished_at'),
  },
  (t) => [
    index('model_imports_team_idx').on(t.teamId, t.createdAt),
    check('model_imports_status', sql`${t.status} in ('queued', 'running', 'succeeded', 'failed')`),
  ],
)
