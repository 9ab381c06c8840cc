import { type Document, Logger, NodeIO, type Primitive, Verbosity } from '@gltf-transform/core'
import {
  EXTMeshGPUInstancing,
  EXTMeshoptCompression,
  EXTTextureWebP,
  KHRDracoMeshCompression,
  KHRLightsPunctual,
  KHRMaterialsIridescence,
  KHRMaterialsPBRSpecularGlossiness,
  KHRMaterialsTransmission,
  KHRONOS_EXTENSIONS,
  KHRTextureTransform,
  type Transmission,
} from '@gltf-transform/extensions'
import { quantize } from '@gltf-transform/functions'
import draco3d from 'draco3dgltf'
import { MeshoptDecoder, MeshoptEncoder } from 'meshoptimizer'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { pngTexture, squareDocument, squareGlb, triangleGlb } from '@/e2e/fixtures/models'
import { type NormalizedModel, normalizeModel } from '.'

/** An independent look at the result, by a reader that knows the extensions that are allowed to stay and nothing else. */
const io = new NodeIO().setLogger(new Logger(Verbosity.SILENT)).registerExtensions(KHRONOS_EXTENSIONS)
const read = ({ glb }: NormalizedModel): Promise<Document> => io.readBinary(glb)

const firstPrimitive = (document: Document): Primitive => {
  const [primitive] = document.getRoot().listMeshes()[0]?.listPrimitives() ?? []
  if (!primitive) throw new Error('The model has no primitive')
  return primitive
}
const corners = (primitive: Primitive): number[][] => {
  const position = primitive.getAttribute('POSITION')
  const indices = [...(primitive.getIndices()?.getArray() ?? [])]
  return indices.map((index) => position?.getElement(index, []).map((value) => Math.round(value * 1000) / 1000 + 0) ?? [])
}
const SQUARE = [
  [-1, -1, 0],
  [1, -1, 0],
  [1, 1, 0],
  [-1, -1, 0],
  [1, 1, 0],
  [-1, 1, 0],
]
const material = (document: Document) => {
  const [first] = document.getRoot().listMaterials()
  if (!first) throw new Error('The model has no material')
  return first
}

describe('the canonical model', () => {
  test('has the same triangles, 32-bit floats, indices and one binary chunk', async () => {
    const model = await normalizeModel(await squareGlb())
    const document = await read(model)
    const primitive = firstPrimitive(document)
    expect(corners(primitive)).toEqual(SQUARE)
    for (const attribute of primitive.listAttributes()) expect(attribute.getArray()).toBeInstanceOf(Float32Array)
    expect(document.getRoot().listBuffers()).toHaveLength(1)
    expect(model.report).toEqual({ triangles: 2, bounds: { min: [-1, -1, 0], max: [1, 1, 0] }, notes: [] })
  })

  test('is the same bytes for the same upload, and for itself', async () => {
    const upload = await squareGlb({ texture: true })
    const [once, again] = [await normalizeModel(upload), await normalizeModel(upload)]
    expect(Buffer.from(once.glb).equals(again.glb)).toBe(true)
    expect(corners(firstPrimitive(await read(await normalizeModel(once.glb))))).toEqual(SQUARE)
  })

  test('comes from glTF text with everything embedded, too', async () => {
    const { document } = squareDocument()
    const { json, resources } = await io.writeJSON(document)
    for (const buffer of json.buffers ?? []) {
      const bytes = resources[buffer.uri ?? '']
      buffer.uri = `data:application/octet-stream;base64,${Buffer.from(bytes ?? []).toString('base64')}`
    }
    const model = await normalizeModel(Buffer.from(`\uFEFF${JSON.stringify(json)}`))
    expect(corners(firstPrimitive(await read(model)))).toEqual(SQUARE)
  })

  test('keeps nothing that an exporter wrote beside the model', async () => {
    const { document } = squareDocument()
    document.getRoot().listNodes()[0]?.setExtras({ author: 'a secret name' })
    document.getRoot().listMaterials()[0]?.setExtras({ path: '/home/somebody' })
    const { glb } = await normalizeModel(await io.writeBinary(document))
    expect(Buffer.from(glb).toString('latin1')).not.toMatch(/secret|somebody/)
  })

  test('measures where nodes put the mesh', async () => {
    const { document } = squareDocument()
    document.getRoot().listNodes()[0]?.setTranslation([10, 0, 0]).setScale([2, 1, 1])
    const { report } = await normalizeModel(await io.writeBinary(document))
    expect(report.bounds).toEqual({ min: [8, -1, 0], max: [12, 1, 0] })
  })
})

