import type { Camera, SceneDocument, SceneNode } from '../schema'
import { cameraChange } from './camera-words'
import { type NodeChange, nodeChange } from './node-words'
import { environmentChange, exposureChange } from './surroundings-words'

/** Things that are told one by one; the rest are gathered by name. */
const LINES_MAX = 12
const NAMES_MAX = 4

/**
 * What became of a scene, one line a subject: `Camera turned 12°, moved 0.4 m`, `Vase: steel to brass`, `Lamp hidden`. The
 * camera comes first, then things, then the light around them. Things to which the same happened share a line. Empty when
 * both give the same picture: saved shots, the order of things and the ids do not count.
 *
 * Things are matched by id, then by kind and name, so that a thing which was deleted and made anew is not told twice.
 * @param cameras The cameras that took the pictures, where they are not those of the documents.
 */
export function describeSceneChange(before: SceneDocument, after: SceneDocument, cameras?: { before: Camera; after: Camera }): string[] {
  const camera = cameraChange(cameras?.before ?? before.camera, cameras?.after ?? after.camera)
  const environment = environmentChange(before.environment, after.environment)
  const exposure = exposureChange(before.exposure, after.exposure)
  return [
    ...(camera.length > 0 ? [`Camera ${camera.join(', ')}`] : []),
    ...thingsChange(before, after),
    ...(environment.length > 0 ? [`Surroundings: ${environment.join(', ')}`] : []),
    ...(exposure ? [exposure] : []),
  ]
}

type Pair = { before: SceneNode; after: SceneNode }

function thingsChange(before: SceneDocument, after: SceneDocument): string[] {
  const { pairs, removed, added } = match(before, after)
  if (pairs.length === 0 && removed.length > 1 && added.length > 1) {
    return [`Another scene: ${added.length} other objects and lights instead of ${removed.length}`]
  }
  const lines = [
    ...(added.length > 0 ? [`${listWords(added.map(({ name }) => name))} added`] : []),
    ...(removed.length > 0 ? [`${listWords(removed.map(({ name }) => name))} removed`] : []),
  ]
  const told = gather(pairs)
  const rest = told.slice(LINES_MAX).flatMap(({ names }) => names)
  return [...lines, ...told.slice(0, LINES_MAX).map(lineOf), ...(rest.length > 0 ? [`${listWords(rest)} changed too`] : [])]
}

function match(before: SceneDocument, after: SceneDocument): { pairs: Pair[]; removed: SceneNode[]; added: SceneNode[] } {
  const pairs: Pair[] = []
  const removed = new Map<string, SceneNode>()
  for (const id of before.order) {
    const [was, is] = [before.nodes[id], after.nodes[id]]
    if (was && is) pairs.push({ before: was, after: is })
    else if (was) removed.set(id, was)
  }
  const added: SceneNode[] = []
  for (const id of after.order) {
    const node = after.nodes[id]
    if (!node || before.nodes[id]) continue
    const twin = [...removed].find(([, other]) => other.name === node.name && other.type === node.type)
    if (twin) {
      removed.delete(twin[0])
      pairs.push({ before: twin[1], after: node })
    } else added.push(node)
  }
  return { pairs, removed: [...removed.values()], added }
}

type Told = { names: string[]; change: NodeChange }

/** Things to which the same happened, in the order of the outliner. */
function gather(pairs: readonly Pair[]): Told[] {
  const byChange = new Map<string, Told>()
  for (const { before, after } of pairs) {
    const change = nodeChange(before, after)
    if (change.deeds.length + change.facts.length === 0) continue
    const key = JSON.stringify(change)
    const known = byChange.get(key)
    if (known) known.names.push(before.name)
    else byChange.set(key, { names: [before.name], change })
  }
  return [...byChange.values()]
}

function lineOf({ names, change }: Told): string {
  const { deeds, facts } = change
  return facts.length > 0 ? `${listWords(names)}: ${[...facts, ...deeds].join(', ')}` : `${listWords(names)} ${deeds.join(', ')}`
}

/** `Cup`, `Cup and Plate`, `Cup, Plate, Bowl and 7 more`. */
function listWords(names: readonly string[]): string {
  if (names.length <= 1) return names.join()
  const shown = names.length > NAMES_MAX ? [...names.slice(0, NAMES_MAX - 1), `${names.length - NAMES_MAX + 1} more`] : names
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
