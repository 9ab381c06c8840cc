import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { assets } from './assets'
import { at } from './columns'
import { generationOutputs } from './generations'
import { sceneRevisions } from './scenes'
import { teams } from './teams'
import { users } from './users'

/**
 * An image in the gallery, with what its author chose to show. It holds its own copy of the words, so that later changes
 * in History do not change what was published. The examples that come with the product have a `sampleKey` instead of a
 * team and files.
 */
export const publications = pgTable(
  'publications',
  {
    id: text('id').primaryKey(),
    sampleKey: text('sample_key'),
    teamId: text('team_id').references(() => teams.id, { onDelete: 'cascade' }),
    outputId: text('output_id').references(() => generationOutputs.id, { onDelete: 'cascade' }),
    authorId: text('author_id').references(() => users.id, { onDelete: 'cascade' }),
    assetId: text('asset_id').references(() => assets.id),
    thumbnailAssetId: text('thumbnail_asset_id').references(() => assets.id),
    thumbhash: text('thumbhash').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    title: text('title').notNull(),
    /** How the author is named in the gallery. */
    credit: text('credit').notNull(),
    prompt: text('prompt').notNull(),
    /** Engine, ratio, size, quality and seed as the gallery shows them. */
    settings: jsonb('settings').$type<Record<string, string | number | boolean>>().notNull(),
    shotName: text('shot_name'),
    /** The frozen scene; only given away where the author allows. */
    sceneRevisionId: text('scene_revision_id').references(() => sceneRevisions.id),
    allowSceneStart: boolean('allow_scene_start').notNull(),
    status: text('status', { enum: ['published', 'unpublished', 'hidden'] }).notNull(),
    /** Why a moderator hid it. */
    hiddenReason: text('hidden_reason'),
    likeCount: integer('like_count').notNull().default(0),
    reportCount: integer('report_count').notNull().default(0),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('publications_output_key').on(t.outputId),
    uniqueIndex('publications_sample_key').on(t.sampleKey),
    index('publications_gallery_idx').on(t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()).where(sql`status = 'published'`),
    index('publications_reported_idx').on(t.reportCount).where(sql`report_count > 0`),
    check('publications_status', sql`${t.status} in ('published', 'unpublished', 'hidden')`),
    check('publications_source', sql`(${t.sampleKey} is null) = (${t.teamId} is not null and ${t.assetId} is not null and ${t.thumbnailAssetId} is not null)`),
  ],
)

export const publicationLikes = pgTable(
  'publication_likes',
  {
    publicationId: text('publication_id')
      .notNull()
      .references(() => publications.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.publicationId, t.userId] })],
)

export const publicationReports = pgTable(
  'publication_reports',
  {
    publicationId: text('publication_id')
      .notNull()
      .references(() => publications.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    reason: text('reason', { enum: ['not_mine_to_show', 'offensive', 'spam', 'other'] }).notNull(),
    note: text('note'),
    createdAt: at('created_at').notNull().defaultNow(),
    resolvedAt: at('resolved_at'),
  },
  (t) => [primaryKey({ columns: [t.publicationId, t.userId] })],
)

/** One row: what the instance admins decided for the whole installation. */
export const instanceSettings = pgTable(
  'instance_settings',
  {
    id: integer('id').primaryKey().default(1),
    /** `public` lets visitors look, `internal` asks for an account, `off` hides the gallery. */
    gallery: text('gallery', { enum: ['public', 'internal', 'off'] })
      .notNull()
      .default('public'),
    /** Who may open an account: anybody, only somebody with an invitation, or nobody. The first account always may. */
    signUp: text('sign_up', { enum: ['open', 'invited', 'closed'] })
      .notNull()
      .default('open'),
    /** Days that the audit log is kept where a team says nothing else; null for ever. */
    auditRetentionDays: integer('audit_retention_days'),
    updatedBy: text('updated_by').references(() => users.id, { onDelete: 'set null' }),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [
    check('instance_settings_audit_retention', sql`${t.auditRetentionDays} between 30 and 36500`),
    check('instance_settings_one_row', sql`${t.id} = 1`),
    check('instance_settings_gallery', sql`${t.gallery} in ('public', 'internal', 'off')`),
    check('instance_settings_sign_up', sql`${t.signUp} in ('open', 'invited', 'closed')`),
  ],
)