describe('other ways to write down the same shape', () => {
  test('Draco', async () => {
    const { document } = squareDocument()
    document.createExtension(KHRDracoMeshCompression).setRequired(true)
    const writer = new NodeIO().registerExtensions([KHRDracoMeshCompression]).registerDependencies({ 'draco3d.encoder': await draco3d.createEncoderModule() })
    const model = await normalizeModel(await writer.writeBinary(document))
    const result = await read(model)
    expect(corners(firstPrimitive(result)).sort()).toEqual([...SQUARE].sort())
    expect(result.getRoot().listExtensionsUsed()).toEqual([])
  })

  test('meshopt with quantization', async () => {
    const { document } = squareDocument()
    await MeshoptEncoder.ready
    await document.transform(quantize())
    document.createExtension(EXTMeshoptCompression).setRequired(true)
    const writer = new NodeIO()
      .registerExtensions([EXTMeshoptCompression, ...KHRONOS_EXTENSIONS])
      .registerDependencies({ 'meshopt.encoder': MeshoptEncoder, 'meshopt.decoder': MeshoptDecoder })
    const upload = await writer.writeBinary(document)
    expect(Buffer.from(upload).includes('KHR_mesh_quantization')).toBe(true)
    const model = await normalizeModel(upload)
    const result = await read(model)
    expect(model.report.triangles).toBe(2)
    expect(model.report.bounds.min[0]).toBeCloseTo(-1, 3)
    expect(model.report.bounds.max[1]).toBeCloseTo(1, 3)
    for (const attribute of firstPrimitive(result).listAttributes()) expect(attribute.getArray()).toBeInstanceOf(Float32Array)
    expect(result.getRoot().listExtensionsUsed()).toEqual([])
  })

  test('sparse accessors', async () => {
    const { document } = squareDocument()
    const position = firstPrimitive(document).getAttribute('POSITION')
    position?.setSparse(true)
    const model = await normalizeModel(await io.writeBinary(document))
    expect(Buffer.from(model.glb).includes('sparse')).toBe(false)
    expect(corners(firstPrimitive(await read(model)))).toEqual(SQUARE)
  })

  test('triangle strips', async () => {
    const { document } = squareDocument()
    const primitive = firstPrimitive(document).setMode(5)
    primitive.getIndices()?.setArray(new Uint16Array([0, 1, 3, 2]))
    const result = firstPrimitive(await read(await normalizeModel(await io.writeBinary(document))))
    expect(result.getMode()).toBe(4)
    expect(corners(result)).toEqual([
      [-1, -1, 0],
      [1, -1, 0],
      [-1, 1, 0],
      [-1, 1, 0],
      [1, -1, 0],
      [1, 1, 0],
    ])
  })

  test('instances', async () => {
    const { document, buffer } = squareDocument()
    const places = document
      .createAccessor()
      .setType('VEC3')
      .setArray(new Float32Array([0, 0, 0, 5, 0, 0, 10, 0, 0]))
      .setBuffer(buffer)
    const instances = document.createExtension(EXTMeshGPUInstancing).createInstancedMesh().setAttribute('TRANSLATION', places)
    document.getRoot().listNodes()[0]?.setExtension('EXT_mesh_gpu_instancing', instances)
    const { report } = await normalizeModel(await new NodeIO().registerExtensions([EXTMeshGPUInstancing]).writeBinary(document))
    expect(report).toMatchObject({ triangles: 6, bounds: { min: [-1, -1, 0], max: [11, 1, 0] } })
  })

  test('vertices without normals become flat faces, without indices they are counted', async () => {
    const primitive = firstPrimitive(await read(await normalizeModel(triangleGlb())))
    expect([...(primitive.getIndices()?.getArray() ?? [])]).toHaveLength(3)
    expect(primitive.getAttribute('NORMAL')?.getElement(0, [])).toEqual([0, 0, 1])
  })
})

