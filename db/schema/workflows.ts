import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { TeamWorkflowDefinition } from '../../lib/domain/team-workflow'
import { at } from './columns'
import { teams } from './teams'
import { users } from './users'

/** The ComfyUI workflows that a team brought. One is never changed, so that an image can be made again by the same one. */
export const workflows = pgTable(
  'workflows',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    definition: jsonb('definition').$type<TeamWorkflowDefinition>().notNull(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull().defaultNow(),
    deletedAt: at('deleted_at'),
  },
  (t) => [index('workflows_team_idx').on(t.teamId, t.createdAt)],
)
