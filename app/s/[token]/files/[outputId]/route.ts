import { z } from 'zod'
import { respondError } from '@/app/_server/respond'
import { sharedFile } from '@/lib/data/share-links/visit'
import { AppError } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'
import { SHARED_SIDES } from '@/lib/domain/share-link'
import { scaledImage } from '@/lib/platform/scaled-image'
import { respondFile } from '../../_server/respond-file'
import { requireVisit } from '../../_server/visit'

const querySchema = z.object({ size: z.enum(['small', 'medium', 'large']).default('large') })

/** An image of a share link to look at, `?size=small|medium|large`: pixels alone, without a word on how it was made. */
export async function GET(request: Request, { params }: { params: Promise<{ token: string; outputId: string }> }): Promise<Response> {
  try {
    const { token, outputId } = await params
    const query = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams))
    if (!query.success || !idSchema.safeParse(outputId).success) throw new AppError('not_found', 'There is no such image.')
    const file = await sharedFile(await requireVisit(token), outputId)
    const { size } = query.data
    const bytes = size === 'small' ? await file.read('thumbnail') : await scaledImage(file.sha256, SHARED_SIDES[size], () => file.read('image'))
    return respondFile(bytes, 'image/webp')
  } catch (error) {
    return respondError(error)
  }
}
