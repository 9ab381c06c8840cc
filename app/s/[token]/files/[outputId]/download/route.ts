import { z } from 'zod'
import { respondError } from '@/app/_server/respond'
import { withCredentials } from '@/app/_server/with-credentials'
import { sharedFile } from '@/lib/data/share-links/visit'
import { downloadName } from '@/lib/domain/download-name'
import { AppError, notFound } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { encodeOutput, OUTPUT_MIME } from '@/lib/platform/image-output'
import { respondFile } from '../../../_server/respond-file'
import { metadataOf, namedBy } from '../../../_server/shared-download'
import { requireVisit } from '../../../_server/visit'

const querySchema = z.object({ format: z.enum(['png', 'jpeg', 'webp']).default('png'), metadata: z.enum(['0', '1']).default('1') })

/**
 * An image of a share link to take away, where the link allows it: `?format=png|jpeg|webp`, `&metadata=0` leaves out how it was
 * made. A link that hides prompts hides them in the file and in its name too.
 */
export async function GET(request: Request, { params }: { params: Promise<{ token: string; outputId: string }> }): Promise<Response> {
  try {
    const { token, outputId } = await params
    const query = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams))
    if (!query.success) throw new AppError('invalid', 'Images can be downloaded as PNG, JPEG or WebP.')
    if (!idSchema.safeParse(outputId).success) throw notFound('This image')
    const { format, metadata } = query.data
    const file = await sharedFile(await requireVisit(token), outputId)
    if (!file.allowDownload) throw notFound('This image')
    const described = metadata === '1' ? metadataOf(file) : null
    const plain = await encodeOutput(await file.read('image'), format, described)
    const bytes = described ? await withCredentials(plain, OUTPUT_MIME[format], described) : plain
    return respondFile(bytes, OUTPUT_MIME[format], downloadName(namedBy(file), format))
  } catch (error) {
    return respondError(error)
  }
}
