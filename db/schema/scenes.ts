import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { assets } from './assets'
import { at } from './columns'
import { teams } from './teams'
import { users } from './users'

export const scenes = pgTable(
  'scenes',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** A scene document, checked against the schema of lib/scene before every write. */
    document: jsonb('document').notNull(),
    /** Grows by one with every save. A save names the revision it was made against. */
    revision: integer('revision').notNull().default(1),
    thumbnailAssetId: text('thumbnail_asset_id').references(() => assets.id, { onDelete: 'set null' }),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
    deletedAt: at('deleted_at'),
  },
  (t) => [
    // Nulls first, as in `order by … desc`: else the index could not give the order.
    index('scenes_team_updated_idx').on(t.teamId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst()).where(sql`deleted_at is null`),
    index('scenes_words_idx').using('gin', sql`to_tsvector('simple'::regconfig, search_fold(name))`),
    check('scenes_revision', sql`${t.revision} >= 1`),
  ],
)

/** An immutable copy of a scene, frozen whenever something is generated from it. */
export const sceneRevisions = pgTable(
  'scene_revisions',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    sceneId: text('scene_id').references(() => scenes.id, { onDelete: 'set null' }),
    /** SHA-256 of the canonical JSON of `document` and `models`. */
    contentHash: text('content_hash').notNull(),
    document: jsonb('document').notNull(),
    /** SHA-256 of each model's bytes by asset id. */
    models: jsonb('models').$type<Record<string, string>>().notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('scene_revisions_scene_hash_key').on(t.teamId, t.sceneId, t.contentHash)],
)

/** A state of a scene that an earlier one took the place of, kept under a name so that it can come back. */
export const keptScenes = pgTable(
  'kept_scenes',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    sceneId: text('scene_id')
      .notNull()
      .references(() => scenes.id, { onDelete: 'cascade' }),
    sceneRevisionId: text('scene_revision_id')
      .notNull()
      .references(() => sceneRevisions.id),
    name: text('name').notNull(),
    keptBy: text('kept_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [index('kept_scenes_scene_idx').on(t.sceneId, t.createdAt)],
)
