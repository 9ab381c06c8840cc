import { system } from '@/lib/data/actor'
import { type Attempt, claimDueDeliveries, type DueDelivery, forgetOldDeliveries, nextDeliveryInMs, recordAttempt } from '@/lib/data/webhooks/outbox'
import { SafeFetchError, safeFetch } from '@/lib/platform/safe-fetch'
import { signWebhook } from '@/lib/platform/webhook-signature'
import { inngest } from '../client'
import { webhooksDue } from '../events'

const TIMEOUT_MS = 10_000
/** What a receiver says beside its status is thrown away. */
const ANSWER_BYTES_MAX = 64_000
/** Sent side by side; well within the lease of a message. */
const BATCH_MAX = 20
/** A message that is due sooner than the next run of the clock is waited for. */
const WAIT_MS_MAX = 55_000
const ROUNDS_MAX = 12

/** One attempt. It never throws: what went wrong is what it answers. */
export async function attemptDelivery({ id, url, payload, secret }: DueDelivery, send: typeof safeFetch = safeFetch): Promise<Attempt> {
  if (secret === null) return { status: null, problem: 'secret_unreadable' }
  const body = JSON.stringify(payload)
  try {
    const headers = { 'content-type': 'application/json', 'user-agent': 'Maquette-Webhooks/1', ...signWebhook(secret, { id, body, nowMs: Date.now() }) }
    const { status } = await send(url, { method: 'POST', headers, body, timeoutMs: TIMEOUT_MS, responseBytesMax: ANSWER_BYTES_MAX })
    return { status, problem: status >= 200 && status < 300 ? null : 'refused' }
  } catch (error) {
    if (error instanceof SafeFetchError) return { status: null, problem: error.problem }
    throw error
  }
}

/** Sends what is due. @returns how long to wait for the next message, or null when none is due soon. */
export async function deliverOnce(send: typeof safeFetch = safeFetch): Promise<{ sent: number; waitMs: number | null }> {
  const due = await claimDueDeliveries(system, BATCH_MAX)
  await Promise.all(due.map(async (delivery) => recordAttempt(system, delivery, await attemptDelivery(delivery, send))))
  const nextMs = await nextDeliveryInMs(system)
  return { sent: due.length, waitMs: nextMs !== null && nextMs <= WAIT_MS_MAX ? nextMs : null }
}

/**
 * Sends the outbox. Woken when something was written and once a minute besides, so that nothing waits for an event that was
 * lost; one run at a time, which stays for what is due within the minute.
 */
export const deliverWebhooks = inngest.createFunction(
  { id: 'deliver-webhooks', triggers: [webhooksDue, { cron: '* * * * *' }], retries: 0, concurrency: { limit: 1 } },
  async ({ step }) => {
    let sent = 0
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const done = await step.run(`send-${round}`, () => deliverOnce())
      sent += done.sent
      if (done.waitMs === null) break
      // Whole seconds are what a sleep is written in.
      if (done.waitMs > 0) await step.sleep(`wait-${round}`, Math.ceil(done.waitMs / 1000) * 1000)
    }
    return { sent }
  },
)

export const forgetWebhookMessages = inngest.createFunction({ id: 'forget-webhook-messages', triggers: [{ cron: '23 4 * * *' }], retries: 1 }, ({ step }) =>
  step.run('forget', () => forgetOldDeliveries(system)),
)
