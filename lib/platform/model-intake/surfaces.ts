import { type Accessor, type Document, Primitive } from '@gltf-transform/core'
import { convertPrimitiveToTriangles, dequantizePrimitive, getBounds, unweld, weldPrimitive } from '@gltf-transform/functions'
import { MeshoptTangents } from 'meshoptimizer'
import { AppError } from '@/lib/domain/errors'
import { damaged, TRIANGLES_MAX, tooComplex } from './limits'

const { POINTS, LINES, LINE_LOOP, LINE_STRIP, TRIANGLE_STRIP, TRIANGLE_FAN } = Primitive.Mode
/** What viewport and Studio read. Further sets of coordinates would only take space. */
const SEMANTICS = /^(POSITION|NORMAL|TANGENT|TEXCOORD_[01]|COLOR_0)$/
/** Beyond this floating point numbers of 32 bits hold no detail. Metres. */
const COORDINATE_MAX = 1e6

/**
 * Brings every mesh to one form: indexed triangles with normals, all attributes as 32-bit floats, tangents where a
 * normal map needs them.
 * @returns notes on what was left out.
 * @throws AppError for data that cannot be drawn.
 */
export async function normalizeSurfaces(document: Document): Promise<string[]> {
  const notes = dropLinesAndPoints(document)
  for (const accessor of document.getRoot().listAccessors()) accessor.setSparse(false)
  const primitives = listPrimitives(document)
  for (const primitive of primitives) {
    for (const semantic of primitive.listSemantics()) if (!SEMANTICS.test(semantic)) primitive.setAttribute(semantic, null)
    dequantizePrimitive(primitive)
    if (primitive.getMode() === TRIANGLE_STRIP || primitive.getMode() === TRIANGLE_FAN) convertPrimitiveToTriangles(primitive)
    checkPrimitive(primitive)
  }
  if (primitives.some(lacksNormals) || primitives.some(lacksTangents)) await makeNormalsAndTangents(document)
  for (const primitive of listPrimitives(document)) if (!primitive.getIndices()) indexInOrder(document, primitive)
  return notes
}

const listPrimitives = (document: Document): Primitive[] =>
  document
    .getRoot()
    .listMeshes()
    .flatMap((mesh) => mesh.listPrimitives())

function dropLinesAndPoints(document: Document): string[] {
  let dropped = 0
  for (const mesh of document.getRoot().listMeshes()) {
    for (const primitive of mesh.listPrimitives()) {
      const hasNoSurface = [POINTS, LINES, LINE_LOOP, LINE_STRIP].some((mode) => mode === primitive.getMode())
      if (!hasNoSurface && primitive.getAttribute('POSITION')) continue
      primitive.dispose()
      dropped += 1
    }
  }
  return dropped > 0 ? ['Points and lines were left out: they have no surface to render.'] : []
}

function checkPrimitive(primitive: Primitive): void {
  const position = primitive.getAttribute('POSITION')
  const values = position?.getArray()
  if (!position || !values || position.getType() !== 'VEC3') throw damaged()
  for (const value of values) if (!(Math.abs(value) <= COORDINATE_MAX)) throw notNumbers()
  const count = position.getCount()
  for (const attribute of primitive.listAttributes()) if (attribute.getCount() !== count) throw damaged(new Error('vertex attributes differ in length'))
  for (const index of primitive.getIndices()?.getArray() ?? []) if (index >= count) throw damaged(new Error('an index points at no vertex'))
}

const notNumbers = (): AppError =>
  new AppError(
    'invalid',
    'This model has points that lie nowhere or endlessly far away. Clean it up in your 3D program, export it again and import the new file.',
  )

const lacksNormals = (primitive: Primitive): boolean => !primitive.getAttribute('NORMAL')
const lacksTangents = (primitive: Primitive): boolean => normalMapSet(primitive) !== null && !primitive.getAttribute('TANGENT')

/** The texture coordinates by which the normal map of a primitive is laid on, or null without one. */
function normalMapSet(primitive: Primitive): Accessor | null {
  const material = primitive.getMaterial()
  if (!material?.getNormalTexture()) return null
  return primitive.getAttribute(`TEXCOORD_${material.getNormalTextureInfo()?.getTexCoord() ?? 0}`)
}

