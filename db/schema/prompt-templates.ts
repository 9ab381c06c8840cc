import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { teams } from './teams'
import { users } from './users'

/** The prompts that a team keeps to use again; their text may hold variables. */
export const promptTemplates = pgTable(
  'prompt_templates',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    body: text('body').notNull(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
    deletedAt: at('deleted_at'),
  },
  (t) => [index('prompt_templates_team_idx').on(t.teamId, t.updatedAt)],
)
