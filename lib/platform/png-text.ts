/**
 * Text in PNG files: `iTXt` chunks, PNG specification (third edition) section 11.3.3.4. Uncompressed, UTF-8.
 */
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const TEXT_TYPES = ['tEXt', 'zTXt', 'iTXt', 'eXIf']
/** Keywords are 1 to 79 Latin-1 characters without spaces at either end; ours are plain words. */
const KEYWORD = /^[A-Za-z][A-Za-z0-9 _:.-]{0,77}[A-Za-z0-9]$/

type Chunk = { type: string; data: Uint8Array }

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value >>> 0
})

/** CRC-32 as PNG uses it (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

/** @throws Error when the bytes are no whole PNG. */
function readChunks(png: Uint8Array): Chunk[] {
  if (!SIGNATURE.every((byte, i) => png[i] === byte)) throw new Error('Not a PNG file')
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const chunks: Chunk[] = []
  let at = SIGNATURE.length
  while (at + 12 <= png.length) {
    const length = view.getUint32(at)
    const end = at + 12 + length
    if (end > png.length) break
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8))
    if (crc32(png.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) throw new Error(`The ${type} chunk of a PNG file is damaged`)
    chunks.push({ type, data: png.subarray(at + 8, end - 4) })
    if (type === 'IEND') return chunks
    at = end
  }
  throw new Error('A PNG file ends early')
}

function writeChunks(chunks: readonly Chunk[]): Uint8Array {
  const size = chunks.reduce((sum, chunk) => sum + 12 + chunk.data.length, SIGNATURE.length)
  const png = new Uint8Array(size)
  const view = new DataView(png.buffer)
  png.set(SIGNATURE)
  let at = SIGNATURE.length
  for (const { type, data } of chunks) {
    view.setUint32(at, data.length)
    for (let i = 0; i < 4; i++) png[at + 4 + i] = type.charCodeAt(i)
    png.set(data, at + 8)
    const end = at + 8 + data.length
    view.setUint32(end, crc32(png.subarray(at + 4, end)))
    at = end + 4
  }
  return png
}

/** Keyword, end, no compression, no language, no translated keyword, text. */
function textChunk(keyword: string, text: string): Chunk {
  if (!KEYWORD.test(keyword)) throw new Error(`${JSON.stringify(keyword)} cannot name a text in a PNG file`)
  // A NUL would end the text for other readers.
  const content = Buffer.from(text.replaceAll('\0', ''), 'utf8')
  return { type: 'iTXt', data: Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), content]) }
}

/** The same picture with exactly these texts; texts and EXIF that it had before are left out. The pixels are not touched. */
export function withPngText(png: Uint8Array, texts: Readonly<Record<string, string>>): Uint8Array {
  const chunks = readChunks(png).filter((chunk) => !TEXT_TYPES.includes(chunk.type))
  const added = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text))
  return writeChunks([...chunks.slice(0, 1), ...added, ...chunks.slice(1)])
}

/** The texts in uncompressed `iTXt` chunks. @throws Error when the bytes are no whole PNG. */
export function readPngText(png: Uint8Array): Record<string, string> {
  const texts: [string, string][] = []
  for (const { type, data } of readChunks(png)) {
    if (type !== 'iTXt') continue
    const keywordEnd = data.indexOf(0)
    const isCompressed = data[keywordEnd + 1] !== 0
    const languageEnd = data.indexOf(0, keywordEnd + 3)
    const translatedEnd = data.indexOf(0, languageEnd + 1)
    if (keywordEnd < 1 || isCompressed || languageEnd < 0 || translatedEnd < 0) continue
    texts.push([Buffer.from(data.subarray(0, keywordEnd)).toString('latin1'), Buffer.from(data.subarray(translatedEnd + 1)).toString('utf8')])
  }
  return Object.fromEntries(texts)
}
