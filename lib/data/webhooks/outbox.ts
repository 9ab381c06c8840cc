import 'server-only'
import { and, asc, eq, inArray, isNull, lt, lte, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { generationOutputs, webhookDeliveries, webhooks } from '@/db/schema'
import { newId } from '@/lib/domain/ids'
import { WEBHOOK_DELIVERIES_DAYS_KEPT, WEBHOOK_FAILING_DAYS_MAX, WEBHOOK_RETRY_DELAYS_MS, type WebhookEvent, type WebhookPayload } from '@/lib/domain/webhook'
import { openKey } from '@/lib/platform/seal-key'
import type { Actor } from '../actor'
import { db } from '../db'
import { requireSystem } from '../generations/require-system'
import { tell } from '../inbox/tell'
import { holdersOf } from '../teams/holders'

/** Whoever took a message and died has it taken away after this. Longer than any attempt may last. */
const LEASE_SECONDS = 60

/**
 * Writes a message for each webhook of a team that asks for an event, in the transaction that made it true: a message is
 * there exactly when the change is. Sending it is the work of a background function.
 */
export async function enqueueWebhooks(tx: Transaction, teamId: string, event: WebhookEvent, data: Omit<WebhookPayload['data'], 'teamId'>): Promise<void> {
  const receivers = await tx
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(and(eq(webhooks.teamId, teamId), isNull(webhooks.disabledAt), sql`${event} = any(${webhooks.events})`))
  if (receivers.length === 0) return
  const payload: WebhookPayload = { type: event, timestamp: new Date().toISOString(), data: { teamId, ...data } }
  await tx.insert(webhookDeliveries).values(receivers.map(({ id }) => ({ id: newId('msg'), webhookId: id, event, payload })))
}

/** As {@link enqueueWebhooks}, for a generation that has just ended. */
export async function enqueueGenerationEnd(tx: Transaction, row: { id: string; teamId: string }, status: 'succeeded' | 'failed' | 'canceled'): Promise<void> {
  const outputs = await tx
    .select({ id: generationOutputs.id })
    .from(generationOutputs)
    .where(eq(generationOutputs.generationId, row.id))
    .orderBy(asc(generationOutputs.index))
  await enqueueWebhooks(tx, row.teamId, `generation.${status}`, { generationId: row.id, status, outputIds: outputs.map(({ id }) => id) })
}

export type DueDelivery = {
  id: string
  webhookId: string
  url: string
  payload: WebhookPayload
  /** Null where it can no longer be read. */
  secret: string | null
}

/** Whether anything waits to be sent now. */
export async function hasDueDeliveries(actor: Actor): Promise<boolean> {
  requireSystem(actor)
  const [row] = await db()
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.status, 'pending'), lte(webhookDeliveries.nextAttemptAt, sql`now()`)))
    .limit(1)
  return row !== undefined
}

/** Takes messages that are due, those that wait longest first. Nobody else gets them until the lease ends. */
export async function claimDueDeliveries(actor: Actor, limit: number): Promise<DueDelivery[]> {
  requireSystem(actor)
  const due = db()
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.status, 'pending'), lte(webhookDeliveries.nextAttemptAt, sql`now()`)))
    .orderBy(asc(webhookDeliveries.nextAttemptAt), asc(webhookDeliveries.id))
    .limit(limit)
    .for('update', { skipLocked: true })
  const taken = await db()
    .update(webhookDeliveries)
    .set({ nextAttemptAt: sql`now() + make_interval(secs => ${LEASE_SECONDS})` })
    .where(inArray(webhookDeliveries.id, due))
    .returning({ id: webhookDeliveries.id, webhookId: webhookDeliveries.webhookId, payload: webhookDeliveries.payload })
  if (taken.length === 0) return []
  const hooks = await db()
    .select()
    .from(webhooks)
    .where(inArray(webhooks.id, [...new Set(taken.map(({ webhookId }) => webhookId))]))
  const byId = new Map(hooks.map((hook) => [hook.id, hook]))
  return taken.flatMap((message) => {
    const hook = byId.get(message.webhookId)
    return hook ? [{ ...message, url: hook.url, secret: openKey(hook, webhookOwner(hook)) }] : []
  })
}

