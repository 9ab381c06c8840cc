export type ImageFormat = 'png' | 'jpeg' | 'webp' | 'avif'

const ascii = (bytes: Uint8Array, start: number, end: number): string => String.fromCharCode(...bytes.subarray(start, end))
const startsWith = (bytes: Uint8Array, ...prefix: number[]): boolean => prefix.every((byte, i) => bytes[i] === byte)

/** Brands of an ISO base media file (`ftyp` box): the major one and the compatible ones. */
function brands(bytes: Uint8Array): string[] {
  if (ascii(bytes, 4, 8) !== 'ftyp') return []
  const size = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0)
  const found = [ascii(bytes, 8, 12)]
  for (let at = 16; at + 4 <= Math.min(size, bytes.length, 256); at += 4) found.push(ascii(bytes, at, at + 4))
  return found
}

/** What a file is by its first bytes. Its name and the type that the browser claims play no part. */
export function sniffImage(bytes: Uint8Array): ImageFormat | undefined {
  if (bytes.length < 16) return undefined
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return 'jpeg'
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp'
  if (brands(bytes).some((brand) => brand === 'avif' || brand === 'avis')) return 'avif'
  return undefined
}

/** The name of a format that people try and that is not taken, for a message that helps. */
export function nameOtherFormat(bytes: Uint8Array): string | undefined {
  const head = ascii(bytes, 0, 12)
  if (head.startsWith('GIF8')) return 'GIF'
  if (head.startsWith('%PDF')) return 'PDF'
  if (head.startsWith('8BPS')) return 'Photoshop'
  if (head.startsWith('II*\0') || head.startsWith('MM\0*')) return 'TIFF or raw'
  if (head.startsWith('BM')) return 'BMP'
  if (brands(bytes).some((brand) => ['heic', 'heix', 'hevc', 'mif1', 'msf1'].includes(brand))) return 'HEIC'
  if (brands(bytes).length > 0) return 'video'
  if (/^\s*(<\?xml|<svg|<!doctype|<html)/i.test(ascii(bytes, 0, 64))) return 'SVG or HTML'
  return undefined
}
