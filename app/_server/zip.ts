import 'server-only'
import { makeZip } from 'client-zip'
import { contentDisposition } from './content-disposition'

export type ZipFile = { name: string; input: Uint8Array<ArrayBuffer> | AsyncIterable<Uint8Array> | string; lastModified: Date }

/** Images that somebody downloads as one file: so many in ten minutes are plenty for a person, and a lot of reading. */
export const ZIP_LIMIT = { limit: 30, windowMs: 600_000 }

/** Files as one zip, sent while they are read, one at a time. Images are packed already, hence not packed again. */
export function respondZip(name: string, files: AsyncIterable<ZipFile>): Response {
  return new Response(zipOf(files), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': contentDisposition(name),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** Whoever goes away ends the reading here: the zip itself would throw into it, and nobody would catch what comes out. */
function zipOf(files: AsyncIterable<ZipFile>): ReadableStream<Uint8Array> {
  const source = files[Symbol.asyncIterator]()
  const zip = makeZip({ [Symbol.asyncIterator]: () => source }).getReader()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await zip.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await source.return?.()
    },
  })
}

/** `maquette-3-images-2026-11-23.zip` */
export const zipName = (images: number): string => `maquette-${images}-images-${new Date().toISOString().slice(0, 10)}.zip`

/** The file that says of each image how it was made. */
export const manifestFile = (images: readonly object[]): ZipFile => ({
  name: 'manifest.json',
  input: `${JSON.stringify({ madeWith: 'Maquette', images }, null, 2)}\n`,
  lastModified: new Date(),
})
