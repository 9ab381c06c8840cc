import { currentActor } from '@/app/_server/actor'
import { respondError, respondOk } from '@/app/_server/respond'
import { getExploration } from '@/lib/data/explorations/queries'

/** All generations that one press of Generate made, by their places in the grid. */
export async function GET(_request: Request, { params }: { params: Promise<{ explorationId: string }> }): Promise<Response> {
  try {
    const { explorationId } = await params
    return respondOk(await getExploration(await currentActor(), explorationId))
  } catch (error) {
    return respondError(error)
  }
}
