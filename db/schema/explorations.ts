import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { scenes } from './scenes'
import { teams } from './teams'
import { users } from './users'

/** One press of Generate that made several generations, which differ in what was tried. What differs stands with each of them. */
export const explorations = pgTable(
  'explorations',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    sceneId: text('scene_id').references(() => scenes.id, { onDelete: 'set null' }),
    authorId: text('author_id').references(() => users.id, { onDelete: 'set null' }),
    /** Chosen by the browser for one press of the button, so that pressing twice makes one exploration. */
    requestKey: text('request_key').notNull(),
    /** What was tried: `words`, `strength`, `seed`. */
    kinds: text('kinds').array().notNull(),
    /** How many images it began with. */
    cells: integer('cells').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('explorations_team_request_key').on(t.teamId, t.requestKey),
    index('explorations_scene_idx').on(t.sceneId),
    check('explorations_cells', sql`${t.cells} between 2 and 8`),
    check('explorations_kinds', sql`cardinality(${t.kinds}) > 0 and ${t.kinds} <@ array['words', 'strength', 'seed']`),
  ],
)
