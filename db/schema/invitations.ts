import { sql } from 'drizzle-orm'
import { check, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { teams } from './teams'
import { users } from './users'

/**
 * A way into a team. With an email it is for that person alone and for one time; without one it is a link that anybody who
 * has it may use until it expires or is revoked. Only the SHA-256 of the token is stored.
 */
export const invitations = pgTable(
  'invitations',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    /** Lower case, trimmed. */
    email: text('email'),
    role: text('role', { enum: ['owner', 'admin', 'member', 'viewer'] }).notNull(),
    tokenHash: text('token_hash').notNull(),
    invitedBy: text('invited_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull().defaultNow(),
    /** When mail last went out; null for a link and where the mail could not be sent. */
    sentAt: at('sent_at'),
    expiresAt: at('expires_at').notNull(),
    acceptedAt: at('accepted_at'),
    acceptedBy: text('accepted_by').references(() => users.id, { onDelete: 'set null' }),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    uniqueIndex('invitations_token_hash_key').on(t.tokenHash),
    // One open invitation for an address; asking again renews it.
    uniqueIndex('invitations_open_email_key').on(t.teamId, t.email).where(sql`accepted_at is null and revoked_at is null and email is not null`),
    index('invitations_team_idx').on(t.teamId, t.createdAt),
    check('invitations_role', sql`${t.role} in ('owner', 'admin', 'member', 'viewer')`),
    check('invitations_email_lower', sql`${t.email} = lower(${t.email})`),
  ],
)
