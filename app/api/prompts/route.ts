import { currentActor } from '@/app/_server/actor'
import { respondError, respondOk } from '@/app/_server/respond'
import { listPrompts } from '@/lib/data/prompts/queries'
import { teamOf } from '@/lib/data/teams/queries'

/** The prompt library of a team (`?team=`). */
export async function GET(request: Request): Promise<Response> {
  try {
    const actor = await currentActor()
    const team = await teamOf(actor, new URL(request.url).searchParams.get('team') ?? '')
    return respondOk(await listPrompts(actor, team.id))
  } catch (error) {
    return respondError(error)
  }
}
