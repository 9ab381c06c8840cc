import { z } from 'zod'
import { currentActor } from '@/app/_server/actor'
import { respondError, respondOk } from '@/app/_server/respond'
import { browseGallery } from '@/lib/data/community/queries'
import { gallerySortSchema } from '@/lib/domain/community/publication'
import { AppError } from '@/lib/domain/errors'

const querySchema = z.object({
  sort: gallerySortSchema.default('newest'),
  q: z.string().max(200).optional(),
  cursor: z.string().max(500).optional(),
})

/** A further page of the gallery: `?sort=newest|liked&q=words&cursor=…`. */
export async function GET(request: Request): Promise<Response> {
  try {
    const query = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams))
    if (!query.success) throw new AppError('invalid', 'This page of the gallery could not be found. Begin again from the first.')
    const { sort, q, cursor } = query.data
    return respondOk(await browseGallery(await currentActor(), { sort, search: q, cursor }))
  } catch (error) {
    return respondError(error)
  }
}
