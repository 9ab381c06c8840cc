import { promisify } from 'node:util'
import { deflate } from 'node:zlib'

const deflateAsync = promisify(deflate)

/** Rows that are compressed together, as the format says for its ZIP compression. */
const BLOCK_ROWS = 16
const FLOAT = 2
const ZIP = 3

export const EXR_MIME = 'image/x-exr'

export type ExrImage = {
  width: number
  height: number
  /** By name of the channel, such as `Y` or `R`: row by row from the top, one value a pixel. */
  channels: Readonly<Record<string, Float32Array>>
  /** Further facts for the header, as 32-bit floats. */
  facts?: Readonly<Record<string, number>>
}

/**
 * Writes a picture of 32-bit floats as an OpenEXR file: one part, scan lines from the top, ZIP compression, every bit of
 * every value kept. The same values give the same bytes.
 * Source: "OpenEXR File Layout" and "Technical Introduction to OpenEXR", openexr.com.
 */
export async function encodeExr({ width, height, channels, facts = {} }: ExrImage): Promise<Uint8Array> {
  // The format wants channels in the order of their names.
  const names = Object.keys(channels).sort()
  const planes = names.map((name) => channels[name] ?? new Float32Array(0))
  if (planes.some((plane) => plane.length !== width * height)) throw new Error('A channel has another number of values than the picture has pixels.')
  const header = headerOf(width, height, names, facts)
  const blocks: Buffer[] = []
  for (let y = 0; y < height; y += BLOCK_ROWS) blocks.push(await encodeBlock(planes, width, y, Math.min(height, y + BLOCK_ROWS)))
  const offsets = Buffer.alloc(blocks.length * 8)
  let at = header.byteLength + offsets.byteLength
  for (const [index, block] of blocks.entries()) {
    offsets.writeBigUInt64LE(BigInt(at), index * 8)
    at += block.byteLength
  }
  return new Uint8Array(Buffer.concat([header, offsets, ...blocks]))
}

async function encodeBlock(planes: readonly Float32Array[], width: number, from: number, to: number): Promise<Buffer> {
  const raw = new DataView(new ArrayBuffer((to - from) * planes.length * width * 4))
  let at = 0
  for (let y = from; y < to; y++) {
    for (const plane of planes) {
      for (let x = 0; x < width; x++, at += 4) raw.setFloat32(at, plane[y * width + x] ?? 0, true)
    }
  }
  const bytes = new Uint8Array(raw.buffer)
  const packed = await deflateAsync(predicted(bytes))
  // What does not get smaller is stored as it is: a reader knows it by its length.
  const body = packed.byteLength < bytes.byteLength ? packed : bytes
  return Buffer.concat([int(from), int(body.byteLength), body])
}

/** Bytes at even places first, then those at odd ones, each as the difference from the one before it plus 128. */
function predicted(bytes: Uint8Array): Uint8Array {
  const half = Math.ceil(bytes.length / 2)
  const split = new Uint8Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) split[(i >> 1) + (i % 2) * half] = bytes[i] ?? 0
  for (let i = split.length - 1; i > 0; i--) split[i] = (split[i] ?? 0) - (split[i - 1] ?? 0) + 128
  return split
}

function headerOf(width: number, height: number, names: readonly string[], facts: Readonly<Record<string, number>>): Buffer {
  // Pixel type, "not perceptually linear" with padding, then the sampling of x and y.
  const channel = (name: string): Buffer => Buffer.concat([text(name), int(FLOAT), int(0), int(1), int(1)])
  const window = Buffer.concat([int(0), int(0), int(width - 1), int(height - 1)])
  return Buffer.concat([
    int(20000630),
    int(2),
    attribute('channels', 'chlist', Buffer.concat([...names.map(channel), Buffer.of(0)])),
    attribute('compression', 'compression', Buffer.of(ZIP)),
    attribute('dataWindow', 'box2i', window),
    attribute('displayWindow', 'box2i', window),
    attribute('lineOrder', 'lineOrder', Buffer.of(0)),
    attribute('pixelAspectRatio', 'float', float(1)),
    attribute('screenWindowCenter', 'v2f', Buffer.concat([float(0), float(0)])),
    attribute('screenWindowWidth', 'float', float(1)),
    ...Object.entries(facts).map(([name, value]) => attribute(name, 'float', float(value))),
    Buffer.of(0),
  ])
}

const attribute = (name: string, type: string, value: Buffer): Buffer => Buffer.concat([text(name), text(type), int(value.byteLength), value])
const text = (value: string): Buffer => Buffer.from(`${value}\0`, 'latin1')

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}
