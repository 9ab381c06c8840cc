import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { IMAGE_BYTES_MAX, readImageUpload } from './image-intake'

const RED = { r: 220, g: 30, b: 20 }
const picture = (width = 64, height = 32) => sharp({ create: { width, height, channels: 3, background: RED } })
const transparent = sharp({ create: { width: 8, height: 8, channels: 4, background: { ...RED, alpha: 0.5 } } })

/** A PNG chunk with a correct checksum, written with node's own pieces so that the code under test checks nothing of itself. */
function pngChunk(type: string, data: Uint8Array): Buffer {
  let crc = 0xffffffff
  for (const byte of Buffer.concat([Buffer.from(type), data])) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.write(type, 4)
  const end = Buffer.alloc(4)
  end.writeUInt32BE((crc ^ 0xffffffff) >>> 0)
  return Buffer.concat([frame, data, end])
}

/** A tiny PNG file that declares a huge picture: the classic decompression bomb. */
function pngBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const pixels = deflateSync(Buffer.alloc(1_000_000))
  return Buffer.concat([signature, pngChunk('IHDR', header), pngChunk('IDAT', pixels), pngChunk('IEND', Buffer.alloc(0))])
}

describe('what is taken', () => {
  test.each([
    ['PNG', () => picture().png(), 'image/png'],
    ['JPEG', () => picture().jpeg(), 'image/jpeg'],
    ['WebP', () => picture().webp(), 'image/jpeg'],
    ['AVIF', () => picture().avif(), 'image/jpeg'],
    ['transparent WebP', () => transparent.clone().webp(), 'image/png'],
  ])('%s', async (_name, make, mime) => {
    const image = await readImageUpload(await make().toBuffer())
    expect(image.mime).toBe(mime)
    const decoded = await sharp(image.bytes).metadata()
    expect([decoded.width, decoded.height]).toEqual([image.width, image.height])
    expect(`image/${decoded.format}`).toBe(mime)
  })

  test('a stream', async () => {
    const bytes = await picture().png().toBuffer()
    expect(await readImageUpload(new Blob([bytes]).stream())).toMatchObject({ width: 64, height: 32 })
  })

  test('at most 2048 pixels of the longer side are kept, in proportion, and nothing is enlarged', async () => {
    expect(await readImageUpload(await picture(4096, 1024).png().toBuffer())).toMatchObject({ width: 2048, height: 512 })
    expect(await readImageUpload(await picture(5, 7).png().toBuffer())).toMatchObject({ width: 5, height: 7 })
  })

  test('transparency survives', async () => {
    const { bytes } = await readImageUpload(await transparent.clone().png().toBuffer())
    const { data } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
    expect(data[3]).toBe(128)
  })

  test('a photo that lies on its side is turned upright, and its camera data and place are gone', async () => {
    const sideways = await picture()
      .jpeg()
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Make: 'Camera' }, IFD3: { GPSLatitude: '52/1 31/1 0/1', GPSLatitudeRef: 'N' } })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
      .toBuffer()
    expect(await sharp(sideways).metadata()).toMatchObject({ orientation: 6, width: 64 })
    expect((await sharp(sideways).metadata()).exif?.includes('Camera')).toBe(true)
    const image = await readImageUpload(sideways)
    expect(image).toMatchObject({ width: 32, height: 64 })
    const { exif, xmp, iptc, icc, orientation } = await sharp(image.bytes).metadata()
    expect({ exif, xmp, iptc, icc, orientation }).toEqual({ exif: undefined, xmp: undefined, iptc: undefined, icc: undefined, orientation: undefined })
  })

  test('colours of a wide gamut become sRGB', async () => {
    const wide = await picture().withIccProfile('p3').png().toBuffer()
    expect((await sharp(wide).metadata()).icc).toBeDefined()
    const { bytes } = await readImageUpload(wide)
    expect((await sharp(bytes).metadata()).icc).toBeUndefined()
    const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
    expect(Math.abs((data[0] ?? 0) - RED.r)).toBeLessThanOrEqual(2)
  })

  test('of an animation the first frame', async () => {
    const frames = await Promise.all([
      picture(10, 10).png().toBuffer(),
      sharp({ create: { width: 10, height: 10, channels: 3, background: '#00f' } })
        .png()
        .toBuffer(),
    ])
    const animated = await sharp(frames, { join: { animated: true } })
      .webp({ loop: 0, delay: [100, 100], lossless: true })
      .toBuffer()
    expect((await sharp(animated, { animated: true }).metadata()).pages).toBe(2)
    const image = await readImageUpload(animated)
    expect(image).toMatchObject({ width: 10, height: 10 })
    const { data } = await sharp(image.bytes).raw().toBuffer({ resolveWithObject: true })
    expect(data[0]).toBeGreaterThan(200)
    expect(data[2]).toBeLessThan(50)
  })

  test('what is hidden behind or inside a picture does not come through', async () => {
    const script = Buffer.from('<script>alert(document.cookie)</script>PK\u0003\u0004')
    const png = await picture().png().toBuffer()
    const withText = Buffer.concat([png.subarray(0, 33), pngChunk('tEXt', Buffer.concat([Buffer.from('Comment\0'), script])), png.subarray(33)])
    const polyglots = [Buffer.concat([png, script]), withText, Buffer.concat([await picture().jpeg().toBuffer(), script])]
    for (const polyglot of polyglots) {
      const { bytes } = await readImageUpload(polyglot)
      expect(Buffer.from(bytes).includes('script')).toBe(false)
    }
  })
})

