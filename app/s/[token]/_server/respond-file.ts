import { contentDisposition } from '@/app/_server/content-disposition'
import { DATA_POLICY } from '@/lib/domain/content-security-policy'

/** A file of a share link. Nothing keeps it, so that revoking the link ends it; nothing in it runs. */
export function respondFile(bytes: Uint8Array, mime: string, downloadName?: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      'cache-control': 'private, no-store',
      'content-disposition': downloadName === undefined ? 'inline' : contentDisposition(downloadName),
      'content-length': String(bytes.byteLength),
      'content-security-policy': DATA_POLICY,
      'content-type': mime,
      'x-content-type-options': 'nosniff',
    },
  })
}
