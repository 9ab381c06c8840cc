import { sql } from 'drizzle-orm'
import { boolean, check, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { teams } from './teams'
import { users } from './users'

/** Something a person should know. One row a person and a happening. */
export const notifications = pgTable(
  'notifications',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    teamId: text('team_id').references(() => teams.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['mention', 'comment', 'approval', 'invitation', 'generation', 'budget', 'webhook'] }).notNull(),
    /** Who did it; null for the product itself and for those who left. */
    actorUserId: text('actor_user_id').references(() => users.id, { onDelete: 'set null' }),
    /** What it is about, so that the same happening is told once. */
    subject: text('subject').notNull(),
    /** A path of this site where it can be seen. */
    href: text('href').notNull(),
    /** Short words for the list, such as the name of a team or the beginning of a comment. */
    data: jsonb('data').$type<Record<string, string>>().notNull().default({}),
    createdAt: at('created_at').notNull().defaultNow(),
    readAt: at('read_at'),
    /** When it went out by mail, for those who ask for that. */
    mailedAt: at('mailed_at'),
  },
  (t) => [
    uniqueIndex('notifications_subject_key').on(t.userId, t.kind, t.subject),
    index('notifications_user_idx').on(t.userId, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    // What may still have to be mailed, found once a minute.
    index('notifications_unmailed_idx').on(t.createdAt).where(sql`read_at is null and mailed_at is null`),
    index('notifications_unread_idx').on(t.userId).where(sql`read_at is null`),
    check('notifications_kind', sql`${t.kind} in ('mention', 'comment', 'approval', 'invitation', 'generation', 'budget', 'webhook')`),
  ],
)

/** What a person wants by mail. No row means the default of the kind. */
export const notificationPreferences = pgTable(
  'notification_preferences',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['mention', 'comment', 'approval', 'invitation', 'generation', 'budget', 'webhook'] }).notNull(),
    byMail: boolean('by_mail').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.kind] })],
)