describe('what is refused, in a sentence', () => {
  const refusal = async (bytes: Uint8Array | ReadableStream<Uint8Array>) => {
    const error: unknown = await readImageUpload(bytes).catch((caught: unknown) => caught)
    return error as { code: string; userMessage: string }
  }

  test.each([
    ['a GIF', 'GIF89a\u0001\0\u0001\0\0\0\0;      ', 'GIF'],
    ['a PDF', '%PDF-1.7 and then a lot of it', 'PDF'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'SVG or HTML'],
    ['a page', '<!DOCTYPE html><script>alert(1)</script>', 'SVG or HTML'],
    ['an iPhone photo', '\0\0\0\u0018ftypheic\0\0\0\0mif1heic', 'HEIC'],
    ['a film', '\0\0\0\u0018ftypisom\0\0\0\0isommp42', 'video'],
    ['a program', `MZ${'\0'.repeat(60)}`, 'not a picture'],
    ['text', 'Dear team, the picture is attached.', 'not a picture'],
  ])('%s, whatever it is called', async (_what, content, says) => {
    expect(await refusal(Buffer.from(content, 'latin1'))).toMatchObject({ code: 'unsupported', userMessage: expect.stringContaining(says) })
  })

  test('an empty file', async () => {
    expect(await refusal(new Uint8Array())).toMatchObject({ code: 'invalid', userMessage: expect.stringContaining('empty') })
  })

  test('a file of another kind behind the first bytes of a PNG', async () => {
    const png = await picture().png().toBuffer()
    expect(await refusal(Buffer.concat([png.subarray(0, 8), Buffer.from('MZ this is a program'.repeat(10))]))).toMatchObject({ code: 'invalid' })
  })

  test.each<'png' | 'jpeg' | 'webp' | 'avif'>(['png', 'jpeg', 'webp', 'avif'])('a %s that breaks off anywhere', async (format) => {
    const noise = sharp({ create: { width: 96, height: 96, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 40 } } })
    const bytes = await noise[format]().toBuffer()
    for (const part of [0.02, 0.1, 0.5, 0.9]) {
      const error = await refusal(bytes.subarray(0, Math.floor(bytes.length * part)))
      expect({ part, code: error.code }).toEqual({ part, code: expect.stringMatching(/^(invalid|unsupported)$/) })
    }
  })

  test('a bomb: 1 kB that declares 900 megapixels, from the header alone', async () => {
    const before = process.memoryUsage().rss
    const error = await refusal(pngBomb(30_000, 30_000))
    expect(error).toMatchObject({ code: 'too_large', userMessage: expect.stringContaining('900 megapixels') })
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
  })

  test('a header that declares more pixels than the file holds', async () => {
    expect(await refusal(pngBomb(6000, 6000))).toMatchObject({ code: 'invalid', userMessage: expect.stringContaining('damaged') })
  })

  test('more than 20 MB, without reading on', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1_000_000
        controller.enqueue(new Uint8Array(1_000_000))
      },
    })
    expect(await refusal(endless)).toMatchObject({ code: 'too_large', userMessage: expect.stringContaining('20 MB') })
    expect(sent).toBeLessThan(IMAGE_BYTES_MAX + 3_000_000)
  })
})
