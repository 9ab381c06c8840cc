import { type Document, type Node, NodeIO, type Primitive } from '@gltf-transform/core'
import { ALL_EXTENSIONS } from '@gltf-transform/extensions'
import { Matrix4 } from 'three'
import { EngineError } from '../../contract'
import type { StudioMaterial, StudioTexture } from '../studio-scene'
import { compileModelMaterial, DEFAULT_MODEL_MATERIAL } from './model-material'
import { TextureStore } from './textures'
import type { LocalMesh } from './transform'

export type ModelPart = { name: string; matrix: Matrix4; mesh: LocalMesh /** Index into the model's materials. */; material: number }
export type CompiledModel = { parts: ModelPart[]; materials: StudioMaterial[]; textures: StudioTexture[] }

/**
 * Reads a canonical GLB (see lib/platform/model-intake): indexed triangles with normals, skins, morphs and instances already
 * resolved. Coordinates stay in the model's own space.
 * @throws EngineError `unsupported` with the model's name when it cannot be read.
 */
export async function compileModel(bytes: Uint8Array, name: string): Promise<CompiledModel> {
  const document = await readGlb(bytes, name)
  const textures = new TextureStore(name)
  const root = document.getRoot()
  const sources = root.listMaterials()
  const materials = sources.map((material) => compileModelMaterial(material, textures))
  const parts: ModelPart[] = []
  const scene = root.getDefaultScene() ?? root.listScenes()[0]
  scene?.traverse((node: Node) => {
    for (const primitive of node.getMesh()?.listPrimitives() ?? []) {
      const mesh = readPrimitive(primitive)
      if (!mesh) continue
      const source = primitive.getMaterial()
      const material = source ? sources.indexOf(source) : materials.length
      parts.push({ name: node.getName(), matrix: new Matrix4().fromArray(node.getWorldMatrix()), mesh, material })
    }
  })
  // Shared by all parts that name no material; it comes last, where `materials.length` above pointed.
  materials.push(DEFAULT_MODEL_MATERIAL)
  return { parts, materials, textures: await textures.load() }
}

async function readGlb(bytes: Uint8Array, name: string): Promise<Document> {
  try {
    return await new NodeIO().registerExtensions(ALL_EXTENSIONS).readBinary(bytes)
  } catch (cause) {
    throw new EngineError('unsupported', `The model "${name}" cannot be read. Import it again and try again.`, { cause })
  }
}

function readPrimitive(primitive: Primitive): LocalMesh | null {
  const positions = floats(primitive, 'POSITION', 3)
  const indices = primitive.getIndices()?.getArray()
  const isTriangles = primitive.getMode() === 4
  if (!positions || !isTriangles) return null
  const triangles = indices ? Uint32Array.from(indices) : Uint32Array.from({ length: positions.length / 3 }, (_, i) => i)
  return {
    positions,
    normals: floats(primitive, 'NORMAL', 3) ?? flatNormals(positions, triangles),
    uvs: floats(primitive, 'TEXCOORD_0', 2),
    uvs1: floats(primitive, 'TEXCOORD_1', 2),
    tangents: floats(primitive, 'TANGENT', 4),
    colors: floats(primitive, 'COLOR_0', 4),
    indices: triangles,
  }
}

/** An attribute as floats with `size` components; a colour without alpha gets 1. */
function floats(primitive: Primitive, semantic: string, size: number): Float32Array | null {
  const accessor = primitive.getAttribute(semantic)
  if (!accessor) return null
  const values = new Float32Array(accessor.getCount() * size).fill(1)
  const element: number[] = []
  for (let i = 0; i < accessor.getCount(); i++) {
    accessor.getElement(i, element)
    for (let k = 0; k < Math.min(size, element.length); k++) values[i * size + k] = element[k] ?? 0
  }
  return values
}

/** Sums of the faces around each vertex, for a file that lost its normals. */
function flatNormals(positions: Float32Array, indices: Uint32Array): Float32Array {
  const normals = new Float32Array(positions.length)
  for (let t = 0; t + 2 < indices.length; t += 3) {
    const [a, b, c] = [(indices[t] ?? 0) * 3, (indices[t + 1] ?? 0) * 3, (indices[t + 2] ?? 0) * 3]
    const edge = (to: number, k: number) => (positions[to + k] ?? 0) - (positions[a + k] ?? 0)
    const [ux, uy, uz, vx, vy, vz] = [edge(b, 0), edge(b, 1), edge(b, 2), edge(c, 0), edge(c, 1), edge(c, 2)]
    const face = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx]
    for (const corner of [a, b, c]) {
      for (let k = 0; k < 3; k++) normals[corner + k] = (normals[corner + k] ?? 0) + (face[k] ?? 0)
    }
  }
  return normals
}
