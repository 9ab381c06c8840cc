import { currentActor } from '@/app/_server/actor'
import { respondError, respondOk } from '@/app/_server/respond'
import { readTimings } from '@/lib/data/generations/queries'
import { teamOf } from '@/lib/data/teams/queries'

/** How fast this installation makes the images of a team (`?team=`), by engine and quality. */
export async function GET(request: Request): Promise<Response> {
  try {
    const actor = await currentActor()
    const team = await teamOf(actor, new URL(request.url).searchParams.get('team') ?? '')
    return respondOk(await readTimings(actor, team.id))
  } catch (error) {
    return respondError(error)
  }
}
