import { currentActor } from '@/app/_server/actor'
import { respondError } from '@/app/_server/respond'
import { readPreview } from '@/lib/data/generations/previews'

/** The newest preview of a running generation. The browser adds `?n=` so that each new one has an address of its own. */
export async function GET(_request: Request, { params }: { params: Promise<{ generationId: string }> }): Promise<Response> {
  try {
    const { generationId } = await params
    const { stream, mime } = await readPreview(await currentActor(), generationId)
    return new Response(stream, {
      headers: {
        'content-type': mime,
        'cache-control': 'private, no-store',
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
      },
    })
  } catch (error) {
    return respondError(error)
  }
}
