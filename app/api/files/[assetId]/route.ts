import { currentActor } from '@/app/_server/actor'
import { respondError } from '@/app/_server/respond'
import { serveAsset } from '@/app/_server/serve-asset'

/** A file of a team, for its members. Answers ETags and ranges. */
export async function GET(request: Request, { params }: { params: Promise<{ assetId: string }> }): Promise<Response> {
  const { assetId } = await params
  try {
    return await serveAsset(await currentActor(), assetId, request)
  } catch (error) {
    return respondError(error)
  }
}
