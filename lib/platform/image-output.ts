import sharp from 'sharp'
import { withPngText } from './png-text'

export type OutputFormat = 'png' | 'jpeg' | 'webp'
export const OUTPUT_MIME = { png: 'image/png', jpeg: 'image/jpeg', webp: 'image/webp' } as const satisfies Record<OutputFormat, string>

/** How a picture was made, kept in the file itself. */
export type OutputMetadata = { prompt: string; engine: string; seed: number | null; generationId: string }

const PIXELS_MAX = 100_000_000
const NAMESPACE = 'https://maquette.example/ns/1.0/'

const texts = (metadata: OutputMetadata): Record<string, string> => ({
  Software: 'Maquette',
  prompt: metadata.prompt,
  engine: metadata.engine,
  ...(metadata.seed === null ? {} : { seed: String(metadata.seed) }),
  generation: metadata.generationId,
})

const escapeXml = (text: string): string =>
  text
    // Control characters and lone surrogates cannot stand in XML 1.0 at all.
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** An XMP packet (ISO 16684-1): the prompt as Dublin Core's description, the rest in a namespace of our own. */
function xmpPacket(metadata: OutputMetadata): string {
  const { prompt, engine, seed, generationId } = metadata
  const seedAttribute = seed === null ? '' : ` maquette:seed="${seed}"`
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:maquette="${NAMESPACE}" xmp:CreatorTool="Maquette" maquette:engine="${escapeXml(engine)}"${seedAttribute} maquette:generation="${escapeXml(generationId)}"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(prompt)}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>`
}

/**
 * Writes a picture anew in a format for people to take away. With metadata the file says how it was made (PNG text chunks, XMP in
 * JPEG and WebP); with null it carries nothing but pixels. JPEG has no transparency: it is laid on white.
 */
export async function encodeOutput(bytes: Uint8Array, format: OutputFormat, metadata: OutputMetadata | null): Promise<Uint8Array> {
  const picture = sharp(bytes, { limitInputPixels: PIXELS_MAX }).toColourspace('srgb')
  if (format === 'png') return withPngText(await picture.png({ compressionLevel: 6 }).toBuffer(), metadata ? texts(metadata) : {})
  const described = metadata ? picture.withXmp(xmpPacket(metadata)) : picture
  if (format === 'jpeg') return described.flatten({ background: '#ffffff' }).jpeg({ quality: 94, chromaSubsampling: '4:4:4' }).toBuffer()
  return described.webp({ quality: 94, smartSubsample: true }).toBuffer()
}
