import { z } from 'zod'
import { NODES_MAX, type SceneDocument, sceneDocumentSchema } from '../schema'

/**
 * One changed property of a scene document. A path walks through plain objects only: arrays (vectors, the order, the shots,
 * a lathe's profile) are values and are replaced whole, so a path never needs an index.
 */
export type Patch = { path: string[]; value: Json } | { path: string[]; remove: true }
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

type JsonObject = { [key: string]: Json }

/** Names that reach a prototype instead of the document. The alphabet below already excludes the first. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])
const DEPTH_MAX = 8
/** A document of the largest size whose every node changed in several properties still fits. */
export const PATCHES_MAX = NODES_MAX * 8

const segment = z
  .string()
  .regex(/^[A-Za-z0-9_]{1,64}$/)
  .refine((key) => !FORBIDDEN.has(key))
const path = z.array(segment).min(1).max(DEPTH_MAX)

export const patchSchema = z.union([z.strictObject({ path, value: z.json() }), z.strictObject({ path, remove: z.literal(true) })])
export const patchesSchema = z.array(patchSchema).max(PATCHES_MAX)

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether two JSON values are equal. The order of an object's keys does not matter. */
export function equalJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => equalJson(item, b[i]))
  if (!isObject(a) || !isObject(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]))
}

/**
 * The patches that turn one document into another, as few and as small as property patches allow. Untouched branches are
 * skipped by identity, so the cost follows the size of the change and not of the scene.
 */
export function diff(before: SceneDocument, after: SceneDocument): Patch[] {
  const patches: Patch[] = []
  collect(before as unknown as JsonObject, after as unknown as JsonObject, [], patches)
  return patches
}

function collect(before: JsonObject, after: JsonObject, at: string[], out: Patch[]): void {
  if (before === after) return
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) out.push({ path: [...at, key], remove: true })
  }
  for (const key of Object.keys(after)) {
    const next = after[key] as Json
    const had = Object.hasOwn(before, key)
    const previous = before[key]
    if (had && isObject(previous) && isObject(next)) collect(previous, next, [...at, key], out)
    else if (!had || !equalJson(previous, next)) out.push({ path: [...at, key], value: next })
  }
}

/**
 * Applies patches without checking the result: for documents and patches that this code made itself (undo, redo). Copies
 * the branches that change and shares the rest. A patch whose parent is gone is skipped.
 */
export function applyUnchecked(doc: SceneDocument, patches: readonly Patch[]): SceneDocument {
  let root = doc as unknown as JsonObject
  for (const patch of patches) root = applyOne(root, patch, 0)
  return root as unknown as SceneDocument
}

function applyOne(target: JsonObject, patch: Patch, depth: number): JsonObject {
  const key = patch.path[depth]
  if (key === undefined || FORBIDDEN.has(key)) return target
  if (depth < patch.path.length - 1) {
    const child = Object.hasOwn(target, key) ? target[key] : undefined
    if (!isObject(child)) return target
    const next = applyOne(child, patch, depth + 1)
    return next === child ? target : { ...target, [key]: next }
  }
  if ('remove' in patch) {
    if (!Object.hasOwn(target, key)) return target
    const { [key]: _removed, ...rest } = target
    return rest
  }
  return { ...target, [key]: patch.value }
}

/**
 * Applies patches from anywhere and checks the result against the schema of the document.
 * @throws z.ZodError when the patches or the document that they would make are not valid.
 */
export function applyPatches(doc: SceneDocument, patches: unknown): SceneDocument {
  return sceneDocumentSchema.parse(applyUnchecked(doc, patchesSchema.parse(patches)))
}
