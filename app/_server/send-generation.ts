import 'server-only'
import { sendEvent, wakeWebhooks } from '@/inngest/send'
import type { Actor } from '@/lib/data/actor'
import { markSent } from '@/lib/data/generations/mutations'
import type { Requested } from '@/lib/data/generations/request-generation'
import { reportError } from '@/lib/platform/log'

/** Hands the event over after the commit. When that fails the row stays queued and unsent, and the sweep sends it within a minute. */
export async function sendRequested(actor: Actor, requested: Requested): Promise<{ generationId: string }> {
  const { generationId, engineId, teamId, created } = requested
  if (created) {
    try {
      await sendEvent({ name: 'generation/requested', data: { generationId, engineId, teamId } })
      await markSent(actor, generationId)
    } catch (error) {
      reportError(error, { generationId })
    }
  }
  return { generationId }
}

/** The worker watches the row; the event only spares it the steps that have not begun. */
export async function sendCanceled(generationId: string): Promise<void> {
  await sendEvent({ name: 'generation/canceled', data: { generationId } }).catch((error: unknown) => {
    reportError(error, { generationId })
  })
  await wakeWebhooks()
}
