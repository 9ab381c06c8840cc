import { EngineError } from '../../contract'
import { MATERIAL_EMISSIVE, T_FLAGS, T_LIGHT_PDF, T_MATERIAL, T_OBJECT, TRIANGLE_HAS_COLORS, TRIANGLE_HAS_TANGENTS, TRIANGLE_WORDS } from '../kernel/layout'
import type { StudioMesh, StudioScene } from '../studio-scene'
import { isSeeThrough, materialFlags } from './pack-materials'

/** All triangles of a scene in arrays that the kernel and the BVH builder share. */
export type FlatScene = {
  positions: Float32Array
  normals: Float32Array
  uv0: Float32Array | null
  uv1: Float32Array | null
  tangents: Float32Array | null
  colors: Float32Array | null
  /** Three vertices a triangle, without the triangles that have no area. */
  indices: Uint32Array
  /** Records of TRIANGLE_WORDS, as in kernel/layout.ts. */
  triangles: Int32Array
  seeThrough: Uint8Array
  /** Numbers of the triangles whose material glows. */
  emitters: number[]
  /** Scene node of each object number. */
  nodes: string[]
}

export const TRIANGLES_MAX = 4_000_000
const VERTICES_MAX = 12_000_000

/** @throws EngineError `unsupported` when the scene is too large to render. */
export function flattenScene(scene: StudioScene): FlatScene {
  const triangleCount = scene.meshes.reduce((sum, mesh) => sum + mesh.indices.length / 3, 0)
  const vertexCount = scene.meshes.reduce((sum, mesh) => sum + mesh.positions.length / 3, 0)
  if (triangleCount > TRIANGLES_MAX || vertexCount > VERTICES_MAX) {
    throw new EngineError(
      'unsupported',
      'This scene has more than four million triangles, which is more than Studio can render. Hide or simplify some models and try again.',
    )
  }
  const has = (key: 'uvs' | 'uvs1' | 'tangents' | 'colors') => scene.meshes.some((mesh) => mesh[key])
  const flat: FlatScene = {
    positions: new Float32Array(vertexCount * 3),
    normals: new Float32Array(vertexCount * 3),
    uv0: has('uvs') ? new Float32Array(vertexCount * 2) : null,
    uv1: has('uvs1') ? new Float32Array(vertexCount * 2) : null,
    tangents: has('tangents') ? new Float32Array(vertexCount * 4) : null,
    colors: has('colors') ? new Float32Array(vertexCount * 4) : null,
    indices: new Uint32Array(triangleCount * 3),
    triangles: new Int32Array(triangleCount * TRIANGLE_WORDS),
    seeThrough: new Uint8Array(triangleCount),
    emitters: [],
    nodes: [],
  }
  const glows = scene.materials.map((material) => (materialFlags(material) & MATERIAL_EMISSIVE) !== 0)
  const passes = scene.materials.map(isSeeThrough)
  const objects = new Map<string, number>()
  let vertex = 0
  let triangle = 0
  for (const mesh of scene.meshes) {
    copyVertices(flat, mesh, vertex)
    const object = objects.get(mesh.nodeId) ?? objects.size
    objects.set(mesh.nodeId, object)
    const flags = (mesh.tangents ? TRIANGLE_HAS_TANGENTS : 0) | (mesh.colors ? TRIANGLE_HAS_COLORS : 0)
    for (let i = 0; i + 2 < mesh.indices.length; i += 3) {
      if (!isTriangle(mesh, i)) continue
      const record = triangle * TRIANGLE_WORDS
      for (let k = 0; k < 3; k++) {
        const index = vertex + (mesh.indices[i + k] ?? 0)
        flat.indices[triangle * 3 + k] = index
        flat.triangles[record + k] = index
      }
      flat.triangles[record + T_MATERIAL] = mesh.material
      flat.triangles[record + T_OBJECT] = object
      flat.triangles[record + T_FLAGS] = flags
      flat.triangles[record + T_LIGHT_PDF] = 0
      flat.seeThrough[triangle] = passes[mesh.material] ? 1 : 0
      if (glows[mesh.material]) flat.emitters.push(triangle)
      triangle++
    }
    vertex += mesh.positions.length / 3
  }
  flat.indices = flat.indices.subarray(0, triangle * 3)
  flat.triangles = flat.triangles.subarray(0, triangle * TRIANGLE_WORDS)
  flat.seeThrough = flat.seeThrough.subarray(0, triangle)
  flat.nodes = [...objects.keys()]
  return flat
}

function copyVertices(flat: FlatScene, mesh: StudioMesh, vertex: number): void {
  flat.positions.set(mesh.positions, vertex * 3)
  flat.normals.set(mesh.normals, vertex * 3)
  if (mesh.uvs) flat.uv0?.set(mesh.uvs, vertex * 2)
  if (mesh.uvs1) flat.uv1?.set(mesh.uvs1, vertex * 2)
  if (mesh.tangents) flat.tangents?.set(mesh.tangents, vertex * 4)
  if (mesh.colors) flat.colors?.set(mesh.colors, vertex * 4)
}

/** Whether three corners exist, are finite and span an area: anything else would break the BVH or has no normal. */
function isTriangle({ positions: p, indices }: StudioMesh, first: number): boolean {
  const [a, b, c] = [(indices[first] ?? 0) * 3, (indices[first + 1] ?? 0) * 3, (indices[first + 2] ?? 0) * 3]
  // A corner beyond the array reads as NaN, which fails every comparison below.
  const edge = (to: number, k: number) => (p[to + k] ?? Number.NaN) - (p[a + k] ?? Number.NaN)
  const [ux, uy, uz] = [edge(b, 0), edge(b, 1), edge(b, 2)]
  const [vx, vy, vz] = [edge(c, 0), edge(c, 1), edge(c, 2)]
  const longest = Math.max(Math.abs(ux), Math.abs(uy), Math.abs(uz), Math.abs(vx), Math.abs(vy), Math.abs(vz))
  if (!(longest > 1e-18 && longest < 1e18)) return false
  // Relative to the longest edge: a triangle a micrometre wide is still a triangle.
  return Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx) / (longest * longest) > 1e-9
}
