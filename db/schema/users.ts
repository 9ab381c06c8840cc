import { sql } from 'drizzle-orm'
import { boolean, check, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at } from './columns'

export const users = pgTable(
  'users',
  {
    id: text('id').primaryKey(),
    /** Lower case, trimmed. */
    email: text('email').notNull(),
    emailVerifiedAt: at('email_verified_at'),
    name: text('name').notNull(),
    image: text('image'),
    isInstanceAdmin: boolean('is_instance_admin').notNull().default(false),
    /** Kept out of the gallery by a moderator since. */
    galleryBannedAt: at('gallery_banned_at'),
    /** Shut out by an instance admin since, and why. Nothing of theirs is lost. */
    suspendedAt: at('suspended_at'),
    suspendedReason: text('suspended_reason'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('users_email_key').on(t.email),
    index('users_newest_idx').on(t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    check('users_email_lower', sql`${t.email} = lower(${t.email})`),
  ],
)

/** Password hashes live apart from users, so that no query of a user can leak one. */
export const userPasswords = pgTable('user_passwords', {
  userId: text('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  hash: text('hash').notNull(),
  updatedAt: at('updated_at').notNull().defaultNow(),
})

/** One row a sign-in. The JWT carries its id; a revoked or expired row ends the session at once. */
export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    userAgent: text('user_agent'),
    /** The team that this session works in. No foreign key, since a team refers to its people; a team that is gone counts as none. */
    teamId: text('team_id'),
    createdAt: at('created_at').notNull().defaultNow(),
    lastSeenAt: at('last_seen_at').notNull().defaultNow(),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
  },
  (t) => [index('sessions_user_id_idx').on(t.userId)],
)

/** Single-use tokens by purpose. Only the SHA-256 of a token is stored. */
export const userTokens = pgTable(
  'user_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    purpose: text('purpose', { enum: ['password_reset', 'email_verification', 'email_change', 'magic_link'] }).notNull(),
    /** The address that the token speaks for: the one to verify or to change to. */
    email: text('email'),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [index('user_tokens_user_id_idx').on(t.userId)],
)
