import { z } from 'zod'
import { currentActor } from '@/app/_server/actor'
import { respondError } from '@/app/_server/respond'
import { readPublicationFile } from '@/lib/data/community/queries'
import { DATA_POLICY } from '@/lib/domain/content-security-policy'
import { notFound } from '@/lib/domain/errors'

const fileSchema = z.enum(['image', 'thumbnail'])

/**
 * A picture of the gallery, while it is on show. Nothing else of its team can be read this way. The browser asks again each
 * time, so what is taken out is gone at once; what it has already need not be sent again.
 */
export async function GET(request: Request, { params }: { params: Promise<{ publicationId: string; file: string }> }): Promise<Response> {
  try {
    const { publicationId, file } = await params
    const wanted = fileSchema.safeParse(file)
    if (!wanted.success) throw notFound('This image')
    const { asset, body } = await readPublicationFile(await currentActor(), publicationId, wanted.data)
    const headers = {
      'cache-control': 'private, no-cache',
      'content-security-policy': DATA_POLICY,
      'cross-origin-resource-policy': 'same-origin',
      etag: `"${asset.sha256}"`,
      vary: 'cookie',
      'x-content-type-options': 'nosniff',
    }
    if (request.headers.get('if-none-match')?.includes(asset.sha256)) {
      await body.stream.cancel()
      return new Response(null, { status: 304, headers })
    }
    return new Response(body.stream, { headers: { ...headers, 'content-type': asset.mime, 'content-length': String(body.byteSize) } })
  } catch (error) {
    return respondError(error)
  }
}
