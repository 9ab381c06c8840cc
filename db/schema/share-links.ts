import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { generationOutputs } from './generations'
import { teams } from './teams'
import { users } from './users'

/** An address that shows chosen outputs to people without an account. Only the SHA-256 of its token is stored. */
export const shareLinks = pgTable(
  'share_links',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull(),
    kind: text('kind', { enum: ['output', 'selection', 'collection', 'comparison'] }).notNull(),
    title: text('title').notNull(),
    /** Set for a collection: the link shows what the collection holds when it is opened. No foreign key, since a comment names both. */
    collectionId: text('collection_id'),
    /** How a comparison was looked at: its mode and position. */
    view: jsonb('view').$type<Record<string, string | number>>().notNull().default({}),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull().defaultNow(),
    /** Null never expires. */
    expiresAt: at('expires_at'),
    passwordHash: text('password_hash'),
    allowDownload: boolean('allow_download').notNull(),
    showDetails: boolean('show_details').notNull(),
    allowComments: boolean('allow_comments').notNull(),
    viewCount: integer('view_count').notNull().default(0),
    lastViewedAt: at('last_viewed_at'),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    uniqueIndex('share_links_token_hash_key').on(t.tokenHash),
    index('share_links_team_idx').on(t.teamId, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    check('share_links_kind', sql`${t.kind} in ('output', 'selection', 'collection', 'comparison')`),
    check('share_links_collection', sql`(${t.kind} = 'collection') = (${t.collectionId} is not null)`),
  ],
)

/** What a link shows, in order. A collection's link has no rows here. */
export const shareLinkOutputs = pgTable(
  'share_link_outputs',
  {
    shareLinkId: text('share_link_id')
      .notNull()
      .references(() => shareLinks.id, { onDelete: 'cascade' }),
    outputId: text('output_id')
      .notNull()
      .references(() => generationOutputs.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
  },
  (t) => [primaryKey({ columns: [t.shareLinkId, t.outputId] }), index('share_link_outputs_output_idx').on(t.outputId)],
)
