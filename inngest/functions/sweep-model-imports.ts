import { system } from '@/lib/data/actor'
import { listWaitingImports } from '@/lib/data/model-imports/queries'
import { inngest } from '../client'
import { sendEvent } from '../send'

/** The row and its event lie milliseconds apart; after half a minute the event may never have been sent. */
const WAITING_MS = 30_000
const BATCH_MAX = 100

/** Sends again what still waits. An event that was not lost is known by its import id and starts nothing twice. */
export async function sweepModelImportsOnce(now: number): Promise<{ sent: number }> {
  const waiting = await listWaitingImports(system, new Date(now - WAITING_MS), BATCH_MAX)
  for (const data of waiting) await sendEvent({ name: 'model/import-requested', data })
  return { sent: waiting.length }
}

export const sweepModelImports = inngest.createFunction({ id: 'sweep-model-imports', triggers: [{ cron: '* * * * *' }], retries: 0 }, ({ step }) =>
  step.run('sweep', () => sweepModelImportsOnce(Date.now())),
)
