import type { Rgb, StudioMesh, StudioScene } from '../studio-scene'

/** What the camera looks at, as the looks need it. Lengths in metres. */
export type View = {
  position: Rgb
  center: Rgb
  /** Unit vectors; `back` points level from the subject to the camera, `right` to the right of the picture. */
  back: Rgb
  right: Rgb
  forward: Rgb
  distance: number
  /** Height of what the camera sees at the subject. */
  extent: number
  /** Height that the subject stands on. */
  ground: number
}

export type Box = { min: Rgb; max: Rgb }

export const add = (a: Rgb, b: Rgb, k = 1): Rgb => [a[0] + b[0] * k, a[1] + b[1] * k, a[2] + b[2] * k]
export const subtract = (a: Rgb, b: Rgb): Rgb => add(a, b, -1)
export const dot = (a: Rgb, b: Rgb): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
export const cross = (a: Rgb, b: Rgb): Rgb => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
export function normalize(v: Rgb): Rgb {
  const l = Math.hypot(v[0], v[1], v[2]) || 1
  return [v[0] / l, v[1] / l, v[2] / l]
}

export function viewOf(scene: StudioScene): View {
  const { position, target, fovY } = scene.camera
  const forward = normalize(subtract(target, position))
  const level = Math.hypot(forward[0], forward[2])
  const back: Rgb = level > 1e-3 ? [-forward[0] / level, 0, -forward[2] / level] : [0, 0, 1]
  const distance = Math.max(1e-3, Math.hypot(...subtract(target, position)))
  const extent = 2 * distance * Math.tan((fovY * Math.PI) / 360)
  const view: View = { position, center: target, back, right: [back[2], 0, -back[0]], forward, distance, extent, ground: 0 }
  view.ground = groundOf(scene, view)
  return view
}

/** Top of the widest level surface under the subject, else the lowest point of what is near the centre. */
function groundOf(scene: StudioScene, view: View): number {
  const supports = scene.meshes.map(boxOf).filter((box) => isFlat(box) && box.max[1] <= view.center[1] + view.extent * 0.05 && spans(box, view.center))
  if (supports.length > 0)
    return Math.max(...supports.filter((box) => width(box) > view.extent * 0.8).map((box) => box.max[1]), Math.min(...supports.map((box) => box.max[1])))
  const near = scene.meshes.map(boxOf).filter((box) => Math.abs((box.min[1] + box.max[1]) / 2 - view.center[1]) < view.extent)
  return near.length > 0 ? Math.min(...near.map((box) => box.min[1])) : view.center[1] - view.extent / 2
}

const width = (box: Box): number => Math.min(box.max[0] - box.min[0], box.max[2] - box.min[2])
const isFlat = (box: Box): boolean => box.max[1] - box.min[1] < 0.15 * Math.min(box.max[0] - box.min[0], box.max[2] - box.min[2]) + 1e-4
const spans = (box: Box, p: Rgb): boolean => p[0] >= box.min[0] && p[0] <= box.max[0] && p[2] >= box.min[2] && p[2] <= box.max[2]

const boxes = new WeakMap<Float32Array, Box>()

export function boxOf(mesh: Pick<StudioMesh, 'positions'>): Box {
  const known = boxes.get(mesh.positions)
  if (known) return known
  const box: Box = { min: [Infinity, Infinity, Infinity], max: [-Infinity, -Infinity, -Infinity] }
  for (let i = 0; i < mesh.positions.length; i++) {
    const axis = (i % 3) as 0 | 1 | 2
    const v = mesh.positions[i] ?? 0
    if (v < box.min[axis]) box.min[axis] = v
    if (v > box.max[axis]) box.max[axis] = v
  }
  boxes.set(mesh.positions, box)
  return box
}

/** Geometric mean of the two longer sides: how large a pattern on the mesh should look. */
export function meshSize(mesh: Pick<StudioMesh, 'positions'>): number {
  const { min, max } = boxOf(mesh)
  const sides = [max[0] - min[0], max[1] - min[1], max[2] - min[2]].sort((a, b) => b - a)
  return Math.sqrt(Math.max(1e-6, (sides[0] ?? 0) * (sides[1] ?? 0)))
}

export type Setting = 'floor' | 'wall' | null

