import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { generationOutputs, generations } from './generations'
import { shareLinks } from './share-links'
import { teams } from './teams'
import { users } from './users'

const team = () =>
  text('team_id')
    .notNull()
    .references(() => teams.id, { onDelete: 'cascade' })
const output = () =>
  text('output_id')
    .notNull()
    .references(() => generationOutputs.id, { onDelete: 'cascade' })

/** A person's own favourites. */
export const outputFavourites = pgTable(
  'output_favourites',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    outputId: output(),
    teamId: team(),
    generationId: text('generation_id')
      .notNull()
      .references(() => generations.id, { onDelete: 'cascade' }),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.outputId] }),
    index('output_favourites_team_idx').on(t.teamId, t.userId, t.generationId),
    index('output_favourites_output_idx').on(t.outputId),
  ],
)

/** One to five stars by each person; the sums stand on the output. */
export const outputRatings = pgTable(
  'output_ratings',
  {
    outputId: output(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    stars: integer('stars').notNull(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.outputId, t.userId] }), check('output_ratings_stars', sql`${t.stars} between 1 and 5`)],
)

/** Every verdict on an output, in order. The latest one stands on the output too. */
export const outputReviews = pgTable(
  'output_reviews',
  {
    id: text('id').primaryKey(),
    teamId: team(),
    outputId: output(),
    userId: text('user_id').references(() => users.id, { onDelete: 'set null' }),
    verdict: text('verdict', { enum: ['approved', 'changes_requested', 'withdrawn'] }).notNull(),
    note: text('note'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    index('output_reviews_output_idx').on(t.outputId, t.createdAt),
    check('output_reviews_verdict', sql`${t.verdict} in ('approved', 'changes_requested', 'withdrawn')`),
  ],
)

/** A named set of images of a team. An image can be in several. */
export const collections = pgTable(
  'collections',
  {
    id: text('id').primaryKey(),
    teamId: team(),
    name: text('name').notNull(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
    deletedAt: at('deleted_at'),
  },
  (t) => [index('collections_team_idx').on(t.teamId, t.updatedAt)],
)

export const collectionOutputs = pgTable(
  'collection_outputs',
  {
    collectionId: text('collection_id')
      .notNull()
      .references(() => collections.id, { onDelete: 'cascade' }),
    outputId: output(),
    addedBy: text('added_by').references(() => users.id, { onDelete: 'set null' }),
    addedAt: at('added_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.collectionId, t.outputId] }), index('collection_outputs_output_idx').on(t.outputId)],
)

/** Filters of History that a person gave a name. */
export const savedFilters = pgTable(
  'saved_filters',
  {
    id: text('id').primaryKey(),
    teamId: team(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** The query string that History shows it under, without the question mark. */
    query: text('query').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [index('saved_filters_user_idx').on(t.userId, t.teamId, t.createdAt)],
)

/**
 * What people say about an image, with a pin where it points at something. A guest of a share link has a name and no
 * account.
 */
export const comments = pgTable(
  'comments',
  {
    id: text('id').primaryKey(),
    teamId: team(),
    generationId: text('generation_id')
      .notNull()
      .references(() => generations.id, { onDelete: 'cascade' }),
    outputId: output(),
    /** The first comment of the thread; null for that one itself. Only it carries a pin and is resolved. */
    threadId: text('thread_id'),
    authorId: text('author_id').references(() => users.id, { onDelete: 'set null' }),
    guestName: text('guest_name'),
    shareLinkId: text('share_link_id').references(() => shareLinks.id, { onDelete: 'set null' }),
    body: text('body').notNull(),
    /** 0 to 1 from the left and from the top of the image. */
    pinX: real('pin_x'),
    pinY: real('pin_y'),
    createdAt: at('created_at').notNull().defaultNow(),
    editedAt: at('edited_at'),
    deletedAt: at('deleted_at'),
    resolvedAt: at('resolved_at'),
    resolvedBy: text('resolved_by').references(() => users.id, { onDelete: 'set null' }),
  },
  (t) => [
    index('comments_output_idx').on(t.outputId, t.createdAt),
    index('comments_generation_idx').on(t.generationId),
    check('comments_pin', sql`(${t.pinX} is null) = (${t.pinY} is null) and ${t.pinX} between 0 and 1 and ${t.pinY} between 0 and 1`),
    check('comments_thread', sql`${t.threadId} is null or (${t.pinX} is null and ${t.resolvedAt} is null)`),
  ],
)

export const commentMentions = pgTable(
  'comment_mentions',
  {
    commentId: text('comment_id')
      .notNull()
      .references(() => comments.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.commentId, t.userId] })],
)
