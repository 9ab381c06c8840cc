import { AppError } from '@/lib/domain/errors'
import { oldVersion } from './container'
import { isReadable, nameOfExtension } from './extensions'
import type { Gltf, GltfAccessor, GltfNode, GltfPrimitive } from './gltf-schema'
import { DECODED_BYTES_MAX, damaged, NODE_DEPTH_MAX, TRIANGLES_MAX, tooComplex } from './limits'
import { missingTexture, type Resources } from './resources'

const COMPONENT_BYTES: Record<GltfAccessor['componentType'], number> = { 5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4 }
const COMPONENTS: Record<GltfAccessor['type'], number> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 }

/**
 * Compares everything that a glTF declares with what is there, and with our limits, before anything is allocated for it.
 * @throws AppError
 */
export function checkStructure(gltf: Gltf, resources: Resources): void {
  checkVersion(gltf)
  checkBufferViews(gltf, resources)
  checkAccessors(gltf)
  checkTextures(gltf)
  checkNodes(gltf)
}

const at = <Item>(items: readonly Item[] | undefined, index: number): Item => {
  const item = items?.[index]
  if (item === undefined) throw damaged(new Error('an index points at nothing'))
  return item
}

function checkVersion({ asset, extensionsRequired = [] }: Gltf): void {
  if (!/^2\.\d+$/.test(asset.version)) throw oldVersion()
  const unknown = extensionsRequired.find((extension) => !isReadable(extension))
  if (unknown === undefined) return
  throw new AppError(
    'unsupported',
    `This model needs ${nameOfExtension(unknown)}, which cannot be read here. Export it again without that and import the new file.`,
  )
}

function checkBufferViews(gltf: Gltf, { buffers }: Resources): void {
  let decodedBytes = 0
  const inside = (view: { buffer: number; byteOffset?: number; byteLength: number }): boolean => {
    const buffer = at(buffers, view.buffer)
    return buffer !== null && (view.byteOffset ?? 0) + view.byteLength <= buffer.byteLength
  }
  for (const view of gltf.bufferViews ?? []) {
    const compressed = view.extensions?.EXT_meshopt_compression
    if (compressed) decodedBytes += compressed.count * compressed.byteStride
    if (compressed && compressed.count * compressed.byteStride !== view.byteLength) throw damaged()
    if (!inside(compressed ?? view)) throw damaged(new Error('a buffer view reaches beyond its buffer'))
  }
  if (decodedBytes > DECODED_BYTES_MAX) throw tooComplex('vertices')
}

function checkAccessors(gltf: Gltf): void {
  let decodedBytes = 0
  for (const accessor of gltf.accessors ?? []) {
    const components = COMPONENTS[accessor.type]
    const elementBytes = components * COMPONENT_BYTES[accessor.componentType]
    // Everything becomes 32 bits wide sooner or later.
    decodedBytes += accessor.count * components * 4
    if (decodedBytes > DECODED_BYTES_MAX) throw tooComplex('vertices')
    checkSpan(gltf, accessor, accessor.count, elementBytes)
    const { sparse } = accessor
    if (!sparse) continue
    if (sparse.count > accessor.count) throw damaged()
    checkSpan(gltf, sparse.indices, sparse.count, COMPONENT_BYTES[sparse.indices.componentType])
    checkSpan(gltf, sparse.values, sparse.count, elementBytes)
  }
}

function checkSpan(gltf: Gltf, span: { bufferView?: number; byteOffset?: number }, count: number, elementBytes: number): void {
  if (span.bufferView === undefined) return
  const view = at(gltf.bufferViews, span.bufferView)
  const stride = view.byteStride ?? elementBytes
  if ((span.byteOffset ?? 0) + (count - 1) * stride + elementBytes > view.byteLength) throw damaged(new Error('an accessor reaches beyond its buffer view'))
}

function checkTextures(gltf: Gltf): void {
  for (const image of gltf.images ?? []) if (image.bufferView !== undefined) at(gltf.bufferViews, image.bufferView)
  for (const [i, texture] of (gltf.textures ?? []).entries()) {
    const sources = [texture.source, ...Object.values(texture.extensions ?? {}).map((extension) => (extension as { source?: number } | undefined)?.source)]
    const present = sources.filter((source) => source !== undefined)
    if (present.length === 0 || present.some((source) => gltf.images?.[source] === undefined)) throw missingTexture(texture.name ?? `number ${i + 1}`)
  }
}

/** Every node has one parent and no node is its own ancestor; what is drawn, counted with every use of a mesh, stays within the limit. */
function checkNodes(gltf: Gltf): void {
  const nodes = gltf.nodes ?? []
  const seen = new Set<number>()
  const children = new Set(nodes.flatMap((node) => node.children ?? []))
  for (const scene of gltf.scenes ?? []) for (const root of scene.nodes ?? []) at(nodes, root)
  const pending = [...nodes.keys()].filter((index) => !children.has(index)).map((index) => ({ index, depth: 1 }))
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (seen.has(next.index)) throw damaged(new Error('a node has two parents'))
    if (next.depth > NODE_DEPTH_MAX) throw tooComplex('levels of objects inside each other')
    seen.add(next.index)
    for (const child of at(nodes, next.index).children ?? []) pending.push({ index: child, depth: next.depth + 1 })
  }
  // What no root leads to hangs on itself.
  if (seen.size !== nodes.length) throw damaged(new Error('a node is its own ancestor'))

  const perMesh = (gltf.meshes ?? []).map((mesh) => mesh.primitives.reduce((sum, primitive) => sum + trianglesOf(gltf, primitive), 0))
  let triangles = 0
  for (const node of nodes) {
    if (node.skin !== undefined) for (const joint of at(gltf.skins, node.skin).joints) at(nodes, joint)
    if (node.mesh === undefined) continue
    triangles += at(perMesh, node.mesh) * instancesOf(gltf, node)
    if (triangles > TRIANGLES_MAX) throw tooComplex('triangles (2 million is the most)')
  }
}

function trianglesOf(gltf: Gltf, { attributes, indices, mode = 4, material, targets = [] }: GltfPrimitive): number {
  if (material !== undefined) at(gltf.materials, material)
  const accessors = [attributes, ...targets].flatMap((semantics) => Object.values(semantics)).map((index) => at(gltf.accessors, index))
  const position = attributes.POSITION === undefined ? undefined : at(gltf.accessors, attributes.POSITION)
  if (position && accessors.some((accessor) => accessor.count !== position.count)) throw damaged(new Error('vertex attributes differ in length'))
  const count = indices === undefined ? (position?.count ?? 0) : at(gltf.accessors, indices).count
  if (mode === 4) return Math.floor(count / 3)
  return mode > 4 ? Math.max(0, count - 2) : 0
}

function instancesOf(gltf: Gltf, node: GltfNode): number {
  const attributes = node.extensions?.EXT_mesh_gpu_instancing?.attributes
  if (!attributes) return 1
  return Math.max(1, ...Object.values(attributes).map((index) => at(gltf.accessors, index).count))
}
