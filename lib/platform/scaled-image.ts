import sharp from 'sharp'

const PIXELS_MAX = 100_000_000
/** What is kept of scaled pictures in memory, so that a link that many people open costs one encoding. */
const KEPT_BYTES_MAX = 48 * 1024 * 1024

/** `bytes` is 0 until the picture is made. */
const kept = new Map<string, { made: Promise<Uint8Array>; bytes: number }>()
let keptBytes = 0

/**
 * A picture as WebP of at most `side` pixels on the longer side, without anything but pixels. Made once for each name and
 * kept in memory while there is place. The caller has authorised the reading of the source.
 * @param name Names the bytes of the source, for example by their hash.
 */
export function scaledImage(name: string, side: number, read: () => Promise<Uint8Array>): Promise<Uint8Array> {
  return remembered(`${name} ${side}`, async () =>
    sharp(await read(), { limitInputPixels: PIXELS_MAX })
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .webp({ quality: 86, effort: 2, smartSubsample: true })
      .toBuffer(),
  )
}

const PREVIEW = { width: 1200, height: 630 } as const

/** A JPEG of 1200 × 630 pixels for previews of links: the whole picture, on its own blurred and darkened ground where the ratio differs. */
export function previewImage(name: string, read: () => Promise<Uint8Array>): Promise<Uint8Array> {
  return remembered(`${name} preview`, async () => {
    const source = await read()
    const open = () => sharp(source, { limitInputPixels: PIXELS_MAX }).toColourspace('srgb')
    const { data: picture } = await open()
      .resize({ ...PREVIEW, fit: 'inside' })
      .png({ compressionLevel: 1 })
      .toBuffer({ resolveWithObject: true })
    return open()
      .resize({ ...PREVIEW, fit: 'cover' })
      .blur(40)
      .modulate({ brightness: 0.6 })
      .composite([{ input: picture, gravity: 'centre' }])
      .jpeg({ quality: 86 })
      .toBuffer()
  })
}

/** The same work asked for twice at once is done once. What was used longest ago leaves first; what failed is not kept. */
function remembered(key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
  const present = kept.get(key)
  if (present) {
    kept.delete(key)
    kept.set(key, present)
    return present.made
  }
  const entry = { made: make(), bytes: 0 }
  kept.set(key, entry)
  entry.made.then(
    ({ byteLength }) => {
      entry.bytes = byteLength
      keptBytes += byteLength
      shrink()
    },
    () => kept.delete(key),
  )
  return entry.made
}

function shrink(): void {
  for (const [key, { bytes }] of kept) {
    if (keptBytes <= KEPT_BYTES_MAX) return
    if (bytes === 0) continue
    kept.delete(key)
    keptBytes -= bytes
  }
}
