import { timestamp } from 'drizzle-orm/pg-core'

/** A column that holds a moment, whatever time zone the database and the server are in. */
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
