import type { Accessor, Document, Node, Primitive, Scene } from '@gltf-transform/core'
import { damaged } from './limits'

/**
 * A scene stands still, so what would be moved by a skeleton or by morph weights is written down as it stands in the
 * file: glTF 2.0, sections 3.7.2.2 (morph targets) and 3.7.3.3 (skins). Afterwards there is neither.
 * @returns whether anything was moved.
 */
export function bakeStaticPose(document: Document, scene: Scene): boolean {
  let changed = false
  const nodes: Node[] = []
  scene.traverse((node) => void nodes.push(node))
  for (const node of nodes) {
    changed = applyMorphs(document, node) || changed
    changed = applySkin(document, scene, node) || changed
  }
  for (const mesh of document.getRoot().listMeshes()) {
    for (const primitive of mesh.listPrimitives()) {
      for (const target of primitive.listTargets()) primitive.removeTarget(target)
      for (const semantic of primitive.listSemantics()) if (/^(JOINTS|WEIGHTS)_/.test(semantic)) primitive.setAttribute(semantic, null)
    }
  }
  for (const skin of document.getRoot().listSkins()) skin.dispose()
  return changed
}

/** Gives a node a mesh of its own whose primitives can be changed without changing other users of the mesh. */
function ownMesh(document: Document, node: Node): Primitive[] {
  const mesh = node.getMesh()
  if (!mesh) return []
  const own = document.createMesh(mesh.getName())
  for (const primitive of mesh.listPrimitives()) own.addPrimitive(primitive.clone())
  node.setMesh(own)
  return own.listPrimitives()
}

const floatsOf = (document: Document, source: Accessor): Accessor => {
  const values = new Float32Array(source.getCount() * source.getElementSize())
  const element: number[] = []
  for (let i = 0; i < source.getCount(); i++) values.set(source.getElement(i, element), i * source.getElementSize())
  return document.createAccessor().setType(source.getType()).setArray(values).setBuffer(source.getBuffer())
}

function applyMorphs(document: Document, node: Node): boolean {
  const mesh = node.getMesh()
  const weights = mesh ? (node.getWeights().length > 0 ? node.getWeights() : mesh.getWeights()) : []
  if (!weights.some((weight) => weight !== 0)) return false
  for (const primitive of ownMesh(document, node)) {
    for (const semantic of ['POSITION', 'NORMAL']) {
      const base = primitive.getAttribute(semantic)
      if (base) primitive.setAttribute(semantic, morphed(document, primitive, base, semantic, weights))
    }
  }
  return true
}

function morphed(document: Document, primitive: Primitive, base: Accessor, semantic: string, weights: readonly number[]): Accessor {
  const result = floatsOf(document, base)
  const value: number[] = []
  const delta: number[] = []
  for (const [index, target] of primitive.listTargets().entries()) {
    const weight = weights[index] ?? 0
    const offsets = target.getAttribute(semantic)
    if (weight === 0 || !offsets) continue
    for (let i = 0; i < Math.min(result.getCount(), offsets.getCount()); i++) {
      result.getElement(i, value)
      offsets.getElement(i, delta)
      result.setElement(
        i,
        value.map((component, axis) => component + weight * (delta[axis] ?? 0)),
      )
    }
  }
  return result
}

/** A skinned mesh stands where its joints are, wherever its own node is, so it moves to a node at the root of the scene. */
function applySkin(document: Document, scene: Scene, node: Node): boolean {
  const skin = node.getSkin()
  if (!skin || !node.getMesh()) return false
  const inverse = skin.getInverseBindMatrices()
  const element: number[] = []
  const joints = skin.listJoints().map((joint, i) => {
    const world = joint.getWorldMatrix()
    return inverse && i < inverse.getCount() ? multiply(world, inverse.getElement(i, element)) : world
  })
  for (const primitive of ownMesh(document, node)) skinPrimitive(document, primitive, joints)
  const placed = document.createNode(node.getName()).setMesh(node.getMesh())
  scene.addChild(placed)
  node.setMesh(null).setSkin(null)
  return true
}

function skinPrimitive(document: Document, primitive: Primitive, joints: readonly ArrayLike<number>[]): void {
  const position = primitive.getAttribute('POSITION')
  const jointIndices = primitive.getAttribute('JOINTS_0')
  const jointWeights = primitive.getAttribute('WEIGHTS_0')
  if (!position || !jointIndices || !jointWeights) return
  const moved = floatsOf(document, position)
  const normal = primitive.getAttribute('NORMAL')
  const turned = normal ? floatsOf(document, normal) : null
  const matrix = new Float64Array(16)
  const [indices, weights, vector]: [number[], number[], number[]] = [[], [], []]
  for (let i = 0; i < position.getCount(); i++) {
    blend(matrix, joints, jointIndices.getElement(i, indices), jointWeights.getElement(i, weights))
    moved.setElement(i, transform(matrix, moved.getElement(i, vector), 1))
    turned?.setElement(i, normalized(transform(matrix, turned.getElement(i, vector), 0)))
  }
  primitive.setAttribute('POSITION', moved).setAttribute('NORMAL', turned)
  // Tangents would have to turn as well; they are made anew where a material needs them.
  primitive.setAttribute('TANGENT', null)
}

/** The weighted sum of up to four joint matrices, column by column as in glTF. */
function blend(into: Float64Array, joints: readonly ArrayLike<number>[], indices: readonly number[], weights: readonly number[]): void {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  into.fill(0)
  for (let k = 0; k < 4; k++) {
    const weight = sum > 0 ? (weights[k] ?? 0) / sum : Number(k === 0)
    if (weight === 0) continue
    const joint = joints[indices[k] ?? 0]
    if (!joint) throw damaged(new Error('a vertex hangs on a joint that does not exist'))
    for (let c = 0; c < 16; c++) into[c] = (into[c] ?? 0) + weight * (joint[c] ?? 0)
  }
}

function multiply(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const product = new Float64Array(16)
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      let sum = 0
      for (let k = 0; k < 4; k++) sum += (a[k * 4 + row] ?? 0) * (b[column * 4 + k] ?? 0)
      product[column * 4 + row] = sum
    }
  }
  return product
}

const transform = (m: ArrayLike<number>, [x = 0, y = 0, z = 0]: readonly number[], w: 0 | 1): number[] =>
  [0, 1, 2].map((row) => (m[row] ?? 0) * x + (m[4 + row] ?? 0) * y + (m[8 + row] ?? 0) * z + (m[12 + row] ?? 0) * w)

const normalized = (vector: readonly number[]): number[] => {
  const length = Math.hypot(...vector)
  return length > 0 ? vector.map((component) => component / length) : [0, 1, 0]
}
