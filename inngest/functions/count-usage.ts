import { system } from '@/lib/data/actor'
import { countUncounted, countUnended, recountStorage } from '@/lib/data/usage/catch-up'
import { log } from '@/lib/platform/log'
import { inngest } from '../client'

/** Counts what an earlier version of Maquette made, or made beside this one. Where nothing is missing it only looks. */
export async function catchUpWithUsage(): Promise<void> {
  const counted = (await countUnended(system)) + (await countUncounted(system))
  await recountStorage(system)
  if (counted > 0) log.info('Counted generations that no usage knew of', { counted })
}

/** Once a day, so that what a crash in the middle of an upgrade left out is not missing for ever. The worker does it as it starts too. */
export const countUsage = inngest.createFunction({ id: 'count-usage', triggers: [{ cron: '41 4 * * *' }], retries: 0 }, ({ step }) =>
  step.run('catch-up', catchUpWithUsage),
)
