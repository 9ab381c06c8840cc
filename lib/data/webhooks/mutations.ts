import 'server-only'
import { and, count, eq, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { webhookDeliveries, webhooks } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import { parseFields } from '@/lib/domain/parse-fields'
import { type NewWebhook, newWebhookSchema, WEBHOOKS_MAX } from '@/lib/domain/webhook'
import { readSafeUrl, SafeFetchError } from '@/lib/platform/safe-fetch'
import { canSealKeys, openKey, presentKeyVersion, sealKey } from '@/lib/platform/seal-key'
import { newWebhookSecret } from '@/lib/platform/webhook-signature'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { inTeamsOf, requireUserId } from '../authorize'
import { db } from '../db'
import { requireSystem } from '../generations/require-system'
import { consume } from '../rate-limits/consume'
import { lockTeam } from '../teams/lock-team'
import { refusal, teamOfRow } from '../teams/suspended'
import { giveUpPending, webhookOwner } from './outbox'

const HOUR_MS = 3_600_000
const CREATED_AN_HOUR_MAX = 30
const SENT_BY_HAND_A_MINUTE_MAX = 10

type WebhookRow = typeof webhooks.$inferSelect
const hostOf = (url: string): string => new URL(url).host

/** @throws AppError `invalid` with a sentence for the field. */
function checkUrl(text: string): string {
  try {
    return readSafeUrl(text).href
  } catch (error) {
    if (!(error instanceof SafeFetchError)) throw error
    const url =
      error.problem === 'private_address'
        ? 'This address is not a public one. Whoever runs this installation can allow it with ALLOWED_PRIVATE_HOSTS.'
        : 'Enter an address that begins with https://, without a user name, at port 443, 80, 8080 or 8443.'
    throw new AppError('invalid', 'This address cannot be used.', { fields: { url } })
  }
}

/**
 * Adds a webhook. Its secret is kept sealed and seen here once.
 * @throws AppError `invalid` with a sentence for each field, `not_found`, `conflict` when the team has too many, `unavailable`
 * where this installation cannot seal, `rate_limited`.
 */
export async function createWebhook(actor: Actor, input: { teamId: string; webhook: NewWebhook }): Promise<{ id: string; secret: string }> {
  const userId = requireUserId(actor)
  const { url: asked, events } = parseFields(newWebhookSchema, input.webhook)
  const url = checkUrl(asked)
  if (!canSealKeys()) {
    throw new AppError('unavailable', 'This installation has no secret to keep secrets with. Whoever runs it sets ENCRYPTION_KEY and starts it again.')
  }
  await consume(`webhook:${userId}`, { limit: CREATED_AN_HOUR_MAX, windowMs: HOUR_MS })
  const { teamId } = input
  const [id, secret] = [newId('whk'), newWebhookSecret()]
  await db().transaction(async (tx) => {
    await lockTeam(tx, actor, teamId, 'webhook.manage')
    const [present] = await tx.select({ n: count() }).from(webhooks).where(eq(webhooks.teamId, teamId))
    if (present && present.n >= WEBHOOKS_MAX) throw new AppError('conflict', `A team has at most ${WEBHOOKS_MAX} webhooks. Delete one that nobody needs.`)
    await tx.insert(webhooks).values({ id, teamId, url, events, createdBy: userId, ...sealKey(secret, webhookOwner({ id, teamId })) })
    await recordAudit(tx, actor, { action: 'webhook.created', teamId, targetKind: 'webhook', targetId: id, after: { host: hostOf(url), events } })
  })
  return { id, secret }
}

async function holdWebhook(tx: Transaction, actor: Actor, webhookId: string): Promise<WebhookRow> {
  const [hook] = await tx
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.id, webhookId), inTeamsOf(actor, webhooks.teamId, 'webhook.manage')))
    .for('update')
  if (!hook) throw await refusal(tx, actor, teamOfRow(webhooks, webhookId), 'This webhook', 'webhook.manage')
  return hook
}

/** Switches a webhook on, which forgets that it was failing, or off: what waits is not sent then. @throws AppError `not_found`. */
export async function setWebhookEnabled(actor: Actor, webhookId: string, enabled: boolean): Promise<void> {
  requireUserId(actor)
  await db().transaction(async (tx) => {
    const hook = await holdWebhook(tx, actor, webhookId)
    if ((hook.disabledAt === null) === enabled) return
    await tx
      .update(webhooks)
      .set({ failingSince: null, disabledAt: enabled ? null : sql`now()`, disabledReason: enabled ? null : 'person' })
      .where(eq(webhooks.id, hook.id))
    if (!enabled) await giveUpPending(tx, hook.id)
    const action = enabled ? 'webhook.switched-on' : 'webhook.switched-off'
    await recordAudit(tx, actor, { action, teamId: hook.teamId, targetKind: 'webhook', targetId: hook.id, after: { host: hostOf(hook.url) } })
  })
}

