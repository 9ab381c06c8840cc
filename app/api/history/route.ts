import { currentActor, currentTeam } from '@/app/_server/actor'
import { respondError, respondOk } from '@/app/_server/respond'
import { listHistory } from '@/lib/data/history/queries'
import { teamOf } from '@/lib/data/teams/queries'
import { readHistoryFilter } from '@/lib/domain/history-filter'

/**
 * A page of History: the filter as it stands in the address of History, `?team=` (the current one otherwise), `?tz=` the
 * reader's time zone for its days, `?cursor=` goes on where a page ended, `?limit=` up to 60.
 */
export async function GET(request: Request): Promise<Response> {
  try {
    const actor = await currentActor()
    const query = new URL(request.url).searchParams
    const asked = query.get('team')
    const limit = Number(query.get('limit') ?? Number.NaN)
    const page = await listHistory(actor, {
      teamId: (await (asked === null ? currentTeam(actor) : teamOf(actor, asked))).id,
      filter: readHistoryFilter(query),
      timeZone: query.get('tz') ?? undefined,
      cursor: query.get('cursor'),
      limit: Number.isInteger(limit) ? limit : undefined,
    })
    return respondOk(page)
  } catch (error) {
    return respondError(error)
  }
}
