import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { compileFunction } from 'node:vm'
import sharp from 'sharp'
import { z } from 'zod'
import { viewOf } from './limits'

const IDENTIFIER = [0xab, 0x4b, 0x54, 0x58, 0x20, 0x32, 0x30, 0xbb]
const HEADER_BYTES = 80
/** `transcoder_texture_format::cTFRGBA32` of Basis Universal. */
const RGBA32 = 13

type Ktx2File = {
  isValid(): boolean
  getImageTranscodedSizeInBytes(level: number, layer: number, face: number, format: number): number
  startTranscoding(): number
  transcodeImage(into: Uint8Array, level: number, layer: number, face: number, format: number, unused: number, channel0: number, channel1: number): number
  close(): void
  delete(): void
}
type Basis = { initializeBasis(): void; KTX2File: new (bytes: Uint8Array) => Ktx2File }

export const isKtx2 = (bytes: Uint8Array): boolean => bytes.length >= HEADER_BYTES && IDENTIFIER.every((byte, i) => bytes[i] === byte)

/** Pixels of the largest level, from the header alone. */
export const ktx2Size = (bytes: Uint8Array): { width: number; height: number } => {
  const view = viewOf(bytes)
  return { width: view.getUint32(20, true), height: Math.max(1, view.getUint32(24, true)) }
}

/** The transcoder comes with three, as a classic script beside its WebAssembly, so it is loaded by hand. A new one each time: a broken file may break it. */
async function loadBasis(): Promise<Basis> {
  const require = createRequire(path.join(process.cwd(), 'package.json'))
  const script = require.resolve('three/examples/jsm/libs/basis/basis_transcoder.js')
  const wasmBinary = await readFile(script.replace(/\.js$/, '.wasm'))
  const exported = { exports: {} }
  const load = compileFunction(await readFile(script, 'utf8'), ['module', 'exports', 'require', '__filename', '__dirname'])
  load(exported, exported.exports, require, script, path.dirname(script))
  const factory = z.custom<(options: object) => Promise<Basis>>((value) => typeof value === 'function').parse(exported.exports)
  const basis = await factory({ wasmBinary, print: () => {}, printErr: () => {} })
  basis.initializeBasis()
  return basis
}

/**
 * Decodes the largest level of a KTX2 texture (Basis Universal: ETC1S or UASTC) to a PNG.
 * @throws Error when the data is broken or of another kind.
 */
export async function decodeKtx2(bytes: Uint8Array): Promise<Uint8Array> {
  const { width, height } = ktx2Size(bytes)
  const { KTX2File } = await loadBasis()
  const file = new KTX2File(bytes)
  try {
    if (!file.isValid() || !file.startTranscoding()) throw new Error('not a KTX2 texture that Basis Universal reads')
    const pixels = new Uint8Array(file.getImageTranscodedSizeInBytes(0, 0, 0, RGBA32))
    if (pixels.length !== width * height * 4) throw new Error('the size of a KTX2 texture does not match its header')
    if (!file.transcodeImage(pixels, 0, 0, 0, RGBA32, 0, -1, -1)) throw new Error('a KTX2 texture could not be transcoded')
    const picture = sharp(pixels, { raw: { width, height, channels: 4 } })
    const { isOpaque } = await picture.stats()
    return await (isOpaque ? picture.removeAlpha() : picture).png({ compressionLevel: 6 }).toBuffer()
  } finally {
    file.close()
    file.delete()
  }
}
