import {
  type Camera,
  DEFAULT_MATERIAL,
  type Environment,
  type Geometry,
  type Light,
  type Material,
  NODES_MAX,
  type SceneDocument,
  type SceneNode,
  SHOTS_MAX,
} from '../schema'

/**
 * Every change that a user can make to a scene: a function from one document to the next. Nothing is mutated, branches
 * that do not change are shared, and a command about something that is gone returns the document as it was.
 */
export type Transform = { position: [number, number, number]; rotation: [number, number, number]; scale: [number, number, number] }

const NAME_LENGTH_MAX = 120
const METRES_STEP = 1e-5
const DEGREES_STEP = 1e-3
const LIMIT = 1e6

const snap = (value: number, step: number): number => {
  const bounded = Math.min(LIMIT, Math.max(-LIMIT, Number.isFinite(value) ? value : 0))
  // Dividing by a whole number keeps 0.1 as 0.1, where multiplying by the step would leave 0.10000000000000002.
  const perUnit = Math.round(1 / step)
  return Math.round(bounded * perUnit) / perUnit + 0
}
const snap3 = (v: readonly [number, number, number], step: number): [number, number, number] => [snap(v[0], step), snap(v[1], step), snap(v[2], step)]

function changeNode(doc: SceneDocument, id: string, change: (node: SceneNode) => SceneNode): SceneDocument {
  const node = doc.nodes[id]
  if (!node) return doc
  const next = change(node)
  return next === node ? doc : { ...doc, nodes: { ...doc.nodes, [id]: next } }
}

const cleanName = (name: string): string => name.trim().slice(0, NAME_LENGTH_MAX)

/** The name itself, or with the first number that makes it differ from every other: `Box`, `Box 2`, `Box 3`. */
export function uniqueName(taken: readonly string[], wanted: string): string {
  const names = new Set(taken)
  if (!names.has(wanted)) return wanted
  const base = wanted.replace(/ \d+$/, '')
  for (let n = 2; ; n++) {
    const candidate = `${base} ${n}`
    if (!names.has(candidate)) return candidate
  }
}

export const nodeNames = (doc: SceneDocument): string[] => Object.values(doc.nodes).map((node) => node.name)

/** Adds a node at the end, under a name that no other node has. A full scene stays as it is. */
export function addNode(doc: SceneDocument, id: string, node: SceneNode, index: number = doc.order.length): SceneDocument {
  if (doc.nodes[id] || doc.order.length >= NODES_MAX) return doc
  const named = { ...node, name: uniqueName(nodeNames(doc), cleanName(node.name) || 'Object') }
  return { ...doc, nodes: { ...doc.nodes, [id]: named }, order: [...doc.order.slice(0, index), id, ...doc.order.slice(index)] }
}

export function removeNode(doc: SceneDocument, id: string): SceneDocument {
  if (!doc.nodes[id]) return doc
  const { [id]: _removed, ...nodes } = doc.nodes
  return { ...doc, nodes, order: doc.order.filter((other) => other !== id) }
}

/** An empty name leaves the node as it is. */
export function renameNode(doc: SceneDocument, id: string, name: string): SceneDocument {
  const next = cleanName(name)
  return next === '' ? doc : changeNode(doc, id, (node) => (node.name === next ? node : { ...node, name: next }))
}

export function setVisible(doc: SceneDocument, id: string, visible: boolean): SceneDocument {
  return changeNode(doc, id, (node) => (node.visible === visible ? node : { ...node, visible }))
}

/** Metres and degrees, rounded to a hundredth of a millimetre and a thousandth of a degree so that saves stay small. */
export function setTransform(doc: SceneDocument, id: string, transform: Partial<Transform>): SceneDocument {
  return changeNode(doc, id, (node) => ({
    ...node,
    position: transform.position ? snap3(transform.position, METRES_STEP) : node.position,
    rotation: transform.rotation ? snap3(transform.rotation, DEGREES_STEP) : node.rotation,
    scale: transform.scale ? snap3(transform.scale, METRES_STEP) : node.scale,
  }))
}

