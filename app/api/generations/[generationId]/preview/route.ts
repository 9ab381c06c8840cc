import { currentActor } from '@/app/_server/actor'
import { respondError } from '@/app/_server/respond'
import { readPreview } from '@/lib/data/generations/previews'
import { DATA_POLICY } from '@/lib/domain/content-security-policy'

/** The newest preview of a running generation, nothing (204) when there is none. The browser adds `?n=` so that each new one has an address of its own. */
export async function GET(_request: Request, { params }: { params: Promise<{ generationId: string }> }): Promise<Response> {
  try {
    const { generationId } = await params
    const preview = await readPreview(await currentActor(), generationId)
    if (!preview) return new Response(null, { status: 204, headers: { 'cache-control': 'private, no-store' } })
    return new Response(preview.stream, {
      headers: {
        'content-type': preview.mime,
        'cache-control': 'private, no-store',
        'content-security-policy': DATA_POLICY,
        'x-content-type-options': 'nosniff',
      },
    })
  } catch (error) {
    return respondError(error)
  }
}
