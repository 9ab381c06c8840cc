import { handle } from '@/app/_server/api/handle'
import { toApiGeneration } from '@/app/_server/api/present'
import { listHistory } from '@/lib/data/history/queries'
import { NO_FILTER } from '@/lib/domain/history-filter'

export const GET = handle('listGenerations', async ({ actor, query }) => {
  const { cursor, limit, q = '', ...rest } = query
  const named = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const { items, nextCursor } = await listHistory(actor, { teamId: actor.teamId, filter: { ...NO_FILTER, ...named, q }, cursor, limit })
  return { items: items.map(toApiGeneration), nextCursor }
})