/** Removes a webhook with its messages. @throws AppError `not_found`. */
export async function deleteWebhook(actor: Actor, webhookId: string): Promise<void> {
  requireUserId(actor)
  await db().transaction(async (tx) => {
    const hook = await holdWebhook(tx, actor, webhookId)
    await tx.delete(webhooks).where(eq(webhooks.id, hook.id))
    const before = { host: hostOf(hook.url), events: hook.events }
    await recordAudit(tx, actor, { action: 'webhook.deleted', teamId: hook.teamId, targetKind: 'webhook', targetId: hook.id, before })
  })
}

/** Queues a message that says nothing but that it is a test. @throws AppError `not_found`, `conflict` for one that is switched off, `rate_limited`. */
export async function testWebhook(actor: Actor, webhookId: string): Promise<void> {
  await sendByHand(actor, webhookId, async (tx, hook) => {
    const payload = { type: 'test' as const, timestamp: new Date().toISOString(), data: { teamId: hook.teamId } }
    await tx.insert(webhookDeliveries).values({ id: newId('msg'), webhookId: hook.id, event: 'test', payload })
    await recordAudit(tx, actor, { action: 'webhook.tested', teamId: hook.teamId, targetKind: 'webhook', targetId: hook.id, after: { host: hostOf(hook.url) } })
  })
}

/** Sends a message again, under the same id, from the first attempt on. @throws AppError `not_found`, `conflict`, `rate_limited`. */
export async function redeliver(actor: Actor, deliveryId: string): Promise<void> {
  requireUserId(actor)
  const [message] = await db()
    .select({ webhookId: webhookDeliveries.webhookId })
    .from(webhookDeliveries)
    .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
    .where(and(eq(webhookDeliveries.id, deliveryId), inTeamsOf(actor, webhooks.teamId, 'webhook.manage')))
  if (!message) {
    const teamId = sql`(select ${webhooks.teamId} from ${webhookDeliveries} join ${webhooks} on ${webhooks.id} = ${webhookDeliveries.webhookId} where ${webhookDeliveries.id} = ${deliveryId})`
    throw await refusal(db(), actor, teamId, 'This message', 'webhook.manage')
  }
  await sendByHand(actor, message.webhookId, async (tx, hook) => {
    await tx.update(webhookDeliveries).set({ status: 'pending', attempts: 0, nextAttemptAt: sql`now()` }).where(eq(webhookDeliveries.id, deliveryId))
    const after = { host: hostOf(hook.url), message: deliveryId }
    await recordAudit(tx, actor, { action: 'webhook.sent-again', teamId: hook.teamId, targetKind: 'webhook', targetId: hook.id, after })
  })
}

async function sendByHand(actor: Actor, webhookId: string, work: (tx: Transaction, hook: WebhookRow) => Promise<void>): Promise<void> {
  const userId = requireUserId(actor)
  await consume(`webhook-send:${userId}`, { limit: SENT_BY_HAND_A_MINUTE_MAX, windowMs: 60_000 })
  await db().transaction(async (tx) => {
    const hook = await holdWebhook(tx, actor, webhookId)
    if (hook.disabledAt !== null) throw new AppError('conflict', 'This webhook is switched off. Switch it on first.')
    await work(tx, hook)
  })
}

/**
 * Seals secrets anew that the previous ENCRYPTION_KEY sealed. For the worker, at its start; running it twice changes nothing.
 * @returns how many moved, and how many can be read with neither key.
 */
export async function resealWebhooks(actor: Actor): Promise<{ moved: number; lost: number }> {
  requireSystem(actor)
  const present = presentKeyVersion()
  if (present === null) return { moved: 0, lost: 0 }
  return db().transaction(async (tx) => {
    const rows = (await tx.select().from(webhooks).for('update')).filter((row) => row.keyVersion !== present)
    let moved = 0
    for (const row of rows) {
      const secret = openKey(row, webhookOwner(row))
      if (secret === null) continue
      await tx
        .update(webhooks)
        .set(sealKey(secret, webhookOwner(row)))
        .where(eq(webhooks.id, row.id))
      moved += 1
    }
    return { moved, lost: rows.length - moved }
  })
}
