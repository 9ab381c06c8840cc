import { z } from 'zod'
import { AppError } from '@/lib/domain/errors'
import type { Gltf } from './gltf-schema'
import { damaged } from './limits'

/** Every byte that a glTF speaks of, under names of our own: no address from the file is ever looked up. */
export type Resources = {
  /** One for each entry of `buffers`, exactly as long as declared; null where decoding fills it (meshopt's placeholder buffers). */
  buffers: (Uint8Array | null)[]
  /** For images that are embedded as text; null where an image lies in a buffer. */
  images: (Uint8Array | null)[]
}

const DATA_URI = /^data:([^,]*?)(;base64)?,/s

/**
 * Finds the bytes of all buffers and images: the binary chunk and data URIs, nothing else.
 * @throws AppError when a file refers to others, or when less is there than declared.
 */
export function resolveResources(gltf: Gltf, bin: Uint8Array | null): Resources {
  const buffers = (gltf.buffers ?? []).map((buffer, i) => {
    if (buffer.uri !== undefined) return exactly(decodeUri(buffer.uri, 'its shapes'), buffer.byteLength)
    if (i === 0 && bin) return exactly(bin, buffer.byteLength)
    if (isPlaceholder(buffer)) return null
    throw missingData()
  })
  const images = (gltf.images ?? []).map((image, i) => {
    if (image.uri !== undefined) return decodeUri(image.uri, 'a texture')
    if (image.bufferView === undefined) throw missingTexture(image.name ?? `number ${i + 1}`)
    return null
  })
  return { buffers, images }
}

/** Meshopt files may name a second buffer for readers that cannot decode; it may be left out of the file. */
const placeholderSchema = z.object({ extensions: z.object({ EXT_meshopt_compression: z.object({ fallback: z.literal(true) }) }) })
const isPlaceholder = (buffer: unknown): boolean => placeholderSchema.safeParse(buffer).success

function exactly(bytes: Uint8Array, byteLength: number): Uint8Array {
  if (bytes.byteLength < byteLength) throw missingData()
  return bytes.subarray(0, byteLength)
}

function decodeUri(uri: string, what: string): Uint8Array {
  const match = DATA_URI.exec(uri)
  if (!match) throw externalFile(uri, what)
  const payload = uri.slice(match[0].length)
  try {
    const bytes = match[2] ? Buffer.from(payload, 'base64') : Buffer.from(decodeURIComponent(payload), 'latin1')
    return new Uint8Array(bytes)
  } catch (error) {
    throw damaged(error)
  }
}

export const missingTexture = (name: string): AppError =>
  new AppError('invalid', `The texture “${shorten(name)}” is missing from this file. Export the model again with its textures embedded.`)

const missingData = (): AppError =>
  new AppError('invalid', 'Part of this model is missing from the file. Export it again as one GLB file with everything embedded.')

function externalFile(uri: string, what: string): AppError {
  const sentence = `This model keeps ${what} in another file, “${shorten(uri)}”, which is not part of the upload.`
  return new AppError('invalid', `${sentence} Export it as one GLB file with everything embedded.`)
}

/** Names from files are user content of any length. */
const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text)