export function setGeometry(doc: SceneDocument, id: string, geometry: Geometry): SceneDocument {
  return changeNode(doc, id, (node) => (node.type === 'mesh' ? { ...node, geometry } : node))
}

/** On a model, the first change makes a material that replaces all of its own. */
export function setMaterial(doc: SceneDocument, id: string, change: Partial<Material>): SceneDocument {
  return changeNode(doc, id, (node) => (node.type === 'light' ? node : { ...node, material: { ...(node.material ?? DEFAULT_MATERIAL), ...change } }))
}

/** Gives a model its own materials back. */
export function clearMaterial(doc: SceneDocument, id: string): SceneDocument {
  return changeNode(doc, id, (node) => (node.type === 'model' && node.material ? { ...node, material: null } : node))
}

/** Fields that this kind of light does not have are refused by the schema when the scene is saved, so callers pass its own. */
export function setLight(doc: SceneDocument, id: string, light: Light): SceneDocument {
  return changeNode(doc, id, (node) => (node.type === 'light' ? { ...node, light } : node))
}

/** A copy right after the original, moved aside by a distance in metres so that it can be seen. */
export function duplicateNode(doc: SceneDocument, id: string, copyId: string, aside: number): SceneDocument {
  const node = doc.nodes[id]
  if (!node) return doc
  const [x, y, z] = node.position
  return addNode(doc, copyId, { ...node, position: snap3([x + aside, y, z + aside], METRES_STEP) }, doc.order.indexOf(id) + 1)
}

/** Moves a node to a place in the outliner, counted after it has been taken out. */
export function reorderNode(doc: SceneDocument, id: string, index: number): SceneDocument {
  if (!doc.nodes[id]) return doc
  const rest = doc.order.filter((other) => other !== id)
  const at = Math.min(rest.length, Math.max(0, index))
  return { ...doc, order: [...rest.slice(0, at), id, ...rest.slice(at)] }
}

export const setEnvironment = (doc: SceneDocument, change: Partial<Environment>): SceneDocument => ({
  ...doc,
  environment: { ...doc.environment, ...change },
})

export const setExposure = (doc: SceneDocument, stops: number): SceneDocument => ({ ...doc, exposure: Math.min(10, Math.max(-10, stops)) })

export function setCamera(doc: SceneDocument, change: Partial<Camera>): SceneDocument {
  const camera = { ...doc.camera, ...change }
  return { ...doc, camera: { ...camera, position: snap3(camera.position, METRES_STEP), target: snap3(camera.target, METRES_STEP) } }
}

/** Keeps the present camera as a shot and makes it the active one. A full list stays as it is. */
export function saveShot(doc: SceneDocument, id: string, name: string): SceneDocument {
  if (doc.shots.length >= SHOTS_MAX) return doc
  const taken = doc.shots.map((shot) => shot.name)
  const shot = { id, name: uniqueName(taken, cleanName(name) || 'Shot'), camera: doc.camera }
  return { ...doc, shots: [...doc.shots, shot], activeShotId: id }
}

export function renameShot(doc: SceneDocument, id: string, name: string): SceneDocument {
  const next = cleanName(name)
  if (next === '') return doc
  return { ...doc, shots: doc.shots.map((shot) => (shot.id === id ? { ...shot, name: next } : shot)) }
}

/** Replaces a shot's camera with the present one. */
export function updateShot(doc: SceneDocument, id: string): SceneDocument {
  return { ...doc, shots: doc.shots.map((shot) => (shot.id === id ? { ...shot, camera: doc.camera } : shot)), activeShotId: id }
}

export function deleteShot(doc: SceneDocument, id: string): SceneDocument {
  return { ...doc, shots: doc.shots.filter((shot) => shot.id !== id), activeShotId: doc.activeShotId === id ? null : doc.activeShotId }
}

/** Takes the camera of a shot. */
export function goToShot(doc: SceneDocument, id: string): SceneDocument {
  const shot = doc.shots.find((candidate) => candidate.id === id)
  return shot ? { ...doc, camera: shot.camera, activeShotId: id } : doc
}
