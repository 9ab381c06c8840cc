import { buildGeometry, type GeometryArrays } from '@/lib/scene/geometry'
import type { MeshNode, ModelNode } from '@/lib/scene/schema'
import { type EngineCanvas, EngineError } from '../../contract'
import type { StudioMesh, StudioScene } from '../studio-scene'
import { compileMaterial } from './document-material'
import { compileLight } from './lights'
import { type CompiledModel, compileModel } from './model'
import { compileCamera, compileSurroundings } from './surroundings'
import { nodeMatrix, placeMesh } from './transform'

/** Shapes without an inside, as the canvas has them too: seen from both sides, and a sheet when light passes them. */
const isOpen = (shape: MeshNode['geometry']['shape']): boolean => shape === 'plane' || shape === 'lathe'

type Parts = Pick<StudioScene, 'meshes' | 'materials' | 'textures'>

/**
 * Compiles the document and its models to what the tracer renders, for a picture of this aspect (width / height). Hidden nodes
 * are left out.
 * @throws EngineError `unsupported` for a model that is missing or cannot be read.
 */
export async function compileScene({ scene, camera, models }: Pick<EngineCanvas, 'scene' | 'camera' | 'models'>, aspect: number): Promise<StudioScene> {
  const { sun, ...surroundings } = compileSurroundings(scene.environment, scene.exposure)
  const parts: Parts = { meshes: [], materials: [], textures: [] }
  const lights = [...sun]
  const known = new Map<string, CompiledModel>()
  for (const id of scene.order) {
    const node = scene.nodes[id]
    if (!node?.visible) continue
    if (node.type === 'light') lights.push(compileLight(node))
    else if (node.type === 'mesh') addPrimitive(parts, id, node)
    else {
      const model = known.get(node.assetId) ?? (await loadModel(parts, node, models))
      known.set(node.assetId, model)
      addModel(parts, id, node, model)
    }
  }
  return { ...parts, lights, ...surroundings, camera: compileCamera(camera, aspect), exposure: scene.exposure }
}

function addPrimitive(parts: Parts, nodeId: string, node: MeshNode): void {
  const material = parts.materials.push(compileMaterial(node.name, node.material, isOpen(node.geometry.shape))) - 1
  const geometry: GeometryArrays = buildGeometry(node.geometry)
  const mesh = placeMesh({ ...geometry, uvs1: null, tangents: null }, nodeMatrix(node))
  parts.meshes.push({ ...mesh, nodeId, name: node.name, material })
}

/** Materials and textures of a model are shared by all nodes that show it. */
async function loadModel(parts: Parts, node: ModelNode, models: EngineCanvas['models']): Promise<CompiledModel> {
  const bytes = models.get(node.assetId)
  if (!bytes) throw new EngineError('unsupported', `The model "${node.name}" is missing. Import it again, or hide it, and try again.`)
  const model = await compileModel(bytes, node.name)
  const firstTexture = parts.textures.length
  parts.textures.push(...model.textures)
  return { ...model, materials: model.materials.map((material) => shiftTextures(material, firstTexture)) }
}

function shiftTextures(material: CompiledModel['materials'][number], by: number): CompiledModel['materials'][number] {
  const shifted = { ...material }
  for (const key of ['baseColorTexture', 'metallicRoughnessTexture', 'emissiveTexture', 'transmissionTexture'] as const) {
    const use = material[key]
    if (use) shifted[key] = { ...use, texture: use.texture + by }
  }
  if (material.normalTexture) shifted.normalTexture = { ...material.normalTexture, texture: material.normalTexture.texture + by }
  return shifted
}

function addModel(parts: Parts, nodeId: string, node: ModelNode, model: CompiledModel): void {
  const firstMaterial = parts.materials.length
  // Each node has materials of its own, so that a look can change one object and leave its twin alone.
  if (node.material) parts.materials.push(compileMaterial(node.name, node.material, false))
  else parts.materials.push(...model.materials)
  const matrix = nodeMatrix(node)
  for (const part of model.parts) {
    const placed = placeMesh(part.mesh, matrix.clone().multiply(part.matrix))
    const mesh: StudioMesh = { ...placed, nodeId, name: part.name || node.name, material: node.material ? firstMaterial : firstMaterial + part.material }
    parts.meshes.push(mesh)
  }
}
