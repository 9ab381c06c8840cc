import { NodeIO, type Primitive } from '@gltf-transform/core'
import { EXTMeshGPUInstancing, EXTMeshoptCompression, KHRDracoMeshCompression, KHRLightsPunctual, KHRONOS_EXTENSIONS } from '@gltf-transform/extensions'
import { quantize } from '@gltf-transform/functions'
import draco3d from 'draco3dgltf'
import { MeshoptDecoder, MeshoptEncoder } from 'meshoptimizer'
import { describe, expect, test } from 'vitest'
import { firstPrimitive, modelIo, readModel, squareDocument, squareGlb, triangleGlb } from '@/e2e/fixtures/models'
import { normalizeModel } from '.'

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
describe('the canonical model', () => {
  test('has the same triangles, 32-bit floats, indices and one binary chunk', async () => {
    const model = await normalizeModel(await squareGlb())
    const document = await readModel(model)
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
    expect(corners(firstPrimitive(await readModel(await normalizeModel(once.glb))))).toEqual(SQUARE)
  })

  test('comes from glTF text with everything embedded, too', async () => {
    const { document } = squareDocument()
    const { json, resources } = await modelIo.writeJSON(document)
    for (const buffer of json.buffers ?? []) {
      const bytes = resources[buffer.uri ?? '']
      buffer.uri = `data:application/octet-stream;base64,${Buffer.from(bytes ?? []).toString('base64')}`
    }
    const model = await normalizeModel(Buffer.from(`\uFEFF${JSON.stringify(json)}`))
    expect(corners(firstPrimitive(await readModel(model)))).toEqual(SQUARE)
  })

  test('keeps nothing that an exporter wrote beside the model', async () => {
    const { document } = squareDocument()
    document.getRoot().listNodes()[0]?.setExtras({ author: 'a secret name' })
    document.getRoot().listMaterials()[0]?.setExtras({ path: '/home/somebody' })
    const { glb } = await normalizeModel(await modelIo.writeBinary(document))
    expect(Buffer.from(glb).toString('latin1')).not.toMatch(/secret|somebody/)
  })

  test('measures where nodes put the mesh', async () => {
    const { document } = squareDocument()
    document.getRoot().listNodes()[0]?.setTranslation([10, 0, 0]).setScale([2, 1, 1])
    const { report } = await normalizeModel(await modelIo.writeBinary(document))
    expect(report.bounds).toEqual({ min: [8, -1, 0], max: [12, 1, 0] })
  })
})

describe('other ways to write down the same shape', () => {
  test('Draco', async () => {
    const { document } = squareDocument()
    document.createExtension(KHRDracoMeshCompression).setRequired(true)
    const writer = new NodeIO().registerExtensions([KHRDracoMeshCompression]).registerDependencies({ 'draco3d.encoder': await draco3d.createEncoderModule() })
    const model = await normalizeModel(await writer.writeBinary(document))
    const result = await readModel(model)
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
    const result = await readModel(model)
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
    const model = await normalizeModel(await modelIo.writeBinary(document))
    expect(Buffer.from(model.glb).includes('sparse')).toBe(false)
    expect(corners(firstPrimitive(await readModel(model)))).toEqual(SQUARE)
  })

  test('triangle strips', async () => {
    const { document } = squareDocument()
    const primitive = firstPrimitive(document).setMode(5)
    primitive.getIndices()?.setArray(new Uint16Array([0, 1, 3, 2]))
    const result = firstPrimitive(await readModel(await normalizeModel(await modelIo.writeBinary(document))))
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
    const primitive = firstPrimitive(await readModel(await normalizeModel(triangleGlb())))
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
    const model = await normalizeModel(await modelIo.writeBinary(document))
    expect(model.report.bounds).toEqual({ min: [-1, 1, 0], max: [1, 3, 0] })
    expect(model.report.notes).toEqual(['The model stands in the pose that the file holds.'])
    expect((await readModel(model)).getRoot().listSkins()).toEqual([])
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
    const model = await normalizeModel(await modelIo.writeBinary(document))
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
    const model = await normalizeModel(await modelIo.writeBinary(document))
    expect(model.report.notes.join(' ')).toMatch(/Lights.*Animations.*Cameras/)
    const result = (await readModel(model)).getRoot()
    expect([result.listAnimations(), result.listCameras(), result.listExtensionsUsed()]).toEqual([[], [], []])
  })

  test('lines and points are left out with a note', async () => {
    const { document } = squareDocument()
    const line = firstPrimitive(document).clone().setMode(1)
    document.getRoot().listMeshes()[0]?.addPrimitive(line)
    const { report } = await normalizeModel(await modelIo.writeBinary(document))
    expect(report).toMatchObject({ triangles: 2, notes: [expect.stringContaining('lines')] })
  })
})
