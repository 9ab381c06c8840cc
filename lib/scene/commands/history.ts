import { applyUnchecked, diff, type Patch } from '../patches/patch'
import type { SceneDocument } from '../schema'

/** One step that can be undone: the properties it changed, both ways. */
export type Step = { label: string; undo: Patch[]; redo: Patch[] }

/**
 * Past and future steps. Steps hold patches and not documents, so undoing a moved vase leaves alone what is not part of
 * the history, such as where the camera has been orbited to since.
 */
export type History = { past: readonly Step[]; future: readonly Step[] }

export const EMPTY_HISTORY: History = { past: [], future: [] }
export const HISTORY_STEPS_MAX = 200

/** Records the change from one document to another as one step. Returns the same history when nothing changed. */
export function record(history: History, label: string, before: SceneDocument, after: SceneDocument): History {
  const redo = diff(before, after)
  if (redo.length === 0) return history
  const step: Step = { label, undo: diff(after, before), redo }
  return { past: [...history.past.slice(-(HISTORY_STEPS_MAX - 1)), step], future: [] }
}

/** Takes the last step back, or returns null when there is none. */
export function undo(history: History, doc: SceneDocument): { history: History; doc: SceneDocument; label: string } | null {
  const step = history.past.at(-1)
  if (!step) return null
  return {
    history: { past: history.past.slice(0, -1), future: [step, ...history.future] },
    doc: applyUnchecked(doc, step.undo),
    label: step.label,
  }
}

/** Does the last undone step again, or returns null when there is none. */
export function redo(history: History, doc: SceneDocument): { history: History; doc: SceneDocument; label: string } | null {
  const [step, ...future] = history.future
  if (!step) return null
  return { history: { past: [...history.past, step], future }, doc: applyUnchecked(doc, step.redo), label: step.label }
}