/** Both are facts of triangle corners, so the triangles are taken apart, completed and joined again where they agree. */
async function makeNormalsAndTangents(document: Document): Promise<void> {
  await MeshoptTangents.ready
  await document.transform(unweld())
  for (const primitive of listPrimitives(document)) {
    if (lacksNormals(primitive)) {
      // Without normals a surface is flat: glTF 2.0, section 3.7.2.1. Tangents that came without them mean nothing.
      primitive.setAttribute('NORMAL', vector(document, 'VEC3', flatNormals(floats(primitive.getAttribute('POSITION')))))
      primitive.setAttribute('TANGENT', null)
    }
    const coordinates = lacksTangents(primitive) ? normalMapSet(primitive) : null
    if (coordinates) {
      const [positions, normals] = [floats(primitive.getAttribute('POSITION')), floats(primitive.getAttribute('NORMAL'))]
      const tangents = MeshoptTangents.generateTangents(null, positions, 3, normals, 3, floats(coordinates), 2, ['Compatible'])
      // glTF's texture space runs downwards, the algorithm's upwards.
      for (let i = 3; i < tangents.length; i += 4) tangents[i] = -(tangents[i] ?? 0)
      primitive.setAttribute('TANGENT', vector(document, 'VEC4', tangents))
    }
    weldPrimitive(primitive)
  }
}

const vector = (document: Document, type: 'VEC3' | 'VEC4', values: Float32Array): Accessor =>
  document
    .createAccessor()
    .setType(type)
    .setArray(new Float32Array(values))
    .setBuffer(document.getRoot().listBuffers()[0] ?? document.createBuffer())

function floats(accessor: Accessor | null): Float32Array {
  const values = accessor?.getArray()
  if (!(values instanceof Float32Array)) throw damaged()
  return values
}

/** One normal for the three corners of each triangle. A triangle without area points up. */
function flatNormals(positions: Float32Array): Float32Array {
  const normals = new Float32Array(positions.length)
  const p = (i: number): number => positions[i] ?? 0
  for (let i = 0; i + 8 < positions.length; i += 9) {
    const [ux, uy, uz] = [p(i + 3) - p(i), p(i + 4) - p(i + 1), p(i + 5) - p(i + 2)]
    const [vx, vy, vz] = [p(i + 6) - p(i), p(i + 7) - p(i + 1), p(i + 8) - p(i + 2)]
    const [x, y, z] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx]
    const length = Math.hypot(x, y, z)
    const normal = length > 0 ? [x / length, y / length, z / length] : [0, 1, 0]
    for (let corner = 0; corner < 3; corner++) normals.set(normal, i + corner * 3)
  }
  return normals
}

function indexInOrder(document: Document, primitive: Primitive): void {
  const count = primitive.getAttribute('POSITION')?.getCount() ?? 0
  const indices = Uint32Array.from({ length: count - (count % 3) }, (_, i) => i)
  const buffer = document.getRoot().listBuffers()[0] ?? document.createBuffer()
  primitive.setIndices(document.createAccessor().setType('SCALAR').setArray(indices).setBuffer(buffer))
}

type Vector = readonly [number, number, number]
export type ModelReport = { triangles: number; bounds: { min: Vector; max: Vector } }

/** What is really there after decoding, whatever the file declared. @throws AppError when there is nothing to draw, or too much. */
export function measure(document: Document): ModelReport {
  const scene = document.getRoot().getDefaultScene()
  if (!scene) throw damaged()
  let triangles = 0
  scene.traverse((node) => {
    for (const primitive of node.getMesh()?.listPrimitives() ?? []) triangles += Math.floor((primitive.getIndices()?.getCount() ?? 0) / 3)
  })
  if (triangles === 0) throw new AppError('invalid', 'This model contains no surfaces. Check what is selected for export, and export it again as GLB.')
  if (triangles > TRIANGLES_MAX) throw tooComplex('triangles (2 million is the most)')
  const { min, max } = getBounds(scene)
  if (![...min, ...max].every((value) => Math.abs(value) <= COORDINATE_MAX)) throw notNumbers()
  return { triangles, bounds: { min: [min[0], min[1], min[2]], max: [max[0], max[1], max[2]] } }
}
