import type { SceneDocument } from '../schema'
import { duplicateNode, removeNode, setTransform, setVisible, type Transform } from './commands'

/** Commands about several nodes at once. Each is one change of the document, so one step of undo. */

const each = <T>(doc: SceneDocument, items: Iterable<T>, change: (doc: SceneDocument, item: T) => SceneDocument): SceneDocument => {
  let next = doc
  for (const item of items) next = change(next, item)
  return next
}

export const forNodes = (doc: SceneDocument, ids: readonly string[], change: (doc: SceneDocument, id: string) => SceneDocument): SceneDocument =>
  each(doc, ids, change)

export const removeNodes = (doc: SceneDocument, ids: readonly string[]): SceneDocument => forNodes(doc, ids, removeNode)

export const setNodesVisible = (doc: SceneDocument, ids: readonly string[], visible: boolean): SceneDocument =>
  forNodes(doc, ids, (next, id) => setVisible(next, id, visible))

/** Copies of nodes, each after its original, all moved aside by the same distance in metres. `copies` are pairs of id and id of the copy. */
export const duplicateNodes = (doc: SceneDocument, copies: readonly (readonly [id: string, copyId: string])[], aside: number): SceneDocument =>
  each(doc, copies, (next, [id, copyId]) => duplicateNode(next, id, copyId, aside))

export const setTransforms = (doc: SceneDocument, transforms: ReadonlyMap<string, Partial<Transform>>): SceneDocument =>
  each(doc, transforms, (next, [id, transform]) => setTransform(next, id, transform))

/** Moves nodes by the same way, in metres. */
export const moveNodes = (doc: SceneDocument, ids: readonly string[], by: readonly [number, number, number]): SceneDocument =>
  forNodes(doc, ids, (next, id) => {
    const at = next.nodes[id]?.position
    return at ? setTransform(next, id, { position: [at[0] + by[0], at[1] + by[1], at[2] + by[2]] }) : next
  })

/** The middle of the box around the origins of nodes: where several are moved, turned and scaled together. Null without any. */
export function commonCentre(doc: SceneDocument, ids: readonly string[]): [number, number, number] | null {
  const places = ids.flatMap((id) => (doc.nodes[id] ? [doc.nodes[id].position] : []))
  if (places.length === 0) return null
  const middle = (axis: 0 | 1 | 2): number => {
    const values = places.map((place) => place[axis])
    return (Math.min(...values) + Math.max(...values)) / 2
  }
  return [middle(0), middle(1), middle(2)]
}