/** Binds a sealed secret to its webhook, so that one moved to another row does not open there. */
export const webhookOwner = (hook: { id: string; teamId: string }): { teamId: string; family: string } => ({
  teamId: hook.teamId,
  family: `webhook:${hook.id}`,
})

export type Attempt = { /** HTTP status, or null where none came. */ status: number | null; problem: string | null }

const arrived = ({ status }: Attempt): boolean => status !== null && status >= 200 && status < 300
const GONE = 410

/**
 * Keeps what came of an attempt: delivered, to be sent again later, or given up. A webhook that nothing reached for days, or
 * whose receiver says that it is gone, is switched off, and those who manage it are told.
 */
export async function recordAttempt(actor: Actor, delivery: Pick<DueDelivery, 'id' | 'webhookId'>, attempt: Attempt): Promise<void> {
  requireSystem(actor)
  await db().transaction(async (tx) => {
    const [hook] = await tx.select().from(webhooks).where(eq(webhooks.id, delivery.webhookId)).for('update')
    const [message] = await tx.select().from(webhookDeliveries).where(eq(webhookDeliveries.id, delivery.id)).for('update')
    if (!hook || message?.status !== 'pending') return
    const attempts = message.attempts + 1
    const delayMs = WEBHOOK_RETRY_DELAYS_MS[attempts - 1]
    const good = arrived(attempt)
    const retry = !good && attempt.status !== GONE && delayMs !== undefined && hook.disabledAt === null
    await tx
      .update(webhookDeliveries)
      .set({
        attempts,
        status: good ? 'delivered' : retry ? 'pending' : 'failed',
        lastAttemptAt: sql`now()`,
        lastStatus: attempt.status,
        lastProblem: attempt.problem,
        ...(retry ? { nextAttemptAt: sql`now() + make_interval(secs => ${delayMs / 1000})` } : {}),
      })
      .where(eq(webhookDeliveries.id, message.id))
    if (hook.disabledAt !== null) return
    if (good) {
      if (hook.failingSince !== null) await tx.update(webhooks).set({ failingSince: null }).where(eq(webhooks.id, hook.id))
      return
    }
    const since = hook.failingSince ?? new Date()
    const failedLong = Date.now() - since.getTime() > WEBHOOK_FAILING_DAYS_MAX * 86_400_000
    if (attempt.status !== GONE && !failedLong) {
      await tx.update(webhooks).set({ failingSince: since }).where(eq(webhooks.id, hook.id))
      return
    }
    await tx
      .update(webhooks)
      .set({ failingSince: since, disabledAt: sql`now()`, disabledReason: attempt.status === GONE ? 'gone' : 'failing' })
      .where(eq(webhooks.id, hook.id))
    await giveUpPending(tx, hook.id)
    await tellManagers(tx, hook)
  })
}

/** What waits for a webhook that was switched off is not sent. */
export async function giveUpPending(tx: Transaction, webhookId: string): Promise<void> {
  await tx
    .update(webhookDeliveries)
    .set({ status: 'failed' })
    .where(and(eq(webhookDeliveries.webhookId, webhookId), eq(webhookDeliveries.status, 'pending')))
}

async function tellManagers(tx: Transaction, hook: typeof webhooks.$inferSelect): Promise<void> {
  await tell(tx, {
    userIds: await holdersOf(tx, hook.teamId, 'webhook.manage'),
    teamId: hook.teamId,
    kind: 'webhook',
    actorUserId: null,
    subject: `webhook:${hook.id}:${Date.now()}`,
    href: `/team/api?team=${hook.teamId}`,
    data: { host: new URL(hook.url).host },
  })
}

/** Milliseconds until the next message is due, or null when none waits. */
export async function nextDeliveryInMs(actor: Actor): Promise<number | null> {
  requireSystem(actor)
  const [row] = await db()
    .select({ ms: sql<number>`greatest(0, extract(epoch from min(${webhookDeliveries.nextAttemptAt}) - now()) * 1000)::float8` })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.status, 'pending'))
  return row?.ms ?? null
}

/** Removes messages that are too old to be sent again. */
export async function forgetOldDeliveries(actor: Actor): Promise<void> {
  requireSystem(actor)
  await db()
    .delete(webhookDeliveries)
    .where(lt(webhookDeliveries.createdAt, sql`now() - make_interval(days => ${WEBHOOK_DELIVERIES_DAYS_KEPT})`))
}
