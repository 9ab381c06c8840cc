import { sql } from 'drizzle-orm'
import { bigint, check, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { teams } from './teams'
import { users } from './users'

/**
 * What the instance admins allow a team, apart from the budgets that it sets itself. Null is unlimited, 0 is blocked; no
 * row means all of it unlimited. Months are those of UTC.
 */
export const teamQuotas = pgTable(
  'team_quotas',
  {
    teamId: text('team_id')
      .primaryKey()
      .references(() => teams.id, { onDelete: 'cascade' }),
    imagesMonthMax: integer('images_month_max'),
    moneyMonthMicroUsdMax: bigint('money_month_micro_usd_max', { mode: 'number' }),
    storageBytesMax: bigint('storage_bytes_max', { mode: 'number' }),
    /** Queued and running together. */
    openGenerationsMax: integer('open_generations_max'),
    /** The ids of the engines that it may use; null is every engine. */
    engines: text('engines').array(),
    updatedBy: text('updated_by').references(() => users.id, { onDelete: 'set null' }),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [
    check('team_quotas_images', sql`${t.imagesMonthMax} >= 0`),
    check('team_quotas_money', sql`${t.moneyMonthMicroUsdMax} >= 0`),
    check('team_quotas_storage', sql`${t.storageBytesMax} >= 0`),
    check('team_quotas_open', sql`${t.openGenerationsMax} >= 0`),
  ],
)
