import { receiveUpload } from '@/app/_server/receive-upload'
import { respondError, respondOk } from '@/app/_server/respond'
import { storeAsset } from '@/lib/data/assets/mutations'
import { IMAGE_BYTES_MAX, imageTooLarge, readImageUpload } from '@/lib/platform/image-intake'

/** Takes in the picture of the canvas that Generate was pressed on. Answers like the upload of a reference. */
export async function POST(request: Request): Promise<Response> {
  try {
    const { actor, teamId, bytes } = await receiveUpload(request, { bytesMax: IMAGE_BYTES_MAX, tooLarge: imageTooLarge })
    const picture = await readImageUpload(bytes)
    const { id, mime, byteSize, width, height } = await storeAsset(actor, { teamId, kind: 'snapshot', ...picture })
    return respondOk({ assetId: id, mime, byteSize, width, height }, 201)
  } catch (error) {
    return respondError(error)
  }
}
