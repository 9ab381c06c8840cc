import { currentActor } from '@/app/_server/actor'
import { respondError, respondOk } from '@/app/_server/respond'
import { storeAsset } from '@/lib/data/assets/mutations'
import { consume } from '@/lib/data/rate-limits/consume'
import { setSceneThumbnail } from '@/lib/data/scenes/mutations'
import { getScene } from '@/lib/data/scenes/queries'
import { requireTeam } from '@/lib/data/teams/require-team'
import { AppError } from '@/lib/domain/errors'
import { readImageUpload } from '@/lib/platform/image-intake'
import { readLimited } from '@/lib/platform/read-limited'
import { makeThumbnail } from '@/lib/platform/thumbnail'

const BYTES_MAX = 4 * 1024 * 1024
const THUMBNAILS_A_MINUTE = 20

/** Takes a small PNG of the scene from the editor and shows it in the grid. The pixels are decoded and written anew. */
export async function PUT(request: Request, { params }: { params: Promise<{ sceneId: string }> }): Promise<Response> {
  try {
    const { sceneId } = await params
    const actor = await currentActor()
    if (actor.kind !== 'user') throw new AppError('unauthenticated', 'Sign in to do this.')
    await consume(`thumbnail:${actor.userId}`, { limit: THUMBNAILS_A_MINUTE, windowMs: 60_000 })
    const scene = await getScene(actor, sceneId)
    // Whoever may only look is refused before a picture is read and decoded.
    await requireTeam(actor, scene.teamId, 'scene.update')
    const tooLarge = () => new AppError('too_large', 'This picture is too large for a thumbnail.')
    const sent = request.body ? await readLimited(request.body, BYTES_MAX, tooLarge) : new Uint8Array()
    const checked = await readImageUpload(sent)
    const asset = await storeAsset(actor, { teamId: scene.teamId, kind: 'thumbnail', ...(await makeThumbnail(checked.bytes)) })
    await setSceneThumbnail(actor, { sceneId, assetId: asset.id })
    return respondOk({ assetId: asset.id })
  } catch (error) {
    return respondError(error)
  }
}
