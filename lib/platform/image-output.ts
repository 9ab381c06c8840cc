import sharp from 'sharp'
import { withPngText } from './png-text'
import type { OutputMetadata } from './provenance/output-metadata'
import { xmpPacket } from './provenance/xmp'

export type OutputFormat = 'png' | 'jpeg' | 'webp'
export const OUTPUT_MIME = { png: 'image/png', jpeg: 'image/jpeg', webp: 'image/webp' } as const satisfies Record<OutputFormat, string>

const PIXELS_MAX = 100_000_000
/** The keyword under which XMP stands in a PNG: XMP specification part 3, section 1.1.5. */
const PNG_XMP = 'XML:com.adobe.xmp'

const texts = (metadata: OutputMetadata): Record<string, string> => ({
  Software: 'Maquette',
  prompt: metadata.prompt,
  engine: metadata.engineVersion ? `${metadata.engine} ${metadata.engineVersion}` : metadata.engine,
  ...(metadata.seed === null ? {} : { seed: String(metadata.seed) }),
  generation: metadata.generationId,
  [PNG_XMP]: xmpPacket(metadata),
})

/** A stored PNG with texts that say how it was made; its pixels are not packed again. With null it comes back without any text. */
export const describedPng = (png: Uint8Array, metadata: OutputMetadata | null): Uint8Array => withPngText(png, metadata ? texts(metadata) : {})

/**
 * Writes a picture anew in a format for people to take away. With metadata the file says how it was made (XMP, and plain
 * texts in PNG); with null it carries nothing but pixels. JPEG has no transparency: it is laid on white.
 */
export async function encodeOutput(bytes: Uint8Array, format: OutputFormat, metadata: OutputMetadata | null): Promise<Uint8Array> {
  const picture = sharp(bytes, { limitInputPixels: PIXELS_MAX }).toColourspace('srgb')
  if (format === 'png') return withPngText(await picture.png({ compressionLevel: 6 }).toBuffer(), metadata ? texts(metadata) : {})
  const described = metadata ? picture.withXmp(xmpPacket(metadata)) : picture
  if (format === 'jpeg') return described.flatten({ background: '#ffffff' }).jpeg({ quality: 94, chromaSubsampling: '4:4:4' }).toBuffer()
  return described.webp({ quality: 94, smartSubsample: true }).toBuffer()
}
