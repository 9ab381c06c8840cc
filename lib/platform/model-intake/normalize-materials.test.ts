import { NodeIO } from '@gltf-transform/core'
import {
  EXTTextureWebP,
  KHRMaterialsIridescence,
  KHRMaterialsPBRSpecularGlossiness,
  KHRMaterialsTransmission,
  KHRTextureTransform,
  type Transmission,
} from '@gltf-transform/extensions'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { firstMaterial, firstPrimitive, modelIo, pngTexture, readModel, squareDocument } from '@/e2e/fixtures/models'
import { normalizeModel } from '.'

describe('materials and textures', () => {
  test('extensions that viewport and Studio draw stay as they are', async () => {
    const { document } = squareDocument()
    const transmission = document.createExtension(KHRMaterialsTransmission).createTransmission().setTransmissionFactor(0.7)
    const transform = document.createExtension(KHRTextureTransform).createTransform().setScale([3, 3])
    const paint = firstMaterial(document).setExtension('KHR_materials_transmission', transmission)
    paint.setBaseColorTexture(
      document
        .createTexture('Tiles')
        .setImage(await pngTexture(4, 4))
        .setMimeType('image/png'),
    )
    paint.getBaseColorTextureInfo()?.setExtension('KHR_texture_transform', transform)
    const result = await readModel(await normalizeModel(await modelIo.writeBinary(document)))
    const names = result
      .getRoot()
      .listExtensionsUsed()
      .map((extension) => extension.extensionName)
    expect(names.sort()).toEqual(['KHR_materials_transmission', 'KHR_texture_transform'])
    expect(firstMaterial(result).getExtension<Transmission>('KHR_materials_transmission')?.getTransmissionFactor()).toBe(0.7)
  })

  test('what is not drawn is left out with a note', async () => {
    const { document } = squareDocument()
    firstMaterial(document).setExtension('KHR_materials_iridescence', document.createExtension(KHRMaterialsIridescence).createIridescence())
    const model = await normalizeModel(await modelIo.writeBinary(document))
    expect(model.report.notes).toEqual(['Iridescence was left out of the materials.'])
    expect(Buffer.from(model.glb).includes('iridescence')).toBe(false)
  })

  test('specular-gloss becomes metal-roughness', async () => {
    const { document } = squareDocument()
    const extension = document.createExtension(KHRMaterialsPBRSpecularGlossiness)
    const chrome = extension.createPBRSpecularGlossiness().setDiffuseFactor([0, 0, 0, 1]).setSpecularFactor([0.9, 0.9, 0.9]).setGlossinessFactor(0.8)
    firstMaterial(document).setExtension('KHR_materials_pbrSpecularGlossiness', chrome)
    const writer = new NodeIO().registerExtensions([KHRMaterialsPBRSpecularGlossiness])
    const model = await normalizeModel(await writer.writeBinary(document))
    const result = firstMaterial(await readModel(model))
    expect(result.getMetallicFactor()).toBeGreaterThan(0.9)
    expect(result.getRoughnessFactor()).toBeCloseTo(0.2)
    expect(result.getBaseColorFactor()[0]).toBeCloseTo(0.9)
    expect(model.report.notes[0]).toContain('Specular-gloss')
  })

  test('a glossiness texture becomes a roughness texture', async () => {
    const { document } = squareDocument()
    const dull = await sharp({ create: { width: 4, height: 4, channels: 4, background: { r: 50, g: 50, b: 50, alpha: 0.2 } } })
      .png()
      .toBuffer()
    const map = document.createTexture('Gloss').setImage(new Uint8Array(dull)).setMimeType('image/png')
    const extension = document.createExtension(KHRMaterialsPBRSpecularGlossiness)
    firstMaterial(document).setExtension('KHR_materials_pbrSpecularGlossiness', extension.createPBRSpecularGlossiness().setSpecularGlossinessTexture(map))
    const model = await normalizeModel(await new NodeIO().registerExtensions([KHRMaterialsPBRSpecularGlossiness]).writeBinary(document))
    const image = firstMaterial(await readModel(model))
      .getMetallicRoughnessTexture()
      ?.getImage()
    const { data } = await sharp(image ?? new Uint8Array())
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([data[0], data[1], data[2]]).toEqual([0, 204, 0])
  })

  test('a normal map brings tangents along, turned as glTF says', async () => {
    const { document } = squareDocument()
    firstMaterial(document).setNormalTexture(
      document
        .createTexture('Bumps')
        .setImage(await pngTexture(4, 4))
        .setMimeType('image/png'),
    )
    const primitive = firstPrimitive(await readModel(await normalizeModel(await modelIo.writeBinary(document))))
    // Here u runs along +x and v along −y, so that green points to +y: the bitangent n × t · w is +y for t = +x and w = +1.
    expect(primitive.getAttribute('TANGENT')?.getElement(0, []).map(Math.round)).toEqual([1, 0, 0, 1])
    expect(primitive.getAttribute('POSITION')?.getCount()).toBe(4)
  })

  test('WebP textures become PNG', async () => {
    const { document } = squareDocument()
    document.createExtension(EXTTextureWebP).setRequired(true)
    const webp = await sharp(await pngTexture(8, 8))
      .webp({ lossless: true })
      .toBuffer()
    firstMaterial(document).setBaseColorTexture(document.createTexture('Web').setImage(new Uint8Array(webp)).setMimeType('image/webp'))
    const result = await readModel(await normalizeModel(await new NodeIO().registerExtensions([EXTTextureWebP]).writeBinary(document)))
    const [texture] = result.getRoot().listTextures()
    expect(texture?.getMimeType()).toBe('image/png')
    expect((await sharp(texture?.getImage() ?? new Uint8Array()).metadata()).format).toBe('png')
  })

  test('textures larger than 4096 pixels are reduced with a note', async () => {
    const { document } = squareDocument()
    firstMaterial(document).setBaseColorTexture(
      document
        .createTexture('Huge')
        .setImage(await pngTexture(5000, 100))
        .setMimeType('image/png'),
    )
    const model = await normalizeModel(await modelIo.writeBinary(document))
    expect(model.report.notes).toEqual(['Textures were reduced to 4096 pixels.'])
    expect((await readModel(model)).getRoot().listTextures()[0]?.getSize()).toEqual([4096, 82])
  })

  test('a texture by another type than it claims is read as what it is', async () => {
    const { document } = squareDocument()
    const jpeg = await sharp(await pngTexture(8, 8))
      .jpeg()
      .toBuffer()
    firstMaterial(document).setBaseColorTexture(document.createTexture('Wrong').setImage(new Uint8Array(jpeg)).setMimeType('image/png'))
    const [texture] = (await readModel(await normalizeModel(await modelIo.writeBinary(document)))).getRoot().listTextures()
    expect(texture?.getMimeType()).toBe('image/jpeg')
  })

  test('a texture that nothing uses may be broken', async () => {
    const { document } = squareDocument()
    document.createTexture('Unused').setImage(new Uint8Array(20)).setMimeType('image/png')
    expect((await normalizeModel(await modelIo.writeBinary(document))).report.triangles).toBe(2)
  })
})
