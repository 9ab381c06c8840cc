import { AppError } from '@/lib/domain/errors'

/** A part of a blob, both ends included, as in HTTP. Without `end` it runs to the last byte. */
export type ByteRange = { start: number; end?: number }

export type BlobBody = {
  stream: ReadableStream<Uint8Array>
  /** Bytes that the stream gives. */
  byteSize: number
  /** Bytes of the whole blob. */
  totalByteSize: number
}

/**
 * The one seam to stored bytes. Keys look like `teams/<teamId>/<sha256>`: they are content-addressed, so writing the
 * same key twice writes the same bytes and the last writer may win.
 */
export type BlobStore = {
  /** @throws AppError `unavailable` when the bytes could not be stored. Nothing is visible under the key before all of it is. */
  put(key: string, body: Uint8Array | ReadableStream<Uint8Array>, options: { mime: string }): Promise<void>
  /** @throws AppError `not_found` for an unknown key, `invalid` for a range outside the blob, `unavailable` when the store does not answer. */
  read(key: string, range?: ByteRange): Promise<BlobBody>
  /** Deleting what is not there succeeds. */
  delete(key: string): Promise<void>
  exists(key: string): Promise<boolean>
}

const KEY = /^[a-z0-9][a-z0-9_-]*(\/[a-z0-9][a-z0-9_-]*)*$/
const KEY_LENGTH_MAX = 200

/** Keys are made by our own code, so a strange one is a defect. The narrow alphabet leaves no way out of the root folder. */
export function assertBlobKey(key: string): void {
  if (key.length > KEY_LENGTH_MAX || !KEY.test(key)) throw new Error('A blob key holds lower-case letters, digits, - and _ between slashes')
}

/** The first and last byte of a range inside a blob. @throws AppError `invalid` when it lies outside. */
export function resolveRange(range: ByteRange | undefined, totalByteSize: number): { start: number; end: number } {
  if (!range) return { start: 0, end: totalByteSize - 1 }
  const end = Math.min(range.end ?? totalByteSize - 1, totalByteSize - 1)
  if (range.start < 0 || range.start >= totalByteSize || range.start > end) throw rangeOutside()
  return { start: range.start, end }
}

export const rangeOutside = (): AppError => new AppError('invalid', 'This part of the file does not exist.')
export const blobNotFound = (): AppError => new AppError('not_found', 'The file was not found in storage. Upload it again.')

/** All bytes of a body, for callers that need them at once. */
export async function bodyBytes(body: BlobBody): Promise<Uint8Array> {
  const bytes = new Uint8Array(body.byteSize)
  let offset = 0
  for await (const chunk of body.stream) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  if (offset !== body.byteSize) throw new AppError('unavailable', 'The file could not be read completely. Try again.')
  return bytes
}
