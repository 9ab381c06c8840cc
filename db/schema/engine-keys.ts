import { sql } from 'drizzle-orm'
import { check, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { KEY_TEST_RESULTS } from '../../lib/domain/engine-keys'
import { at } from './columns'
import { teams } from './teams'
import { users } from './users'

/** The keys that a team brought for hosted engines, sealed with a secret of the installation. */
export const engineKeys = pgTable(
  'engine_keys',
  {
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    /** Whose models it opens, such as `google`. */
    family: text('family').notNull(),
    /** AES-256-GCM with its tag, base64url; bound to team and family. */
    ciphertext: text('ciphertext').notNull(),
    /** Base64url, 12 bytes. */
    nonce: text('nonce').notNull(),
    /** Names the secret that sealed it, and gives nothing of it away. */
    keyVersion: text('key_version').notNull(),
    /** The end of the key, so that people know which one it is. */
    lastFour: text('last_four').notNull(),
    setBy: text('set_by').references(() => users.id, { onDelete: 'set null' }),
    setAt: at('set_at').notNull().defaultNow(),
    testedAt: at('tested_at'),
    testResult: text('test_result', { enum: KEY_TEST_RESULTS }),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.family] }),
    check('engine_keys_tested', sql`(${t.testedAt} is null) = (${t.testResult} is null)`),
    check('engine_keys_test_result', sql`${t.testResult} in ('works', 'refused', 'no_quota', 'unreachable', 'busy', 'unclear')`),
  ],
)
