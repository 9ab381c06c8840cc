import type { OutputMetadata } from './output-metadata'
import { digitalSourceType } from './source-type'

const NAMESPACE = 'https://maquette.example/ns/1.0/'

const escapeXml = (text: string): string =>
  text
    // Control characters and lone surrogates cannot stand in XML 1.0 at all.
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/**
 * An XMP packet (ISO 16684-1): the prompt as Dublin Core's description, where the picture comes from in the words of the
 * IPTC, and the recipe in a namespace of our own. What is not known is left out.
 */
export function xmpPacket(metadata: OutputMetadata): string {
  const { prompt, engine, engineVersion, seed, generationId, ratio, sceneHash } = metadata
  const facts: Record<string, string | null> = {
    'xmp:CreatorTool': 'Maquette',
    'Iptc4xmpExt:DigitalSourceType': digitalSourceType(metadata),
    'maquette:engine': engine,
    'maquette:engineVersion': engineVersion,
    'maquette:seed': seed === null ? null : String(seed),
    'maquette:generation': generationId,
    'maquette:ratio': ratio,
    'maquette:scene': sceneHash,
  }
  const attributes = Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : [`${name}="${escapeXml(value)}"`]))
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
    ` xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:maquette="${NAMESPACE}" ${attributes.join(' ')}>`,
    `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(prompt)}</rdf:li></rdf:Alt></dc:description>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('')
}
