import { newId } from '@/lib/domain/ids'
import { duplicateNodes, removeNodes, setNodesVisible } from '@/lib/scene/commands/many'
import { sizeFor } from '@/lib/scene/commands/new-node'
import { type EditorStore, selectedIds } from './store/editor-store'
import type { ViewportHandle } from './viewport/viewport-handle'

/** What can be done to everything that is selected, each as one step. */

const counted = (verb: string, count: number): string => (count > 1 ? `${verb} ${count} objects` : verb)

export function deleteSelected(store: EditorStore): void {
  const ids = selectedIds(store.getState())
  store.actions.commit(counted('Delete', ids.length), (doc) => removeNodes(doc, ids))
}

/** The copies are selected afterwards. */
export function duplicateSelected(store: EditorStore, handle: ViewportHandle): void {
  const { document } = store.getState()
  const chosen = new Set(selectedIds(store.getState()))
  const copies = document.order.filter((id) => chosen.has(id)).map((id) => [id, newId('node')] as const)
  const aside = sizeFor(handle.commands?.focus().distance ?? 2) / 4
  store.actions.commit(counted('Duplicate', copies.length), (doc) => duplicateNodes(doc, copies, aside))
  store.actions.selectNodes(copies.map(([, copyId]) => copyId))
}

/** Hides all as soon as one of them can be seen, else shows all. */
export function toggleVisible(store: EditorStore): void {
  const { document } = store.getState()
  const ids = selectedIds(store.getState())
  const visible = !ids.some((id) => document.nodes[id]?.visible)
  store.actions.commit(counted(visible ? 'Show' : 'Hide', ids.length), (doc) => setNodesVisible(doc, ids, visible))
}
