import { readFile } from 'node:fs/promises'
import { Document, NodeIO } from '@gltf-transform/core'
import { ALL_EXTENSIONS, KHRMaterialsTransmission, KHRMaterialsVolume, KHRTextureTransform } from '@gltf-transform/extensions'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { blank } from '@/lib/scene/samples/blank'
import { DEFAULT_MATERIAL, type LightNode, type ModelNode, type SceneDocument, type SceneNode } from '@/lib/scene/schema'
import { exposureScale, toneMap } from '@/lib/scene/tone-map'
import { compileScene } from './compile-scene'

const place = { name: 'Thing', visible: true, position: [0, 0, 0], rotation: [0, 0, 0], scale: [1, 1, 1] } satisfies Partial<SceneNode>

function documentWith(nodes: Record<string, SceneNode>, more: Partial<SceneDocument> = {}): SceneDocument {
  return { ...blank, nodes, order: Object.keys(nodes), ...more }
}

const compile = (scene: SceneDocument, models: ReadonlyMap<string, Uint8Array> = new Map(), aspect = 1) =>
  compileScene({ scene, camera: scene.camera, models }, aspect)

const box = (more: Partial<SceneNode> = {}): SceneNode =>
  ({ type: 'mesh', ...place, geometry: { shape: 'box', width: 2, height: 2, depth: 2, bevel: 0 }, material: DEFAULT_MATERIAL, ...more }) as SceneNode

const light = (settings: LightNode['light'], more: Partial<LightNode> = {}): LightNode => ({ type: 'light', ...place, light: settings, ...more })

/** Where a mesh reaches. */
function extent(positions: Float32Array, axis: number): [number, number] {
  const values = [...positions].filter((_, i) => i % 3 === axis)
  return [Math.min(...values), Math.max(...values)]
}

describe('compiling a document', () => {
  it('places meshes by scale, then rotation, then position', async () => {
    const scene = await compile(documentWith({ node_a: box({ position: [10, 0, 0], rotation: [0, 0, 90], scale: [3, 1, 1] }) }))
    const positions = scene.meshes[0]?.positions ?? new Float32Array()
    const near = (v: number) => expect.closeTo(v, 4)
    expect([extent(positions, 0), extent(positions, 1), extent(positions, 2)]).toEqual([
      [near(9), near(11)],
      [near(-3), near(3)],
      [near(-1), near(1)],
    ])
  })

  it('keeps the front outside when a node is mirrored', async () => {
    const volume = async (scale: [number, number, number]) => {
      const mesh = (await compile(documentWith({ node_a: box({ scale }) }))).meshes[0]
      if (!mesh) return 0
      const at = (i: number) => [...mesh.positions.subarray((mesh.indices[i] ?? 0) * 3, (mesh.indices[i] ?? 0) * 3 + 3)]
      let sum = 0
      for (let i = 0; i < mesh.indices.length; i += 3) {
        const [[ax = 0, ay = 0, az = 0], [bx = 0, by = 0, bz = 0], [cx = 0, cy = 0, cz = 0]] = [at(i), at(i + 1), at(i + 2)]
        sum += (ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)) / 6
      }
      return sum
    }
    expect(await volume([1, 1, 1])).toBeCloseTo(8, 4)
    expect(await volume([-1, 1, 1])).toBeCloseTo(8, 4)
  })

  it('leaves hidden nodes out', async () => {
    const scene = await compile(documentWith({ node_a: box({ visible: false }), node_b: box() }))
    expect(scene.meshes.map((mesh) => mesh.nodeId)).toEqual(['node_b'])
  })

  it('points lights along their local −z axis', async () => {
    const settings = { kind: 'directional', color: '#ffffff', intensity: 2, softness: 1 } as const
    const scene = await compile(
      documentWith({ node_a: light(settings, { rotation: [-90, 0, 0] }) }, { environment: { ...blank.environment, preset: 'studio' } }),
    )
    // Shines straight down, so the light is straight up.
    expect(scene.lights).toEqual([
      { kind: 'directional', direction: [expect.closeTo(0), expect.closeTo(1), expect.closeTo(0)], irradiance: [2, 2, 2], angle: 1 },
    ])
    const area = await compile(
      documentWith(
        { node_a: light({ kind: 'area', color: '#ffffff', intensity: 1, width: 2, height: 4 }) },
        { environment: { ...blank.environment, preset: 'studio' } },
      ),
    )
    const [rectangle] = area.lights
    if (rectangle?.kind !== 'area') throw new Error('There is no area light.')
    const [u, v] = [rectangle.edgeU, rectangle.edgeV]
    expect(u[0] * v[1] - u[1] * v[0]).toBeCloseTo(-8)
    expect(rectangle.corner).toEqual([-1, -2, 0])
  })

  it('shows a plain background in the very colour that was chosen, at any exposure', async () => {
    const scene = await compile(documentWith({}, { exposure: 1.5, environment: { ...blank.environment, background: 'color', color: '#8899aa' } }))
    if (scene.background.kind !== 'gradient') throw new Error('The background should be plain.')
    const shown = toneMap(...(scene.background.top.map((v) => v * exposureScale(1.5)) as [number, number, number]))
    expect(shown.map((v) => Math.round(v * 255))).toEqual([0x88, 0x99, 0xaa])
    expect(scene.background.top).toEqual(scene.background.bottom)
  })

  it('keeps the subject as large when the picture turns from landscape to portrait', async () => {
    const document = documentWith({})
    const [wide, tall] = [await compile(document, new Map(), 16 / 9), await compile(document, new Map(), 9 / 16)]
    expect(Math.tan((wide.camera.fovY * Math.PI) / 360) * (16 / 9)).toBeCloseTo(Math.tan((tall.camera.fovY * Math.PI) / 360))
  })
})

