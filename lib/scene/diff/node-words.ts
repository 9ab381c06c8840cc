import { LIGHT_NAMES } from '../commands/new-node'
import type { Geometry, Light, SceneNode } from '../schema'
import { colorChange } from './color-words'
import { materialChange } from './material-words'
import { degreeWords, fromTo, length, lengthWords, minus, plain, turnBetween } from './measures'
import { brighterWords } from './surroundings-words'

/**
 * What happened to one thing. `deeds` follow its name as a verb (`Vase moved 0.4 m`), `facts` follow a colon
 * (`Vase: steel to brass`).
 */
export type NodeChange = { deeds: string[]; facts: string[] }

export function nodeChange(before: SceneNode, after: SceneNode): NodeChange {
  const deeds = [before.visible === after.visible ? null : after.visible ? 'shown' : 'hidden', ...movement(before, after)]
  if (before.name !== after.name) deeds.unshift(`renamed ${after.name}`)
  return { deeds: deeds.filter((clause) => clause !== null), facts: matter(before, after) }
}

function movement(before: SceneNode, after: SceneNode): (string | null)[] {
  const way = minus(after.position, before.position)
  const moved = length(way)
  const upright = Math.abs(way[1]) > 0.98 * moved
  const turned = turns(after) ? turnBetween(before.rotation, after.rotation) : 0
  return [
    moved >= 0.0001 ? `moved ${upright ? (way[1] > 0 ? 'up ' : 'down ') : ''}${lengthWords(moved)}` : null,
    turned >= 0.1 ? `turned ${degreeWords(turned)}` : null,
    scaling(before.scale, after.scale),
  ]
}

/** A point light shines the same on all sides, however it is turned. */
const turns = (node: SceneNode): boolean => node.type !== 'light' || node.light.kind !== 'point'

type Vec3 = readonly [number, number, number]

function scaling(before: Vec3, after: Vec3): string | null {
  if (before.every((value, axis) => value === after[axis])) return null
  const [x, y, z] = [0, 1, 2].map((axis) => (after[axis] ?? 1) / (before[axis] || 1)) as [number, number, number]
  const even = Math.max(Math.abs(x - y), Math.abs(y - z)) < 0.005 * Math.abs(x)
  if (even && x > 0) return x >= 2.5 ? `made ${plain(x)} times as large` : `made ${plain(Math.abs(x - 1) * 100)}% ${x > 1 ? 'larger' : 'smaller'}`
  return `scaled by ${plain(x, 2)} × ${plain(y, 2)} × ${plain(z, 2)}`
}

function matter(before: SceneNode, after: SceneNode): string[] {
  if (before.type === 'mesh' && after.type === 'mesh') {
    return [...geometryChange(before.geometry, after.geometry), ...materialChange(before.material, after.material)]
  }
  if (before.type === 'model' && after.type === 'model') {
    return [...(before.assetId === after.assetId ? [] : ['model replaced']), ...materialChange(before.material, after.material)]
  }
  if (before.type === 'light' && after.type === 'light') return lightChange(before.light, after.light)
  return [`${kindWords(before)} to ${kindWords(after)}`]
}

const kindWords = (node: SceneNode): string =>
  node.type === 'model' ? 'model' : node.type === 'light' ? LIGHT_NAMES[node.light.kind].toLowerCase() : SHAPE_WORDS[node.geometry.shape]

const SHAPE_WORDS: Record<Geometry['shape'], string> = {
  box: 'box',
  sphere: 'sphere',
  cylinder: 'cylinder',
  cone: 'cone',
  torus: 'torus',
  plane: 'plane',
  text: 'text',
  lathe: 'turned shape',
}

/** How the sizes of shapes are called where their names in the document do not say it. */
const SIZE_WORDS: Readonly<Record<string, string>> = { radiusTop: 'upper radius', radiusBottom: 'lower radius', tube: 'thickness', size: 'letter size' }

function geometryChange(before: Geometry, after: Geometry): string[] {
  if (before.shape !== after.shape) return [`${SHAPE_WORDS[before.shape]} to ${SHAPE_WORDS[after.shape]}`]
  const old = new Map<string, unknown>(Object.entries(before))
  const clauses: string[] = []
  for (const [key, value] of Object.entries(after) as [string, unknown][]) {
    const was = old.get(key)
    if (key === 'text' && was !== value) clauses.push(`text “${was}” to “${value}”`)
    else if (key === 'profile' && JSON.stringify(was) !== JSON.stringify(value)) clauses.push('outline changed')
    else if (typeof value === 'number' && typeof was === 'number' && key !== 'segments') {
      const change = fromTo(SIZE_WORDS[key] ?? key, lengthWords(was), lengthWords(value))
      if (change) clauses.push(change)
    }
  }
  return clauses
}

function lightChange(before: Light, after: Light): string[] {
  if (before.kind !== after.kind) return [`${LIGHT_NAMES[before.kind].toLowerCase()} to ${LIGHT_NAMES[after.kind].toLowerCase()}`]
  const color = colorChange(before.color, after.color)
  const clauses: (string | null)[] = [brighterWords(before.intensity, after.intensity), color && `colour ${color}`]
  if (before.kind === 'directional' && after.kind === 'directional') clauses.push(fromTo('softness', degreeWords(before.softness), degreeWords(after.softness)))
  if (before.kind === 'point' && after.kind === 'point') clauses.push(fromTo('radius', lengthWords(before.radius), lengthWords(after.radius)))
  if (before.kind === 'area' && after.kind === 'area') {
    clauses.push(fromTo('width', lengthWords(before.width), lengthWords(after.width)), fromTo('height', lengthWords(before.height), lengthWords(after.height)))
  }
  return clauses.filter((clause) => clause !== null)
}