/** Whether a mesh is the place where things stand rather than one of the things: by its name, or by its size in the picture. */
export function settingOf(mesh: StudioMesh, view: View): Setting {
  if (/\b(walls?|backdrop|background|cyclorama|skirting|ceiling)\b/iu.test(mesh.name)) return 'wall'
  const box = boxOf(mesh)
  const large = Math.max(box.max[0] - box.min[0], box.max[2] - box.min[2]) > 2.2 * view.extent
  if (/\b(floor|ground|plane)\b/iu.test(mesh.name) && (large || isFlat(box))) return 'floor'
  if (isFlat(box) && large && box.max[1] <= view.ground + 0.02 * view.extent) return 'floor'
  const tall = box.max[1] - box.min[1] > 1.2 * view.extent
  return large && tall && width(box) < 0.15 * view.extent ? 'wall' : null
}

const corners = ({ min, max }: Box): Rgb[] => [min[0], max[0]].flatMap((x) => [min[1], max[1]].flatMap((y) => [min[2], max[2]].map((z): Rgb => [x, y, z])))

/** How far behind the subject the nearest wall stands at its far end, in heights of the picture there; Infinity where none is. */
export function wallBehind(scene: StudioScene, view: View): number {
  const depths = scene.meshes
    .filter((mesh) => settingOf(mesh, view) === 'wall')
    .map((mesh) => Math.max(...corners(boxOf(mesh)).map((corner) => -dot(subtract(corner, view.center), view.back))) / view.extent)
  return Math.min(Number.POSITIVE_INFINITY, ...depths)
}

/** On which side of the picture more stands: 1 right, −1 left or nearly balanced. */
export function sideOfMass(scene: StudioScene, view: View): 1 | -1 {
  let moment = 0
  let mass = 0
  for (const mesh of scene.meshes) {
    if (settingOf(mesh, view) !== null) continue
    const box = boxOf(mesh)
    const size = (box.max[1] - box.min[1]) * Math.max(box.max[0] - box.min[0], box.max[2] - box.min[2])
    const middle: Rgb = [(box.min[0] + box.max[0]) / 2, 0, (box.min[2] + box.max[2]) / 2]
    moment += size * dot(subtract(middle, [view.center[0], 0, view.center[2]]), view.right)
    mass += size
  }
  return moment > 0.02 * mass * view.distance ? 1 : -1
}

/** Whether a ray from a point meets a mesh before a distance. Boxes first, then triangles (Möller and Trumbore, 1997). */
export function isBlocked(scene: StudioScene, origin: Rgb, direction: Rgb, distance: number): boolean {
  return scene.meshes.some((mesh) => {
    const material = scene.materials[mesh.material]
    if (material && (material.transmission > 0.5 || Math.max(...material.emission) > 0)) return false
    return meetsBox(boxOf(mesh), origin, direction, distance) && meetsTriangles(mesh, origin, direction, distance)
  })
}

function meetsBox(box: Box, o: Rgb, d: Rgb, distance: number): boolean {
  let near = 0
  let far = distance
  for (const axis of [0, 1, 2] as const) {
    const inverse = 1 / (Math.abs(d[axis]) < 1e-9 ? 1e-9 : d[axis])
    const a = (box.min[axis] - o[axis]) * inverse
    const b = (box.max[axis] - o[axis]) * inverse
    near = Math.max(near, Math.min(a, b))
    far = Math.min(far, Math.max(a, b))
  }
  return near <= far
}

function meetsTriangles({ positions, indices }: StudioMesh, o: Rgb, d: Rgb, distance: number): boolean {
  const corner = (i: number): Rgb => {
    const k = (indices[i] ?? 0) * 3
    return [positions[k] ?? 0, positions[k + 1] ?? 0, positions[k + 2] ?? 0]
  }
  for (let t = 0; t < indices.length; t += 3) {
    const a = corner(t)
    const e1 = subtract(corner(t + 1), a)
    const e2 = subtract(corner(t + 2), a)
    const p = cross(d, e2)
    const det = dot(e1, p)
    if (Math.abs(det) < 1e-14) continue
    const s = subtract(o, a)
    const u = dot(s, p) / det
    if (u < 0 || u > 1) continue
    const q = cross(s, e1)
    const v = dot(d, q) / det
    if (v < 0 || u + v > 1) continue
    const along = dot(e2, q) / det
    if (along > 1e-4 * distance && along < distance) return true
  }
  return false
}
