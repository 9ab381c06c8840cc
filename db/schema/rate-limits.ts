import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** Fixed windows: how often something was tried since the window began. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  windowStartedAt: timestamp('window_started_at', { withTimezone: true, mode: 'date' }).notNull(),
  count: integer('count').notNull(),
})
