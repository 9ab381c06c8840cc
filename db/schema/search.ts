import { sql } from 'drizzle-orm'
import { customType, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { generations } from './generations'
import { teams } from './teams'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
const team = () =>
  text('team_id')
    .notNull()
    .references(() => teams.id, { onDelete: 'cascade' })

/**
 * The words of each generation that History shows: of its prompt and shot, and of the titles and tags of its images. The id of
 * its scene stands among them, so that renaming a scene changes no row here: a search first looks which scenes a word
 * names. Apart from `generations`, because rows there change often while an image is made.
 */
export const generationSearch = pgTable(
  'generation_search',
  {
    generationId: text('generation_id')
      .primaryKey()
      .references(() => generations.id, { onDelete: 'cascade' }),
    teamId: team(),
    /** The same as the generation's. */
    createdAt: at('created_at').notNull(),
    words: tsvector('words').notNull(),
  },
  (t) => [
    index('generation_search_words_idx').using('gin', t.words),
    index('generation_search_history_idx').on(t.teamId, t.createdAt.desc().nullsFirst(), t.generationId.desc().nullsFirst()),
  ],
)

/**
 * Every word that a team has used, for what begins with it and for what is nearly it. `uses` says about how many generations
 * hold it and stops at 10,000: beyond that it is common, and counting on would make all requests wait for one row.
 */
export const searchWords = pgTable('search_words', { teamId: team(), word: text('word').notNull(), uses: integer('uses').notNull() }, (t) => [
  primaryKey({ columns: [t.teamId, t.word] }),
  index('search_words_prefix_idx').on(t.teamId, t.word.op('text_pattern_ops')),
  index('search_words_similar_idx').using('gin', t.word.op('gin_trgm_ops')).where(sql`word ~ '^[^0-9]{3,40}$'`),
])

/** Every tag that a team has used, for the menu of tags. */
export const teamTags = pgTable('team_tags', { teamId: team(), tag: text('tag').notNull() }, (t) => [primaryKey({ columns: [t.teamId, t.tag] })])