describe('compiling a model', () => {
  const model = (more: Partial<ModelNode> = {}): ModelNode => ({ type: 'model', ...place, assetId: 'ast_a', material: null, ...more })

  async function sampleGlb(): Promise<Uint8Array> {
    const document = new Document()
    const buffer = document.createBuffer()
    const accessor = (type: 'VEC3' | 'VEC2' | 'SCALAR', array: Float32Array | Uint16Array) =>
      document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
    const picture = await sharp({ create: { width: 3000, height: 8, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer()
    const texture = document.createTexture('skin').setImage(new Uint8Array(picture)).setMimeType('image/png')
    const transform = document.createExtension(KHRTextureTransform).createTransform().setOffset([0.25, 0.5]).setScale([2, 4])
    const transmission = document.createExtension(KHRMaterialsTransmission).createTransmission().setTransmissionFactor(0.75)
    const volume = document
      .createExtension(KHRMaterialsVolume)
      .createVolume()
      .setThicknessFactor(0.1)
      .setAttenuationDistance(0.5)
      .setAttenuationColor([1, 0.5, 0.25])
    const material = document
      .createMaterial('Glass')
      .setBaseColorTexture(texture)
      .setMetallicFactor(0.25)
      .setRoughnessFactor(0.5)
      .setAlphaMode('MASK')
      .setAlphaCutoff(0.3)
      .setDoubleSided(true)
      .setExtension('KHR_materials_transmission', transmission)
      .setExtension('KHR_materials_volume', volume)
    material.getBaseColorTextureInfo()?.setWrapS(33071).setExtension('KHR_texture_transform', transform)
    const primitive = document
      .createPrimitive()
      .setAttribute('POSITION', accessor('VEC3', new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0])))
      .setAttribute('NORMAL', accessor('VEC3', new Float32Array([0, 0, 1, 0, 0, 1, 0, 0, 1])))
      .setAttribute('TEXCOORD_0', accessor('VEC2', new Float32Array([0, 0, 1, 0, 0, 1])))
      .setIndices(accessor('SCALAR', new Uint16Array([0, 1, 2])))
      .setMaterial(material)
    const child = document.createNode('Child').setMesh(document.createMesh().addPrimitive(primitive)).setTranslation([0, 0, 5])
    const parent = document.createNode('Parent').addChild(child).setScale([2, 2, 2])
    document.createScene().addChild(parent)
    return new NodeIO().registerExtensions(ALL_EXTENSIONS).writeBinary(document)
  }

  it('reads hierarchy, material, extensions and textures', async () => {
    const scene = await compile(documentWith({ node_a: model({ position: [1, 0, 0] }) }), new Map([['ast_a', await sampleGlb()]]))
    expect([...(scene.meshes[0]?.positions ?? [])]).toEqual([1, 0, 10, 3, 0, 10, 1, 2, 10])
    expect(scene.meshes[0]?.name).toBe('Child')
    const material = scene.materials[scene.meshes[0]?.material ?? -1]
    expect(material).toMatchObject({
      metalness: 0.25,
      roughness: 0.5,
      transmission: 0.75,
      thin: false,
      attenuationDistance: 0.5,
      alphaMode: 'mask',
      doubleSided: true,
      baseColorTexture: { texture: 0, uv: 0, transform: [2, 0, 0.25, -0, 4, 0.5] },
    })
    expect(scene.textures[0]).toMatchObject({ width: 2048, srgb: true, wrapS: 'clamp', wrapT: 'repeat' })
    expect([...(scene.textures[0]?.data.subarray(0, 4) ?? [])]).toEqual([255, 0, 0, 255])
  })

  it('shares textures between nodes but gives each materials of its own', async () => {
    const models = new Map([['ast_a', await sampleGlb()]])
    const scene = await compile(documentWith({ node_a: model(), node_b: model({ position: [5, 0, 0] }) }), models)
    expect(scene.textures).toHaveLength(1)
    expect(scene.meshes[0]?.material).not.toBe(scene.meshes[1]?.material)
  })

  it('replaces every material of a model when the node says so', async () => {
    const node = model({ material: { ...DEFAULT_MATERIAL, color: '#000000', roughness: 0.125 } })
    const scene = await compile(documentWith({ node_a: node }), new Map([['ast_a', await sampleGlb()]]))
    expect(scene.materials[scene.meshes[0]?.material ?? -1]).toMatchObject({ baseColor: [0, 0, 0], roughness: 0.125, alphaMode: 'opaque' })
  })

  it('says in plain words which model is missing or broken', async () => {
    const scene = documentWith({ node_a: model({ name: 'Chair' }) })
    await expect(compile(scene)).rejects.toMatchObject({ code: 'unsupported', userMessage: expect.stringContaining('"Chair" is missing') })
    const broken = new Map([['ast_a', new Uint8Array(await readFile('package.json'))]])
    await expect(compile(scene, broken)).rejects.toMatchObject({ code: 'unsupported', userMessage: expect.stringContaining('"Chair" cannot be read') })
  })
})
