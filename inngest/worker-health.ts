import 'server-only'
import { rawSql } from '@/lib/data/db'
import { usesInngest } from '@/lib/platform/env'
import { isWorkerSeen } from './embedded/worker-seen'

/** `inngest` when a real Inngest drives the functions and knows better than we do whether it reaches them. */
export type WorkerHealth = 'alive' | 'missing' | 'inngest'

/** Whether pictures that are asked for now would be begun. Never throws: without a database there is no worker either. */
export async function workerHealth(): Promise<WorkerHealth> {
  if (usesInngest()) return 'inngest'
  const seen = await isWorkerSeen(async (text, values = []) => [...(await rawSql().unsafe(text, values as never[]))] as never[]).catch(() => false)
  return seen ? 'alive' : 'missing'
}
