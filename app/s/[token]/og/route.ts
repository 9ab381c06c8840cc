import { respondError } from '@/app/_server/respond'
import { previewFile } from '@/lib/data/share-links/visit'
import { previewImage } from '@/lib/platform/scaled-image'
import { respondFile } from '../_server/respond-file'
import { requireVisit } from '../_server/visit'

/** The picture that messengers show beside the address of a link. A link with a password has none, not even for who knows it. */
export async function GET(_request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  try {
    const file = await previewFile(await requireVisit((await params).token))
    return respondFile(await previewImage(file.sha256, () => file.read('image')), 'image/jpeg')
  } catch (error) {
    return respondError(error)
  }
}
