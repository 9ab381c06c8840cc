import { DATA_POLICY } from '@/lib/domain/content-security-policy'
import { contentDisposition } from './content-disposition'

/** A text as a file to keep, in UTF-8, sent while it is made. */
export const respondText = (pieces: AsyncGenerator<string>, { mime, name }: { mime: string; name: string }): Response =>
  new Response(streamOf(pieces), {
    headers: {
      'content-type': `${mime}; charset=utf-8`,
      'content-disposition': contentDisposition(name),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': DATA_POLICY,
    },
  })

/** Reads on only as fast as the other side takes it, and stops when that goes away. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}
