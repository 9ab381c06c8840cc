import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { users } from './users'

export const teams = pgTable(
  'teams',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    kind: text('kind', { enum: ['personal', 'shared'] }).notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    /** SHA-256 named asset of the team's picture. No foreign key, since a file belongs to a team. */
    pictureAssetId: text('picture_asset_id'),
    /** Whether members may make share links. */
    sharingAllowed: boolean('sharing_allowed').notNull().default(true),
    /** Deleted since. It can be brought back for 14 days. */
    deletedAt: at('deleted_at'),
    /** Held by an instance admin since, and why: it can be read and nothing in it can change. */
    suspendedAt: at('suspended_at'),
    suspendedReason: text('suspended_reason'),
    /** Days that the team's part of the audit log is kept: null as the installation says, 0 for ever. */
    auditRetentionDays: integer('audit_retention_days'),
  },
  (t) => [
    index('teams_newest_idx').on(t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    check('teams_kind', sql`${t.kind} in ('personal', 'shared')`),
    check('teams_audit_retention', sql`${t.auditRetentionDays} = 0 or ${t.auditRetentionDays} between 30 and 36500`),
  ],
)

export const memberships = pgTable(
  'memberships',
  {
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role', { enum: ['owner', 'admin', 'member', 'viewer'] }).notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.userId] }),
    index('memberships_user_id_idx').on(t.userId),
    check('memberships_role', sql`${t.role} in ('owner', 'admin', 'member', 'viewer')`),
  ],
)
