import { currentActor } from '@/app/_server/actor'
import { respondError, respondOk } from '@/app/_server/respond'
import { readDiscussion } from '@/lib/data/comments/queries'

/** Everything that was said about an image. */
export async function GET(_request: Request, { params }: { params: Promise<{ outputId: string }> }): Promise<Response> {
  try {
    const { outputId } = await params
    return respondOk(await readDiscussion(await currentActor(), outputId))
  } catch (error) {
    return respondError(error)
  }
}
