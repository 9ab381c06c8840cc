import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { at } from './columns'

/** Fixed windows: how often something was tried since the window began. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  windowStartedAt: at('window_started_at').notNull(),
  count: integer('count').notNull(),
})
