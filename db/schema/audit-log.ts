import { index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** Who did what to which thing. No foreign keys: the log outlives what it speaks of. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id'),
    actorUserId: text('actor_user_id'),
    action: text('action').notNull(),
    targetId: text('target_id'),
    before: jsonb('before'),
    after: jsonb('after'),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (t) => [index('audit_log_team_idx').on(t.teamId, t.createdAt)],
)
