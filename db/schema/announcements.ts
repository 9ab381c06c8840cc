import { sql } from 'drizzle-orm'
import { check, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { users } from './users'

/** A line that instance admins show to everybody who is signed in, for a while. */
export const announcements = pgTable(
  'announcements',
  {
    id: text('id').primaryKey(),
    /** Plain, at most 280 characters. */
    text: text('text').notNull(),
    level: text('level', { enum: ['info', 'warning'] }).notNull(),
    startsAt: at('starts_at').notNull(),
    /** Null until somebody ends it. */
    endsAt: at('ends_at'),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    index('announcements_starts_idx').on(t.startsAt.desc().nullsFirst()),
    check('announcements_level', sql`${t.level} in ('info', 'warning')`),
    check('announcements_text', sql`char_length(${t.text}) between 1 and 280`),
    check('announcements_time', sql`${t.endsAt} > ${t.startsAt}`),
  ],
)

/** Who has read an announcement and put it away. */
export const announcementDismissals = pgTable(
  'announcement_dismissals',
  {
    announcementId: text('announcement_id')
      .notNull()
      .references(() => announcements.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    dismissedAt: at('dismissed_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.announcementId, t.userId] })],
)
