import { system } from '@/lib/data/actor'
import { fail, markSent } from '@/lib/data/generations/mutations'
import { listSilent, listUnsent } from '@/lib/data/generations/worker-queries'
import { previewKey } from '@/lib/domain/preview-key'
import { blobStore } from '@/lib/platform/blob'
import { reportError } from '@/lib/platform/log'
import { inngest } from '../client'
import { sendEvent } from '../send'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
/** A commit and its event lie milliseconds apart, so after half a minute the event was never sent. */
const UNSENT_MS = 30 * SECOND_MS
/** An event that was sent is only sent again after a good while: the work may simply wait for its turn. */
const RESEND_MS = 30 * MINUTE_MS
/** A running engine beats every 5 seconds; the longest pause between two tries is 10 minutes. */
const SILENT_MS = 15 * MINUTE_MS
const BATCH_MAX = 100

/** Sends what a crash kept from being sent, and ends what nobody works on any more. */
export async function sweepOnce(now: number): Promise<{ sent: number; failed: number }> {
  const unsent = await listUnsent(system, { neverSentBefore: new Date(now - UNSENT_MS), sentBefore: new Date(now - RESEND_MS) }, BATCH_MAX)
  for (const { generationId, engineId, teamId } of unsent) {
    await sendEvent({ name: 'generation/requested', data: { generationId, engineId, teamId } })
    await markSent(system, generationId)
  }
  const silent = await listSilent(system, new Date(now - SILENT_MS), BATCH_MAX)
  for (const { id, teamId, preview } of silent) {
    const ended = await fail(system, id, { code: 'internal', message: 'The work stopped without an answer. Your inputs are kept: press Try again.' })
    if (ended) await forgetPreviews(teamId, id, preview)
  }
  return { sent: unsent.length, failed: silent.length }
}

/** Its worker is gone, so nobody else removes them. The next one may be written already, by a worker that died before the row knew. */
async function forgetPreviews(teamId: string, id: string, preview: number): Promise<void> {
  for (const n of [preview, preview + 1]) {
    if (n > 0)
      await blobStore()
        .delete(previewKey(teamId, id, n))
        .catch((error: unknown) => reportError(error, { generationId: id }))
  }
}

export const sweepGenerations = inngest.createFunction({ id: 'sweep-generations', triggers: [{ cron: '* * * * *' }], retries: 0 }, ({ step }) =>
  step.run('sweep', () => sweepOnce(Date.now())),
)