describe('what moves stands still', () => {
  test('a skinned mesh is placed by its joints and not by its node', async () => {
    const { document, buffer } = squareDocument()
    const [node] = document.getRoot().listNodes()
    const joint = document.createNode('Bone').setTranslation([0, 3, 0])
    document.getRoot().listScenes()[0]?.addChild(joint)
    const accessor = (type: 'VEC4' | 'MAT4', array: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>) =>
      document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
    const inverse = accessor('MAT4', new Float32Array([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, -1, 0, 1]))
    firstPrimitive(document)
      .setAttribute('JOINTS_0', accessor('VEC4', new Uint8Array(16)))
      .setAttribute('WEIGHTS_0', accessor('VEC4', new Float32Array([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0])))
    node?.setTranslation([100, 0, 0]).setSkin(document.createSkin().addJoint(joint).setInverseBindMatrices(inverse))
    const model = await normalizeModel(await io.writeBinary(document))
    expect(model.report.bounds).toEqual({ min: [-1, 1, 0], max: [1, 3, 0] })
    expect(model.report.notes).toEqual(['The model stands in the pose that the file holds.'])
    expect((await read(model)).getRoot().listSkins()).toEqual([])
  })

  test('morph weights are applied, for each use of the mesh by itself', async () => {
    const { document, buffer } = squareDocument()
    const offsets = document
      .createAccessor()
      .setType('VEC3')
      .setArray(new Float32Array([0, 0, 4, 0, 0, 4, 0, 0, 4, 0, 0, 4]))
      .setBuffer(buffer)
    firstPrimitive(document).addTarget(document.createPrimitiveTarget().setAttribute('POSITION', offsets))
    const [node] = document.getRoot().listNodes()
    node?.setWeights([0.5])
    document
      .getRoot()
      .listScenes()[0]
      ?.addChild(document.createNode('Rest').setMesh(node?.getMesh() ?? null))
    const model = await normalizeModel(await io.writeBinary(document))
    expect(model.report.bounds).toEqual({ min: [-1, -1, 0], max: [1, 1, 2] })
    expect(model.report.triangles).toBe(4)
  })

  test('animations, cameras and lights are left out with a note each', async () => {
    const { document } = squareDocument()
    const root = document.getRoot()
    document.createAnimation('Spin').addChannel(
      document
        .createAnimationChannel()
        .setTargetNode(root.listNodes()[0] ?? null)
        .setTargetPath('rotation'),
    )
    root.listScenes()[0]?.addChild(document.createNode('Camera').setCamera(document.createCamera().setType('perspective')))
    const light = document.createExtension(KHRLightsPunctual).createLight()
    root.listScenes()[0]?.addChild(document.createNode('Lamp').setExtension('KHR_lights_punctual', light))
    const model = await normalizeModel(await io.writeBinary(document))
    expect(model.report.notes.join(' ')).toMatch(/Lights.*Animations.*Cameras/)
    const result = (await read(model)).getRoot()
    expect([result.listAnimations(), result.listCameras(), result.listExtensionsUsed()]).toEqual([[], [], []])
  })

  test('lines and points are left out with a note', async () => {
    const { document } = squareDocument()
    const line = firstPrimitive(document).clone().setMode(1)
    document.getRoot().listMeshes()[0]?.addPrimitive(line)
    const { report } = await normalizeModel(await io.writeBinary(document))
    expect(report).toMatchObject({ triangles: 2, notes: [expect.stringContaining('lines')] })
  })
})

