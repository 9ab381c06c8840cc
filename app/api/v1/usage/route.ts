import { handle } from '@/app/_server/api/handle'
import { teamUsage } from '@/lib/data/usage/queries'
import { readUsageRange } from '@/lib/domain/usage-range'
import type { UsageRow } from '@/lib/domain/usage-view'

export const GET = handle('readUsage', async ({ actor, query }) => {
  const { range, total, before, bars, by } = await teamUsage(actor, actor.teamId, readUsageRange(query, query.timeZone, Date.now()))
  const rows = (list: readonly UsageRow[] | undefined): UsageRow[] => [...(list ?? [])]
  const { from, to, timeZone } = range
  return { from, to, timeZone, total, before, bars: [...bars], engines: rows(by.engine), members: rows(by.member), scenes: rows(by.scene) }
})
