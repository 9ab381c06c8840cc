import { currentActor } from '@/app/_server/actor'
import { respondError, respondOk } from '@/app/_server/respond'
import { storeAsset } from '@/lib/data/assets/mutations'
import { assertMaySetPicture, setTeamPicture } from '@/lib/data/teams/mutations'
import { AppError } from '@/lib/domain/errors'
import { readImageUpload } from '@/lib/platform/image-intake'
import { assertSameOrigin } from '@/lib/platform/origin'
import { readLimited } from '@/lib/platform/read-limited'
import { makeSquare } from '@/lib/platform/thumbnail'

/** What passes through the proxy is cut at 10 MB, so a larger one has to be refused before. */
const BYTES_MAX = 9 * 1024 * 1024
const tooLarge = (): AppError => new AppError('too_large', 'This picture is larger than 9 MB. Save it smaller and choose it again.')

/** Sets the picture of a team from the body of the request. Answers `{ assetId }` of the small square that is kept. */
export async function PUT(request: Request, { params }: RouteContext<'/api/teams/[teamId]/picture'>): Promise<Response> {
  try {
    assertSameOrigin(request)
    const { teamId } = await params
    const actor = await currentActor()
    await assertMaySetPicture(actor, teamId)
    if (Number(request.headers.get('content-length')) > BYTES_MAX) throw tooLarge()
    const bytes = request.body ? await readLimited(request.body, BYTES_MAX, tooLarge) : new Uint8Array()
    const square = await makeSquare((await readImageUpload(bytes)).bytes)
    const { id } = await storeAsset(actor, { teamId, kind: 'thumbnail', ...square })
    await setTeamPicture(actor, { teamId, assetId: id })
    return respondOk({ assetId: id })
  } catch (error) {
    return respondError(error)
  }
}
