import { currentActor } from '@/app/_server/actor'
import { respondError, respondOk } from '@/app/_server/respond'
import { getGeneration } from '@/lib/data/generations/queries'

/** One generation with everything that was frozen with it. */
export async function GET(_request: Request, { params }: { params: Promise<{ generationId: string }> }): Promise<Response> {
  try {
    const { generationId } = await params
    return respondOk(await getGeneration(await currentActor(), generationId))
  } catch (error) {
    return respondError(error)
  }
}
