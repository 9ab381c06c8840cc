import 'server-only'
import { and, asc, desc, eq } from 'drizzle-orm'
import { users, webhookDeliveries, webhooks } from '@/db/schema'
import type { WebhookDeliveryView, WebhookView } from '@/lib/domain/webhook'
import type { Actor } from '../actor'
import { inTeamsSeenBy } from '../authorize'
import { db } from '../db'

const DELIVERIES_SHOWN_MAX = 30

/** The webhooks of a team, without their secrets. Empty for whoever may not manage them. */
export async function listWebhooks(actor: Actor, teamId: string): Promise<WebhookView[]> {
  const rows = await db()
    .select({
      id: webhooks.id,
      url: webhooks.url,
      events: webhooks.events,
      createdByName: users.name,
      createdAt: webhooks.createdAt,
      failingSince: webhooks.failingSince,
      disabledAt: webhooks.disabledAt,
      disabledReason: webhooks.disabledReason,
    })
    .from(webhooks)
    .leftJoin(users, eq(users.id, webhooks.createdBy))
    .where(and(eq(webhooks.teamId, teamId), inTeamsSeenBy(actor, webhooks.teamId, 'webhook.manage')))
    .orderBy(asc(webhooks.createdAt), asc(webhooks.id))
  return rows.map(({ createdAt, failingSince, disabledAt, ...row }) => ({
    ...row,
    createdAtMs: createdAt.getTime(),
    failingSinceMs: failingSince?.getTime() ?? null,
    disabledAtMs: disabledAt?.getTime() ?? null,
  }))
}

/** The newest messages to all webhooks of a team. Empty for whoever may not manage them. */
export async function listDeliveries(actor: Actor, teamId: string): Promise<WebhookDeliveryView[]> {
  const rows = await db()
    .select({
      id: webhookDeliveries.id,
      webhookId: webhookDeliveries.webhookId,
      event: webhookDeliveries.event,
      status: webhookDeliveries.status,
      attempts: webhookDeliveries.attempts,
      lastStatus: webhookDeliveries.lastStatus,
      lastProblem: webhookDeliveries.lastProblem,
      createdAt: webhookDeliveries.createdAt,
      lastAttemptAt: webhookDeliveries.lastAttemptAt,
      nextAttemptAt: webhookDeliveries.nextAttemptAt,
    })
    .from(webhookDeliveries)
    .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
    .where(and(eq(webhooks.teamId, teamId), inTeamsSeenBy(actor, webhooks.teamId, 'webhook.manage')))
    .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
    .limit(DELIVERIES_SHOWN_MAX)
  return rows.map(({ createdAt, lastAttemptAt, nextAttemptAt, ...row }) => ({
    ...row,
    createdAtMs: createdAt.getTime(),
    lastAttemptAtMs: lastAttemptAt?.getTime() ?? null,
    nextAttemptAtMs: nextAttemptAt.getTime(),
  }))
}
