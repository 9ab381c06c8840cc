import { system } from '@/lib/data/actor'
import { recountBudgets } from '@/lib/data/budgets/recount'
import { log } from '@/lib/platform/log'
import { inngest } from '../client'

/** Counts for budgets what an older version of Maquette reserved, which knew of none. Where nothing is missing it only looks. */
export async function catchUpWithBudgets(): Promise<void> {
  const wrong = await recountBudgets(system)
  if (wrong > 0) log.info('Counters of budgets were not what the ledger says, and are now', { wrong })
}

/** Once a day, for the case that an older version worked beside this one for a while. The worker does it as it starts too. */
export const recountBudgetsFunction = inngest.createFunction({ id: 'recount-budgets', triggers: [{ cron: '41 3 * * *' }], retries: 0 }, ({ step }) =>
  step.run('catch-up', catchUpWithBudgets),
)
