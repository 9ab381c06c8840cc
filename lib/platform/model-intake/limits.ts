import { AppError } from '@/lib/domain/errors'

export const MODEL_BYTES_MAX = 50 * 1024 * 1024
export const TRIANGLES_MAX = 2_000_000
export const TEXTURE_SIDE_MAX = 4096

/** Limits that only a broken or hostile file meets. */
export const JSON_BYTES_MAX = 16 * 1024 * 1024
export const JSON_DEPTH_MAX = 64
export const NODES_MAX = 20_000
export const NODE_DEPTH_MAX = 128
/** Of each list in the file: meshes, accessors, materials and so on. */
export const ITEMS_MAX = 50_000
export const TEXTURES_MAX = 256
/** Vertex and index data after decoding. */
export const DECODED_BYTES_MAX = 512 * 1024 * 1024
/** Of one texture as it comes, before it is reduced. */
export const TEXTURE_PIXELS_MAX = 100_000_000
/** Of all textures together, after they were reduced. More is reduced further. */
export const TEXTURE_PIXELS_SUM_MAX = 80_000_000

/** Of the canonical GLB, which is not compressed. */
export const GLB_BYTES_MAX = 200 * 1024 * 1024

export const modelTooLarge = (): AppError =>
  new AppError('too_large', 'This model is larger than 50 MB. Reduce its textures or simplify it, export it again and import the new file.')

/** A file that cannot be read as what it claims to be. */
export const damaged = (cause?: unknown): AppError =>
  new AppError('invalid', 'This model is damaged or incomplete. Export it again as GLB and import the new file.', { cause })

export const tooComplex = (what: string): AppError =>
  new AppError('too_large', `This model has too many ${what} to be used here. Simplify it, export it again and import the new file.`)

const GLB_MAGIC = 0x46546c67

export const isGlb = (bytes: Uint8Array): boolean => bytes.byteLength >= 4 && viewOf(bytes).getUint32(0, true) === GLB_MAGIC

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const isJsonObject = (bytes: Uint8Array): boolean => /^\uFEFF?\s*\{/.test(Buffer.from(bytes.subarray(0, 64)).toString('utf8'))

/** Refuses at once what is no glTF by its first bytes, whatever it is called. */
export function assertModelFile(bytes: Uint8Array): void {
  if (bytes.byteLength === 0) throw new AppError('invalid', 'This file is empty. Choose another one.')
  if (!isGlb(bytes) && !isJsonObject(bytes)) {
    throw new AppError('unsupported', 'This file is not a glTF model. Export the model as GLB and import that file.')
  }
}
