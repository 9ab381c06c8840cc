import { sql } from 'drizzle-orm'
import { bigint, check, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { users } from './users'

/** An account elsewhere that signs a person in. The provider's own id is the key: addresses change hands. */
export const userIdentities = pgTable(
  'user_identities',
  {
    provider: text('provider', { enum: ['github', 'google'] }).notNull(),
    providerAccountId: text('provider_account_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The address that the provider had verified when the two were linked. */
    email: text('email').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.provider, t.providerAccountId] }),
    index('user_identities_user_idx').on(t.userId),
    check('user_identities_provider', sql`${t.provider} in ('github', 'google')`),
  ],
)

/** The second factor of a person (RFC 6238). It counts from `confirmedAt` on. */
export const userTotp = pgTable('user_totp', {
  userId: text('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** Encrypted with a key derived from AUTH_SECRET. */
  secret: text('secret').notNull(),
  confirmedAt: at('confirmed_at'),
  /** The last time step that was accepted, so that a code works once. */
  lastStep: bigint('last_step', { mode: 'number' }),
  createdAt: at('created_at').notNull().defaultNow(),
})

/** Codes for the day the phone is gone. Each works once; only its SHA-256 is stored. */
export const userRecoveryCodes = pgTable(
  'user_recovery_codes',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    codeHash: text('code_hash').notNull(),
    usedAt: at('used_at'),
  },
  (t) => [primaryKey({ columns: [t.userId, t.codeHash] })],
)
