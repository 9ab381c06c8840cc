import { z } from 'zod'
import { currentActor } from '@/app/_server/actor'
import { contentDisposition } from '@/app/_server/content-disposition'
import { respondError } from '@/app/_server/respond'
import { ingredientsOf, withCredentials } from '@/app/_server/with-credentials'
import { readAssetBytes } from '@/lib/data/assets/queries'
import { getOutputFile } from '@/lib/data/generations/queries'
import { DATA_POLICY } from '@/lib/domain/content-security-policy'
import { downloadName } from '@/lib/domain/download-name'
import { AppError } from '@/lib/domain/errors'
import { encodeOutput, OUTPUT_MIME } from '@/lib/platform/image-output'

const querySchema = z.object({ format: z.enum(['png', 'jpeg', 'webp']).default('png'), metadata: z.enum(['0', '1']).default('1') })

/**
 * A finished image as a file to take away: `?format=png|jpeg|webp`, `&metadata=0` leaves out how it was made. HEAD tells
 * the size alone, for the menu.
 */
export async function GET(request: Request, { params }: { params: Promise<{ outputId: string }> }): Promise<Response> {
  try {
    const { outputId } = await params
    const query = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams))
    if (!query.success) throw new AppError('invalid', 'Images can be downloaded as PNG, JPEG or WebP.')
    const { format, metadata } = query.data
    const actor = await currentActor()
    const file = await getOutputFile(actor, outputId)
    const { bytes } = await readAssetBytes(actor, file.assetId)
    const described = metadata === '1' ? file : null
    const plain = await encodeOutput(bytes, format, described)
    const encoded = described ? await withCredentials(plain, OUTPUT_MIME[format], described, () => ingredientsOf(actor, described)) : plain
    const headers = {
      'content-type': OUTPUT_MIME[format],
      'content-length': String(encoded.byteLength),
      // Next takes content-length away from what a route answers; this one arrives, and the menu of formats reads it.
      'x-file-size': String(encoded.byteLength),
      'content-disposition': contentDisposition(downloadName(file, format)),
      'cache-control': 'private, no-store',
      'content-security-policy': DATA_POLICY,
      'x-content-type-options': 'nosniff',
    }
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(encoded), { headers })
  } catch (error) {
    return respondError(error)
  }
}

export const HEAD = GET
