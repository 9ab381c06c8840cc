import { currentActor, currentTeam } from '@/app/_server/actor'
import { respondError, respondOk } from '@/app/_server/respond'
import { listHistory } from '@/lib/data/history/queries'
import { teamOf } from '@/lib/data/teams/queries'

/** A keyset page of History: `?team=` (the current one otherwise), `?scene=` narrows it to one scene, `?cursor=` goes on where a page ended, `?limit=` up to 60. */
export async function GET(request: Request): Promise<Response> {
  try {
    const actor = await currentActor()
    const query = new URL(request.url).searchParams
    const asked = query.get('team')
    const limit = Number(query.get('limit') ?? Number.NaN)
    const page = await listHistory(actor, {
      teamId: (await (asked === null ? currentTeam(actor) : teamOf(actor, asked))).id,
      sceneId: query.get('scene') ?? undefined,
      cursor: query.get('cursor'),
      limit: Number.isInteger(limit) ? limit : undefined,
    })
    return respondOk(page)
  } catch (error) {
    return respondError(error)
  }
}
