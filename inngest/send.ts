import 'server-only'
import { system } from '@/lib/data/actor'
import { hasDueDeliveries } from '@/lib/data/webhooks/outbox'
import { currentContext } from '@/lib/platform/context'
import { usesInngest } from '@/lib/platform/env'
import { reportError } from '@/lib/platform/log'
import { currentTraceparent, traced } from '@/lib/platform/tracing'
import type { generationCanceled, generationRequested, modelImportRequested, webhooksDue } from './events'

type Sendable<Type extends { create: (...parameters: never[]) => { name: string; data: unknown } }> = Type extends unknown
  ? Pick<ReturnType<Type['create']>, 'name' | 'data'>
  : never

/** Any event of `events.ts`: `{ name, data }`. */
export type MaquetteEvent = Sendable<typeof generationRequested | typeof generationCanceled | typeof modelImportRequested | typeof webhooksDue>

/**
 * Hands an event to whatever runs the functions. Call it after the transaction that made the event true; a crash in
 * between is healed by the sweep that sends again. With the embedded executor this is one insert and the worker is
 * woken by it; the Inngest SDK is loaded only when a real Inngest is configured.
 */
export async function sendEvent(event: MaquetteEvent): Promise<void> {
  await traced(`event ${event.name}`, {}, async () => {
    const sent = withOrigin(event)
    if (usesInngest()) {
      const { inngest } = await import('./client')
      await inngest.send(sent)
      return
    }
    const { sendToEmbedded } = await import('./embedded/embedded-fetch')
    await sendToEmbedded([sent])
  })
}

/** Tells whoever begins the work which request it goes back to, and its place in a trace. */
function withOrigin(event: MaquetteEvent): MaquetteEvent {
  if (event.name !== 'generation/requested' && event.name !== 'model/import-requested') return event
  const { requestId } = currentContext()
  const traceparent = currentTraceparent()
  const origin = { ...(requestId ? { requestId } : {}), ...(traceparent ? { traceparent } : {}) }
  return { ...event, data: { ...event.data, ...origin } } as MaquetteEvent
}

/** Wakes whoever sends messages to webhooks, where one waits. It never fails: the clock wakes them too, once a minute. */
export async function wakeWebhooks(): Promise<void> {
  try {
    if (await hasDueDeliveries(system)) await sendEvent({ name: 'webhook/due', data: {} })
  } catch (error) {
    reportError(error, { where: 'waking webhooks' })
  }
}
