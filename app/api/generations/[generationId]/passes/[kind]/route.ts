import { z } from 'zod'
import { currentActor } from '@/app/_server/actor'
import { contentDisposition } from '@/app/_server/content-disposition'
import { respondError } from '@/app/_server/respond'
import { readAsset } from '@/lib/data/assets/queries'
import { getPassFile } from '@/lib/data/generations/passes'
import { DATA_POLICY } from '@/lib/domain/content-security-policy'
import { passDownloadName } from '@/lib/domain/download-name'
import { notFound } from '@/lib/domain/errors'
import { PASS_KINDS } from '@/lib/domain/passes'

const kindSchema = z.enum(PASS_KINDS)

/** Depth, normals, object ids or their names, of a generation that kept them, as a file to take away. */
export async function GET(_: Request, { params }: { params: Promise<{ generationId: string; kind: string }> }): Promise<Response> {
  try {
    const { generationId, kind: text } = await params
    const kind = kindSchema.safeParse(text)
    if (!kind.success) throw notFound('This pass')
    const actor = await currentActor()
    const file = await getPassFile(actor, generationId, kind.data)
    const { body } = await readAsset(actor, file.assetId)
    const headers = {
      'content-type': file.mime,
      'content-length': String(body.byteSize),
      'content-disposition': contentDisposition(passDownloadName(file, kind.data)),
      'cache-control': 'private, no-store',
      'content-security-policy': DATA_POLICY,
      'x-content-type-options': 'nosniff',
    }
    return new Response(body.stream, { headers })
  } catch (error) {
    return respondError(error)
  }
}
