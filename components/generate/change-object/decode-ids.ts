const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const PIXELS_MAX = 40_000_000

export type ObjectIds = { width: number; height: number; ids: Uint16Array }

/**
 * Reads the object-id pass: a PNG with 16 bits of grey, which a browser's own decoder would round to 8. Only this form is read: one
 * channel, not interlaced.
 * @throws Error for any other file.
 */
export async function decodeIds(file: ArrayBuffer): Promise<ObjectIds> {
  const bytes = new Uint8Array(file)
  const view = new DataView(file)
  if (SIGNATURE.some((value, i) => bytes[i] !== value)) throw new Error('This is not a PNG.')
  let [width, height] = [0, 0]
  const packed: Uint8Array<ArrayBuffer>[] = []
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at)
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (type === 'IHDR') {
      ;[width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)]
      const [depth, color, , , interlace] = bytes.subarray(at + 16, at + 21)
      if (depth !== 16 || color !== 0 || interlace !== 0) throw new Error('This PNG does not hold object ids.')
    }
    if (type === 'IDAT') packed.push(bytes.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  if (width === 0 || height === 0 || width * height > PIXELS_MAX) throw new Error('This PNG has no size that a picture has.')
  const rows = new Uint8Array(await new Response(new Blob(packed).stream().pipeThrough(new DecompressionStream('deflate'))).arrayBuffer())
  return { width, height, ids: readRows(rows, width, height) }
}

/** Takes back the filter of each row (PNG specification, section 9) and puts two bytes together to an id. */
function readRows(rows: Uint8Array, width: number, height: number): Uint16Array {
  const stride = width * 2
  if (rows.length !== (stride + 1) * height) throw new Error('This PNG ends early.')
  const ids = new Uint16Array(width * height)
  let above: Uint8Array = new Uint8Array(stride)
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1)
    const row = rows.subarray(from + 1, from + 1 + stride)
    unfilter(rows[from] ?? 0, row, above)
    for (let x = 0; x < width; x++) ids[y * width + x] = ((row[x * 2] ?? 0) << 8) | (row[x * 2 + 1] ?? 0)
    above = row
  }
  return ids
}

const BYTES_PER_PIXEL = 2

function unfilter(filter: number, row: Uint8Array, above: Uint8Array): void {
  for (let i = 0; i < row.length; i++) {
    const left = row[i - BYTES_PER_PIXEL] ?? 0
    const up = above[i] ?? 0
    const corner = above[i - BYTES_PER_PIXEL] ?? 0
    const guess = [0, left, up, (left + up) >> 1, filter === 4 ? paeth(left, up, corner) : 0][filter]
    if (guess === undefined) throw new Error('This PNG has a filter that does not exist.')
    row[i] = ((row[i] ?? 0) + guess) & 255
  }
}

/** Of three neighbours the one nearest to what a plane through them would give. */
function paeth(left: number, up: number, corner: number): number {
  const plane = left + up - corner
  const [byLeft, byUp, byCorner] = [Math.abs(plane - left), Math.abs(plane - up), Math.abs(plane - corner)]
  if (byLeft <= byUp && byLeft <= byCorner) return left
  return byUp <= byCorner ? up : corner
}
