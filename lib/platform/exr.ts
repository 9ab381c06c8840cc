import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'

const deflateAsync = promisify(deflate)
const inflateAsync = promisify(inflate)

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

/**
 * Reads what {@link encodeExr} writes, to the bit; the header's further facts are left out.
 * @throws Error for any other file, however good an OpenEXR it is.
 */
export async function decodeExr(bytes: Uint8Array): Promise<Omit<ExrImage, 'facts'>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getInt32(0, true) !== 20000630 || view.getInt32(4, true) !== 2) throw unreadable()
  const { attributes, end } = readHeader(bytes, view)
  const window = attributes.get('dataWindow')
  const packing = attributes.get('compression')
  const list = attributes.get('channels')
  if (!window || !list || packing?.getUint8(0) !== ZIP) throw unreadable()
  const [width, height] = [window.getInt32(8, true) + 1, window.getInt32(12, true) + 1]
  const names = readChannels(list)
  const planes = names.map(() => new Float32Array(width * height))
  let at = end + Math.ceil(height / BLOCK_ROWS) * 8
  for (let y = 0; y < height; y += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, height - y)
    const [from, size] = [view.getInt32(at, true), view.getInt32(at + 4, true)]
    const body = bytes.subarray(at + 8, at + 8 + size)
    const rawSize = rows * planes.length * width * 4
    const raw = size < rawSize ? joined(await inflateAsync(body, { maxOutputLength: rawSize })) : body
    if (from !== y || raw.byteLength !== rawSize) throw unreadable()
    const values = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
    let place = 0
    for (let row = y; row < y + rows; row++) {
      for (const plane of planes) {
        for (let x = 0; x < width; x++, place += 4) plane[row * width + x] = values.getFloat32(place, true)
      }
    }
    at += 8 + size
  }
  return { width, height, channels: Object.fromEntries(names.map((name, i) => [name, planes[i] ?? new Float32Array(0)])) }
}

const unreadable = (): Error => new Error('This is no OpenEXR file of ours.')

/** Undoes {@link predicted}. */
function joined(packed: Uint8Array): Uint8Array {
  const split = Uint8Array.from(packed)
  for (let i = 1; i < split.length; i++) split[i] = (split[i - 1] ?? 0) + (split[i] ?? 0) - 128
  const half = Math.ceil(split.length / 2)
  const bytes = new Uint8Array(split.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = split[(i >> 1) + (i % 2) * half] ?? 0
  return bytes
}

function readHeader(bytes: Uint8Array, view: DataView): { attributes: Map<string, DataView>; end: number } {
  const attributes = new Map<string, DataView>()
  let at = 8
  while (bytes[at] !== 0) {
    const [name, afterName] = readText(bytes, at)
    const [, afterType] = readText(bytes, afterName)
    const size = view.getInt32(afterType, true)
    attributes.set(name, new DataView(bytes.buffer, bytes.byteOffset + afterType + 4, size))
    at = afterType + 4 + size
  }
  return { attributes, end: at + 1 }
}

/** The names in a list of channels, which all have to be 32-bit floats. */
function readChannels(list: DataView): string[] {
  const bytes = new Uint8Array(list.buffer, list.byteOffset, list.byteLength)
  const names: string[] = []
  for (let at = 0; bytes[at] !== 0; ) {
    const [name, next] = readText(bytes, at)
    if (list.getInt32(next, true) !== FLOAT) throw unreadable()
    names.push(name)
    at = next + 16
  }
  return names
}

/** A text that ends in a zero, and where it ends. */
function readText(bytes: Uint8Array, from: number): [string, number] {
  const end = bytes.indexOf(0, from)
  if (end < 0) throw unreadable()
  return [Buffer.from(bytes.subarray(from, end)).toString('latin1'), end + 1]
}
