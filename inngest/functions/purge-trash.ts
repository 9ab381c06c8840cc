import { system } from '@/lib/data/actor'
import { listOldAssets, removeUnused } from '@/lib/data/assets/remove-unused'
import { purgeTrash } from '@/lib/data/generations/purge'
import { inngest } from '../client'

/** So many batches of 200 a run; the next run goes on. */
const BATCHES_MAX = 50
const SWEEP_BATCH = 500

/** Removes for good what has been in the trash for 30 days, with the files that only that used. */
export async function purgeOnce(nowMs: number): Promise<{ files: number; more: boolean }> {
  const { assetIds, more } = await purgeTrash(system, nowMs)
  return { files: await removeUnused(system, assetIds, nowMs), more }
}

/** Removes old files that nothing uses: what a crash between the two halves of {@link purgeOnce} left, and uploads that were never used. */
export async function sweepFiles(after: string, nowMs: number): Promise<{ files: number; last: string | null }> {
  const ids = await listOldAssets(system, { after, limit: SWEEP_BATCH, nowMs })
  return { files: await removeUnused(system, ids, nowMs), last: ids.length === SWEEP_BATCH ? (ids.at(-1) ?? null) : null }
}

export const purgeTrashFunction = inngest.createFunction({ id: 'purge-trash', triggers: [{ cron: '41 * * * *' }], retries: 2 }, async ({ step }) => {
  let files = 0
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const done = await step.run(`purge-${batch}`, () => purgeOnce(Date.now()))
    files += done.files
    if (!done.more) break
  }
  return { files }
})

export const sweepFilesFunction = inngest.createFunction({ id: 'sweep-files', triggers: [{ cron: '17 3 * * *' }], retries: 2 }, async ({ step }) => {
  let files = 0
  let after: string | null = ''
  for (let batch = 0; batch < BATCHES_MAX && after !== null; batch++) {
    const from: string = after
    const done: { files: number; last: string | null } = await step.run(`sweep-${batch}`, () => sweepFiles(from, Date.now()))
    files += done.files
    after = done.last
  }
  return { files }
})
