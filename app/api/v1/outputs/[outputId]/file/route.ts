import { handle } from '@/app/_server/api/handle'
import { contentDisposition } from '@/app/_server/content-disposition'
import { withCredentials } from '@/app/_server/with-credentials'
import { readAssetBytes } from '@/lib/data/assets/queries'
import { getOutputFile } from '@/lib/data/generations/queries'
import { downloadName } from '@/lib/domain/download-name'
import { encodeOutput, OUTPUT_MIME } from '@/lib/platform/image-output'

export const GET = handle('downloadOutput', async ({ actor, params, query, headers }) => {
  const { format } = query
  const file = await getOutputFile(actor, params.outputId ?? '')
  const { bytes } = await readAssetBytes(actor, file.assetId)
  const described = query.metadata === '1' ? file : null
  const plain = await encodeOutput(bytes, format, described)
  // Names no parts: the references may lie outside of what this token may read.
  const encoded = described ? await withCredentials(plain, OUTPUT_MIME[format], described) : plain
  return new Response(new Uint8Array(encoded), {
    headers: {
      ...headers,
      'content-type': OUTPUT_MIME[format],
      'content-length': String(encoded.byteLength),
      'content-disposition': contentDisposition(downloadName(file, format)),
    },
  })
})
