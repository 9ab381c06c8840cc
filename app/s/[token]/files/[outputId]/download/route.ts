import { z } from 'zod'
import { respondError } from '@/app/_server/respond'
import { sharedFile } from '@/lib/data/share-links/visit'
import { downloadName } from '@/lib/domain/download-name'
import { AppError, notFound } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { encodeOutput, OUTPUT_MIME } from '@/lib/platform/image-output'
import { respondFile } from '../../../_server/respond-file'
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
    // The hash of the scene stays inside the team: it could be compared with that of another image.
    const described = file.showDetails && metadata === '1' ? { ...file, sceneHash: null } : null
    const name = file.showDetails ? file : { ...file, sceneName: file.linkTitle, prompt: file.title ?? '' }
    return respondFile(await encodeOutput(await file.read('image'), format, described), OUTPUT_MIME[format], downloadName(name, format))
  } catch (error) {
    return respondError(error)
  }
}
