import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { at } from './columns'

/**
 * Who did what to which thing, from where. Rows are only ever added: triggers refuse to change or remove one, and the role
 * of the application has no right to. No foreign keys: the log outlives what it speaks of. It names people by id alone, so
 * that it says nothing about somebody whose account is gone.
 */
export const auditLog = pgTable(
  'audit_log',
  {
    id: text('id').primaryKey(),
    /** Null for what belongs to no team: sign-ins, accounts, the installation itself. */
    teamId: text('team_id'),
    /** Null in rows from before kinds were written down. */
    actorKind: text('actor_kind', { enum: ['user', 'token', 'share', 'anonymous', 'system'] }),
    actorUserId: text('actor_user_id'),
    /** The share link or the API token that the actor came with. */
    actorRef: text('actor_ref'),
    action: text('action').notNull(),
    targetKind: text('target_kind'),
    targetId: text('target_id'),
    before: jsonb('before'),
    after: jsonb('after'),
    /** Where the request came from: the one address that can be believed (see lib/platform/forwarded.ts). */
    address: text('address'),
    userAgent: text('user_agent'),
    requestId: text('request_id'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    index('audit_log_newest_idx').on(t.createdAt, t.id),
    index('audit_log_team_newest_idx').on(t.teamId, t.createdAt, t.id),
    index('audit_log_team_action_idx').on(t.teamId, t.action, t.createdAt, t.id),
    index('audit_log_action_idx').on(t.action, t.createdAt, t.id),
    index('audit_log_actor_idx').on(t.actorUserId, t.createdAt, t.id),
    index('audit_log_target_idx').on(t.targetId, t.createdAt, t.id),
  ],
)