describe('materials and textures', () => {
  test('extensions that viewport and Studio draw stay as they are', async () => {
    const { document } = squareDocument()
    const transmission = document.createExtension(KHRMaterialsTransmission).createTransmission().setTransmissionFactor(0.7)
    const transform = document.createExtension(KHRTextureTransform).createTransform().setScale([3, 3])
    const paint = material(document).setExtension('KHR_materials_transmission', transmission)
    paint.setBaseColorTexture(
      document
        .createTexture('Tiles')
        .setImage(await pngTexture(4, 4))
        .setMimeType('image/png'),
    )
    paint.getBaseColorTextureInfo()?.setExtension('KHR_texture_transform', transform)
    const result = await read(await normalizeModel(await io.writeBinary(document)))
    const names = result
      .getRoot()
      .listExtensionsUsed()
      .map((extension) => extension.extensionName)
    expect(names.sort()).toEqual(['KHR_materials_transmission', 'KHR_texture_transform'])
    expect(material(result).getExtension<Transmission>('KHR_materials_transmission')?.getTransmissionFactor()).toBe(0.7)
  })

  test('what is not drawn is left out with a note', async () => {
    const { document } = squareDocument()
    material(document).setExtension('KHR_materials_iridescence', document.createExtension(KHRMaterialsIridescence).createIridescence())
    const model = await normalizeModel(await io.writeBinary(document))
    expect(model.report.notes).toEqual(['Iridescence was left out of the materials.'])
    expect(Buffer.from(model.glb).includes('iridescence')).toBe(false)
  })

  test('specular-gloss becomes metal-roughness', async () => {
    const { document } = squareDocument()
    const extension = document.createExtension(KHRMaterialsPBRSpecularGlossiness)
    const chrome = extension.createPBRSpecularGlossiness().setDiffuseFactor([0, 0, 0, 1]).setSpecularFactor([0.9, 0.9, 0.9]).setGlossinessFactor(0.8)
    material(document).setExtension('KHR_materials_pbrSpecularGlossiness', chrome)
    const writer = new NodeIO().registerExtensions([KHRMaterialsPBRSpecularGlossiness])
    const model = await normalizeModel(await writer.writeBinary(document))
    const result = material(await read(model))
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
    material(document).setExtension('KHR_materials_pbrSpecularGlossiness', extension.createPBRSpecularGlossiness().setSpecularGlossinessTexture(map))
    const model = await normalizeModel(await new NodeIO().registerExtensions([KHRMaterialsPBRSpecularGlossiness]).writeBinary(document))
    const image = material(await read(model))
      .getMetallicRoughnessTexture()
      ?.getImage()
    const { data } = await sharp(image ?? new Uint8Array())
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([data[0], data[1], data[2]]).toEqual([0, 204, 0])
  })

  test('a normal map brings tangents along, turned as glTF says', async () => {
    const { document } = squareDocument()
    material(document).setNormalTexture(
      document
        .createTexture('Bumps')
        .setImage(await pngTexture(4, 4))
        .setMimeType('image/png'),
    )
    const primitive = firstPrimitive(await read(await normalizeModel(await io.writeBinary(document))))
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
    material(document).setBaseColorTexture(document.createTexture('Web').setImage(new Uint8Array(webp)).setMimeType('image/webp'))
    const result = await read(await normalizeModel(await new NodeIO().registerExtensions([EXTTextureWebP]).writeBinary(document)))
    const [texture] = result.getRoot().listTextures()
    expect(texture?.getMimeType()).toBe('image/png')
    expect((await sharp(texture?.getImage() ?? new Uint8Array()).metadata()).format).toBe('png')
  })

  test('textures larger than 4096 pixels are reduced with a note', async () => {
    const { document } = squareDocument()
    material(document).setBaseColorTexture(
      document
        .createTexture('Huge')
        .setImage(await pngTexture(5000, 100))
        .setMimeType('image/png'),
    )
    const model = await normalizeModel(await io.writeBinary(document))
    expect(model.report.notes).toEqual(['Textures were reduced to 4096 pixels.'])
    expect((await read(model)).getRoot().listTextures()[0]?.getSize()).toEqual([4096, 82])
  })

  test('a texture by another type than it claims is read as what it is', async () => {
    const { document } = squareDocument()
    const jpeg = await sharp(await pngTexture(8, 8))
      .jpeg()
      .toBuffer()
    material(document).setBaseColorTexture(document.createTexture('Wrong').setImage(new Uint8Array(jpeg)).setMimeType('image/png'))
    const [texture] = (await read(await normalizeModel(await io.writeBinary(document)))).getRoot().listTextures()
    expect(texture?.getMimeType()).toBe('image/jpeg')
  })

  test('a texture that nothing uses may be broken', async () => {
    const { document } = squareDocument()
    document.createTexture('Unused').setImage(new Uint8Array(20)).setMimeType('image/png')
    expect((await normalizeModel(await io.writeBinary(document))).report.triangles).toBe(2)
  })
})
