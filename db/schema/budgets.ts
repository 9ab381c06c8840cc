import { sql } from 'drizzle-orm'
import { bigint, check, date, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { teams } from './teams'
import { users } from './users'

/**
 * What a team may make and spend in a calendar month of UTC: as a whole, by each member, by one member, by one scene. Null
 * is unlimited, 0 is blocked. A member without a row of their own has that of `members`.
 */
export const budgets = pgTable(
  'budgets',
  {
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    subjectKind: text('subject_kind', { enum: ['team', 'members', 'member', 'scene'] }).notNull(),
    /** The id of the team (also for `members`), the user or the scene. No foreign key, since it is one of three things. */
    subjectId: text('subject_id').notNull(),
    imagesMax: integer('images_max'),
    moneyMicroUsdMax: bigint('money_micro_usd_max', { mode: 'number' }),
    updatedBy: text('updated_by').references(() => users.id, { onDelete: 'set null' }),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.subjectKind, t.subjectId] }),
    check('budgets_subject_kind', sql`${t.subjectKind} in ('team', 'members', 'member', 'scene')`),
    check('budgets_of_team', sql`${t.subjectKind} in ('member', 'scene') or ${t.subjectId} = ${t.teamId}`),
    check('budgets_images', sql`${t.imagesMax} >= 0`),
    check('budgets_money', sql`${t.moneyMicroUsdMax} >= 0`),
  ],
)

/** Whose images and money are counted, and the month by its first day. */
const countedInMonth = () => ({
  teamId: text('team_id')
    .notNull()
    .references(() => teams.id, { onDelete: 'cascade' }),
  subjectKind: text('subject_kind', { enum: ['team', 'member', 'scene'] }).notNull(),
  subjectId: text('subject_id').notNull(),
  month: date('month', { mode: 'string' }).notNull(),
})

/**
 * What was held back and what was used in a month, with or without a budget, so that one that is set later knows. The row
 * is locked while something is held back, so requests that come together cannot pass a limit together.
 */
export const budgetCounters = pgTable(
  'budget_counters',
  {
    ...countedInMonth(),
    imagesReserved: integer('images_reserved').notNull().default(0),
    imagesSpent: integer('images_spent').notNull().default(0),
    moneyReservedMicroUsd: bigint('money_reserved_micro_usd', { mode: 'number' }).notNull().default(0),
    moneySpentMicroUsd: bigint('money_spent_micro_usd', { mode: 'number' }).notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.subjectKind, t.subjectId, t.month] }),
    check('budget_counters_subject_kind', sql`${t.subjectKind} in ('team', 'member', 'scene')`),
    check('budget_counters_month', sql`extract(day from ${t.month}) = 1`),
    check('budget_counters_images', sql`${t.imagesReserved} >= 0 and ${t.imagesSpent} >= 0`),
    check('budget_counters_money', sql`${t.moneyReservedMicroUsd} >= 0 and ${t.moneySpentMicroUsd} >= 0`),
  ],
)

/** More than the budget for one month, granted with a reason. Rows are only added. */
export const budgetExceptions = pgTable(
  'budget_exceptions',
  {
    id: text('id').primaryKey(),
    ...countedInMonth(),
    images: integer('images').notNull().default(0),
    moneyMicroUsd: bigint('money_micro_usd', { mode: 'number' }).notNull().default(0),
    reason: text('reason').notNull(),
    grantedBy: text('granted_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    index('budget_exceptions_month_idx').on(t.teamId, t.month),
    check('budget_exceptions_subject_kind', sql`${t.subjectKind} in ('team', 'member', 'scene')`),
    check('budget_exceptions_month', sql`extract(day from ${t.month}) = 1`),
    check('budget_exceptions_amount', sql`${t.images} >= 0 and ${t.moneyMicroUsd} >= 0 and ${t.images} + ${t.moneyMicroUsd} > 0`),
    check('budget_exceptions_reason', sql`char_length(${t.reason}) between 1 and 280`),
  ],
)

/** That somebody was told how much of a budget is used: once for each share of it and month. */
export const budgetWarnings = pgTable(
  'budget_warnings',
  {
    ...countedInMonth(),
    percent: integer('percent').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.subjectKind, t.subjectId, t.month, t.percent] }),
    check('budget_warnings_percent', sql`${t.percent} in (50, 80, 100)`),
  ],
)
