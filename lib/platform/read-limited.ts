import type { AppError } from '@/lib/domain/errors'

/**
 * All bytes of a stream, given up as soon as there are more than allowed, so that a sender cannot fill the memory.
 * @throws what `tooLarge` makes.
 */
export async function readLimited(source: ReadableStream<Uint8Array> | Uint8Array, bytesMax: number, tooLarge: () => AppError): Promise<Uint8Array> {
  if (source instanceof Uint8Array) {
    if (source.byteLength > bytesMax) throw tooLarge()
    return source
  }
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop early cancels the stream.
  for await (const chunk of source) {
    size += chunk.byteLength
    if (size > bytesMax) throw tooLarge()
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}
