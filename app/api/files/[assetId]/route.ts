import { currentActor } from '@/app/_server/actor'
import { serveAsset } from '@/app/_server/serve-asset'

/** A file of a team, for its members. Answers ETags and ranges. */
export async function GET(request: Request, { params }: { params: Promise<{ assetId: string }> }): Promise<Response> {
  const { assetId } = await params
  return serveAsset(await currentActor(), assetId, request)
}
