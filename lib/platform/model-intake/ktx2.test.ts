import { NodeIO } from '@gltf-transform/core'
import { KHRTextureBasisu } from '@gltf-transform/extensions'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { squareDocument } from '@/e2e/fixtures/models'
import { normalizeModel } from '.'
import { decodeKtx2 } from './ktx2'

const HEADER_BYTES = 80
const LEVEL_BYTES = 24
const DESCRIPTOR_BYTES = 44

/** One 4 × 4 block of UASTC in mode 8: a five-bit mode code, then one colour of four bytes for all pixels. */
function solidBlock(rgba: readonly [number, number, number, number]): Buffer {
  const block = Buffer.alloc(16)
  const [r, g, b, a] = rgba.map(BigInt) as [bigint, bigint, bigint, bigint]
  block.writeBigUInt64LE(0x17n | (r << 5n) | (g << 13n) | (b << 21n) | (a << 29n))
  return block
}

/** A KTX2 file of one level in one colour, after the KTX 2.0 specification. Its header may lie about the size. */
function ktx2(width: number, height: number, rgba: readonly [number, number, number, number], declared = { width, height }): Buffer {
  const blocks = Buffer.concat(Array.from({ length: Math.ceil(width / 4) * Math.ceil(height / 4) }, () => solidBlock(rgba)))
  const descriptorAt = HEADER_BYTES + LEVEL_BYTES
  const dataAt = descriptorAt + DESCRIPTOR_BYTES + 4
  const file = Buffer.alloc(dataAt)
  file.set([0xab, 0x4b, 0x54, 0x58, 0x20, 0x32, 0x30, 0xbb, 0x0d, 0x0a, 0x1a, 0x0a])
  // Format undefined, type size 1, width, height, depth, layers, faces, levels, no supercompression.
  for (const [i, value] of [0, 1, declared.width, declared.height, 0, 0, 1, 1, 0, descriptorAt, DESCRIPTOR_BYTES].entries())
    file.writeUInt32LE(value, 12 + i * 4)
  for (const [i, value] of [dataAt, blocks.length, blocks.length].entries()) file.writeBigUInt64LE(BigInt(value), HEADER_BYTES + i * 8)
  const words = [DESCRIPTOR_BYTES, 0, 2 | (40 << 16), 166 | (1 << 8) | (2 << 16), 3 | (3 << 8), 16, 0, (127 << 16) | (3 << 24), 0, 0, 0xffffffff]
  for (const [i, word] of words.entries()) file.writeUInt32LE(word, descriptorAt + i * 4)
  return Buffer.concat([file, blocks])
}

async function modelWith(texture: Buffer): Promise<Uint8Array> {
  const { document } = squareDocument()
  document.createExtension(KHRTextureBasisu).setRequired(true)
  const [material] = document.getRoot().listMaterials()
  material?.setBaseColorTexture(document.createTexture('Tiles').setImage(new Uint8Array(texture)).setMimeType('image/ktx2'))
  return new NodeIO().registerExtensions([KHRTextureBasisu]).writeBinary(document)
}

describe('a KTX2 texture', () => {
  test('is decoded to its pixels', async () => {
    const { data, info } = await sharp(await decodeKtx2(ktx2(8, 12, [200, 100, 50, 255])))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 8, height: 12, channels: 3 })
    expect([data[0], data[1], data[2]]).toEqual([200, 100, 50])
  })

  test('of a model becomes PNG, and the extension is gone', async () => {
    const { glb } = await normalizeModel(await modelWith(ktx2(8, 8, [10, 20, 30, 128])))
    const result = await new NodeIO().readBinary(glb)
    const [texture] = result.getRoot().listTextures()
    expect([texture?.getMimeType(), texture?.getSize()]).toEqual(['image/png', [8, 8]])
    expect((await sharp(texture?.getImage() ?? new Uint8Array()).metadata()).hasAlpha).toBe(true)
    expect(Buffer.from(glb).includes('basisu')).toBe(false)
  })

  test.each([
    ['breaks off', ktx2(8, 8, [1, 2, 3, 255]).subarray(0, 170)],
    ['declares more pixels than it holds', ktx2(8, 8, [1, 2, 3, 255], { width: 4096, height: 4096 })],
    ['is a header alone', ktx2(8, 8, [1, 2, 3, 255]).subarray(0, 100)],
  ])('that %s is an error that names it', async (_what, texture) => {
    await expect(normalizeModel(await modelWith(texture))).rejects.toMatchObject({ code: 'invalid', userMessage: expect.stringContaining('“Tiles”') })
  })

  test('that declares gigapixels is refused before it is decoded', async () => {
    const bomb = ktx2(4, 4, [0, 0, 0, 255], { width: 100_000, height: 100_000 })
    await expect(normalizeModel(await modelWith(bomb))).rejects.toMatchObject({ code: 'too_large', userMessage: expect.stringContaining('“Tiles”') })
  })
})
