import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { ApiScope } from '../../lib/domain/api-token'
import type { WebhookEvent, WebhookPayload } from '../../lib/domain/webhook'
import { at } from './columns'
import { teams } from './teams'
import { users } from './users'

/** What lets a program act for one person in one team. Only the SHA-256 of a token is stored. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    /** Whom it acts for: it can do nothing that this person could not. */
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull(),
    /** The end of the token, so that people know which one it is. */
    lastFour: text('last_four').notNull(),
    name: text('name').notNull(),
    scopes: text('scopes').array().$type<ApiScope[]>().notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    /** Null never expires. */
    expiresAt: at('expires_at'),
    lastUsedAt: at('last_used_at'),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    uniqueIndex('api_tokens_token_hash_key').on(t.tokenHash),
    index('api_tokens_team_idx').on(t.teamId, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('api_tokens_user_idx').on(t.userId),
  ],
)

/** Answers that were given under an idempotency key, so that asking twice does the work once. */
export const apiIdempotencyKeys = pgTable(
  'api_idempotency_keys',
  {
    tokenId: text('token_id')
      .notNull()
      .references(() => apiTokens.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    /** SHA-256, hex, of method, path and body. */
    requestHash: text('request_hash').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    /** When the request that works on it began; one that died is taken over after a while. */
    startedAt: at('started_at').notNull().defaultNow(),
    /** Null while the request is at work. */
    status: integer('status'),
    body: jsonb('body'),
  },
  (t) => [
    primaryKey({ columns: [t.tokenId, t.key] }),
    index('api_idempotency_keys_created_idx').on(t.createdAt),
    check('api_idempotency_keys_answer', sql`(${t.status} is null) = (${t.body} is null)`),
  ],
)

/** Where a team wants to be told what happens. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    url: text('url').notNull(),
    events: text('events').array().$type<WebhookEvent[]>().notNull(),
    /** The secret that signs, sealed as keys of engines are and bound to this webhook. */
    ciphertext: text('ciphertext').notNull(),
    nonce: text('nonce').notNull(),
    keyVersion: text('key_version').notNull(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull().defaultNow(),
    /** Since when nothing has arrived; null while it does. */
    failingSince: at('failing_since'),
    /** Set when it was switched off, by somebody or because nothing arrived for days. */
    disabledAt: at('disabled_at'),
    disabledReason: text('disabled_reason', { enum: ['person', 'failing', 'gone'] }),
  },
  (t) => [index('webhooks_team_idx').on(t.teamId, t.createdAt), check('webhooks_disabled', sql`(${t.disabledAt} is null) = (${t.disabledReason} is null)`)],
)

/** The outbox: one message to one webhook, written in the transaction that made it true. What a receiver answers is never kept. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: text('id').primaryKey(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    event: text('event').$type<WebhookEvent | 'test'>().notNull(),
    /** Ids and states only. */
    payload: jsonb('payload').$type<WebhookPayload>().notNull(),
    status: text('status', { enum: ['pending', 'delivered', 'failed'] })
      .notNull()
      .default('pending'),
    attempts: integer('attempts').notNull().default(0),
    /** When it is to be sent next; moved on while somebody sends it. */
    nextAttemptAt: at('next_attempt_at').notNull().defaultNow(),
    lastAttemptAt: at('last_attempt_at'),
    /** HTTP status of the last answer; null where none came. */
    lastStatus: integer('last_status'),
    /** Why no answer came, as one word. */
    lastProblem: text('last_problem'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    index('webhook_deliveries_webhook_idx').on(t.webhookId, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('webhook_deliveries_due_idx').on(t.nextAttemptAt).where(sql`status = 'pending'`),
    index('webhook_deliveries_created_idx').on(t.createdAt),
    check('webhook_deliveries_status', sql`${t.status} in ('pending', 'delivered', 'failed')`),
  ],
)
