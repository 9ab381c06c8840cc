import { DOMParser } from '@xmldom/xmldom'
import sharp from 'sharp'
import { thumbHashToApproximateAspectRatio, thumbHashToAverageRGBA } from 'thumbhash'
import { describe, expect, test } from 'vitest'
import { encodeOutput, OUTPUT_MIME, type OutputFormat } from './image-output'
import { readPngText, withPngText } from './png-text'
import type { OutputMetadata } from './provenance/output-metadata'
import { makeThumbHash, makeThumbnail } from './thumbnail'

const metadata: OutputMetadata = {
  prompt: 'A vase at sunset, "warm" & <soft>, für Zoë 花',
  engine: 'studio',
  engineVersion: '1.0.0',
  seed: 42,
  generationId: 'gen_01h',
  ratio: '16:9',
  usesCanvas: true,
  sceneHash: 'a'.repeat(64),
}
const source = sharp({ create: { width: 960, height: 540, channels: 4, background: { r: 200, g: 120, b: 40, alpha: 1 } } })
  .png()
  .toBuffer()

/** The packet through a parser of XML, namespaces resolved: the attributes of its description, and its text. */
function readXmp(xmp: Buffer | undefined): Record<string, string> {
  const [description] = new DOMParser().parseFromString(xmp?.toString('utf8') ?? '', 'text/xml').getElementsByTagNameNS(RDF, 'Description')
  const [item] = description?.getElementsByTagNameNS(RDF, 'li') ?? []
  const facts = [...(description?.attributes ?? [])]
    .filter(({ name }) => !name.startsWith('xmlns') && name !== 'rdf:about')
    .map(({ name, value }) => [name, value])
  return { ...Object.fromEntries(facts), description: item?.textContent ?? '' }
}
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'

describe('an output file', () => {
  test.each(['png', 'jpeg', 'webp'] as const)('is a %s of the same size and colour', async (format: OutputFormat) => {
    const encoded = await encodeOutput(await source, format, metadata)
    const { data, info } = await sharp(encoded).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([960, 540])
    expect(`image/${(await sharp(encoded).metadata()).format}`).toBe(OUTPUT_MIME[format])
    for (const [i, channel] of [200, 120, 40].entries()) expect(Math.abs((data[i] ?? 0) - channel)).toBeLessThanOrEqual(3)
  })

  test('as PNG tells an independent reader how it was made', async () => {
    const { comments } = await sharp(await encodeOutput(await source, 'png', metadata)).metadata()
    const texts = Object.fromEntries((comments ?? []).map(({ keyword, text }) => [keyword, text]))
    expect(texts).toMatchObject({ Software: 'Maquette', prompt: metadata.prompt, engine: 'studio 1.0.0', seed: '42', generation: 'gen_01h' })
  })

  test.each(['png', 'jpeg', 'webp'] as const)('as %s carries it as XMP, which a reader of metadata and a parser of XML understand', async (format) => {
    const { xmp } = await sharp(await encodeOutput(await source, format, metadata)).metadata()
    expect(readXmp(xmp)).toEqual({
      description: metadata.prompt,
      'xmp:CreatorTool': 'Maquette',
      'Iptc4xmpExt:DigitalSourceType': 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation',
      'maquette:engine': 'studio',
      'maquette:engineVersion': '1.0.0',
      'maquette:seed': '42',
      'maquette:generation': 'gen_01h',
      'maquette:ratio': '16:9',
      'maquette:scene': 'a'.repeat(64),
    })
  })

  test.each([
    ['studio', true, 'digitalCreation'],
    ['openai-compatible', true, 'compositeSynthetic'],
    ['openai-compatible', false, 'trainedAlgorithmicMedia'],
  ])('by %s with the canvas %s says that it is %s', async (engine, usesCanvas, type) => {
    const { xmp } = await sharp(await encodeOutput(await source, 'png', { ...metadata, engine, usesCanvas })).metadata()
    expect(readXmp(xmp)['Iptc4xmpExt:DigitalSourceType']).toBe(`http://cv.iptc.org/newscodes/digitalsourcetype/${type}`)
  })

  test.each(['png', 'jpeg', 'webp'] as const)('as %s carries nothing when the metadata is left out, whatever the source had', async (format) => {
    const described = withPngText(await source, { prompt: 'secret' })
    const { comments, xmp, exif, icc } = await sharp(await encodeOutput(described, format, null)).metadata()
    expect({ comments: comments ?? [], xmp, exif, icc }).toEqual({ comments: [], xmp: undefined, exif: undefined, icc: undefined })
  })

  test('control characters in a prompt do not break the XMP', async () => {
    const { xmp } = await sharp(await encodeOutput(await source, 'jpeg', { ...metadata, prompt: 'a\u0000b\u0008c\ud800d' })).metadata()
    expect(readXmp(xmp).description).toBe('abcd')
  })

  test('transparency is laid on white in a JPEG', async () => {
    const clear = await sharp({ create: { width: 4, height: 4, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
      .png()
      .toBuffer()
    const { data } = await sharp(await encodeOutput(clear, 'jpeg', null))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(data[0]).toBeGreaterThan(250)
  })
})

describe('texts in a PNG', () => {
  test('are read back as they were written, and replace those that were there', async () => {
    const once = withPngText(await source, { prompt: 'first', old: 'gone' })
    expect(readPngText(withPngText(once, { prompt: '花 second\nline' }))).toEqual({ prompt: '花 second\nline' })
  })

  test('leave the pixels as they are', async () => {
    const png = await source
    const marked = withPngText(png, { prompt: 'x'.repeat(2000) })
    expect(await sharp(marked).raw().toBuffer()).toEqual(await sharp(png).raw().toBuffer())
  })

  test('of a damaged file are not guessed at', async () => {
    const png = Buffer.from(withPngText(await source, { prompt: 'hello' }))
    const at = png.indexOf('hello')
    png.write('j', at)
    expect(() => readPngText(png)).toThrow('damaged')
    expect(() => readPngText(png.subarray(0, 30))).toThrow('ends early')
    expect(() => readPngText(Buffer.from('not a picture'))).toThrow('Not a PNG')
  })

  test('cannot be named by what is no keyword', async () => {
    const png = await source
    for (const keyword of ['', ' padded ', 'a\0b', 'x'.repeat(80)]) expect(() => withPngText(png, { [keyword]: 'text' })).toThrow('cannot name')
  })
})

describe('small pictures', () => {
  test('a thumbnail is WebP with a longer side of 480', async () => {
    const thumbnail = await makeThumbnail(await source)
    expect(thumbnail).toMatchObject({ mime: 'image/webp', width: 480, height: 270 })
    expect((await sharp(thumbnail.bytes).metadata()).format).toBe('webp')
  })

  test('a ThumbHash keeps colour and ratio in some 30 bytes', async () => {
    const hash = Buffer.from(await makeThumbHash(await source), 'base64')
    expect(hash.length).toBeLessThan(35)
    expect(thumbHashToApproximateAspectRatio(hash)).toBeCloseTo(16 / 9, 0)
    expect(thumbHashToAverageRGBA(hash).r * 255).toBeCloseTo(200, -1)
  })
})
