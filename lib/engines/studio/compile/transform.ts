import { Euler, Matrix4, Quaternion, Vector3 } from 'three'
import type { SceneNode } from '@/lib/scene/schema'
import type { StudioMesh } from '../studio-scene'

const RAD = Math.PI / 180

/** Places a node in the world. */
export function nodeMatrix({ position, rotation, scale }: Pick<SceneNode, 'position' | 'rotation' | 'scale'>): Matrix4 {
  const turn = new Quaternion().setFromEuler(new Euler(rotation[0] * RAD, rotation[1] * RAD, rotation[2] * RAD, 'XYZ'))
  return new Matrix4().compose(new Vector3(...position), turn, new Vector3(...scale))
}

export type LocalMesh = Pick<StudioMesh, 'positions' | 'normals' | 'uvs' | 'uvs1' | 'tangents' | 'colors' | 'indices'>

/**
 * Brings a mesh into the world. Normals follow the inverse transpose and have length 1; a mirroring matrix turns the triangles
 * round, so that their front stays outside.
 */
export function placeMesh(mesh: LocalMesh, matrix: Matrix4): LocalMesh {
  const e = matrix.elements
  const [a, b, c, d, f, g, h, i, j] = [e[0], e[4], e[8], e[1], e[5], e[9], e[2], e[6], e[10]]
  const positions = new Float32Array(mesh.positions.length)
  const normals = new Float32Array(mesh.normals.length)
  const mirrored = matrix.determinant() < 0
  // Cofactors: the inverse transpose without its division, which survives a scale of zero.
  const sign = mirrored ? -1 : 1
  const n = [f * j - g * i, g * h - d * j, d * i - f * h, c * i - b * j, a * j - c * h, b * h - a * i, b * g - c * f, c * d - a * g, a * f - b * d].map(
    (v) => v * sign,
  )
  const [n0 = 0, n1 = 0, n2 = 0, n3 = 0, n4 = 0, n5 = 0, n6 = 0, n7 = 0, n8 = 0] = n
  for (let v = 0; v < positions.length; v += 3) {
    const [x, y, z] = [mesh.positions[v] ?? 0, mesh.positions[v + 1] ?? 0, mesh.positions[v + 2] ?? 0]
    positions[v] = a * x + b * y + c * z + e[12]
    positions[v + 1] = d * x + f * y + g * z + e[13]
    positions[v + 2] = h * x + i * y + j * z + e[14]
    const [nx, ny, nz] = [mesh.normals[v] ?? 0, mesh.normals[v + 1] ?? 0, mesh.normals[v + 2] ?? 0]
    const px = n0 * nx + n1 * ny + n2 * nz
    const py = n3 * nx + n4 * ny + n5 * nz
    const pz = n6 * nx + n7 * ny + n8 * nz
    const k = 1 / (Math.hypot(px, py, pz) || 1)
    normals[v] = px * k
    normals[v + 1] = py * k
    normals[v + 2] = pz * k
  }
  return { ...mesh, positions, normals, tangents: placeTangents(mesh.tangents, e, mirrored), indices: mirrored ? turnedRound(mesh.indices) : mesh.indices }
}

function placeTangents(tangents: Float32Array | null, e: ArrayLike<number>, mirrored: boolean): Float32Array | null {
  if (!tangents) return null
  const placed = new Float32Array(tangents.length)
  for (let v = 0; v < tangents.length; v += 4) {
    const [x, y, z] = [tangents[v] ?? 0, tangents[v + 1] ?? 0, tangents[v + 2] ?? 0]
    const row = (k: number) => (e[k] ?? 0) * x + (e[4 + k] ?? 0) * y + (e[8 + k] ?? 0) * z
    placed[v] = row(0)
    placed[v + 1] = row(1)
    placed[v + 2] = row(2)
    placed[v + 3] = (tangents[v + 3] ?? 1) * (mirrored ? -1 : 1)
  }
  return placed
}

function turnedRound(indices: Uint32Array): Uint32Array {
  const turned = indices.slice()
  for (let t = 0; t + 2 < turned.length; t += 3) {
    turned[t + 1] = indices[t + 2] ?? 0
    turned[t + 2] = indices[t + 1] ?? 0
  }
  return turned
}
