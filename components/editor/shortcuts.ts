'use client'
import { useEffect } from 'react'
import { reorderNode } from '@/lib/scene/commands/commands'
import { deleteSelected, duplicateSelected, toggleVisible } from './selection-commands'
import { useEditorSession } from './session'
import { useEditorStore } from './store/context'
import { type EditorState, type EditorStore, selectedIds } from './store/editor-store'
import { useViewportHandle, type ViewportHandle } from './viewport/viewport-handle'

/** Whether a key belongs to something else: a field that is typed in, an open menu or dialog. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return true
  const target = event.target instanceof HTMLElement ? event.target : null
  if (!target) return false
  if (target.isContentEditable || target.closest('input:not([type="range"]):not([type="checkbox"]), textarea, select')) return true
  return target.closest('[role="menu"], [role="dialog"], [role="listbox"]') !== null
}

type Keys = { store: EditorStore; handle: ViewportHandle; canEdit: boolean; ids: readonly string[] }

function withCommand(key: string, shift: boolean, { store, handle, ids, canEdit }: Keys): boolean {
  if (key === 'z') {
    if (shift) store.actions.redo()
    else store.actions.undo()
  } else if (key === 'y') store.actions.redo()
  else if (key === 'a') {
    const { document } = store.getState()
    // What is hidden stays out: nobody should delete what they do not see.
    store.actions.selectNodes(document.order.filter((id) => document.nodes[id]?.visible))
  } else if (key === 'd' && ids.length > 0 && canEdit) duplicateSelected(store, handle)
  else return false
  return true
}

const TOOL_KEYS: Record<string, EditorState['tool']> = { q: 'select', w: 'move', e: 'rotate', r: 'scale' }

function plain(key: string, { store, handle, ids, canEdit }: Keys): boolean {
  const { actions } = store
  const tool = TOOL_KEYS[key]
  if (tool) {
    if (canEdit) actions.set({ tool })
    return canEdit
  }
  switch (key) {
    case 'f':
      handle.commands?.frame()
      return true
    case 'g':
      actions.set({ grid: !store.getState().grid })
      return true
    case '?':
      actions.set({ helpOpen: true })
      return true
    case 'escape':
      actions.select(null)
      return true
  }
  const last = ids.at(-1)
  if (!last || !canEdit) return false
  switch (key) {
    case 'delete':
    case 'backspace':
      deleteSelected(store)
      return true
    case 'h':
      toggleVisible(store)
      return true
    case 'f2':
      actions.set({ interaction: { kind: 'rename', target: 'node', id: last } })
      return true
  }
  return false
}

/** The keyboard of the editor. Says nothing while somebody types. */
export function useShortcuts(): void {
  const store = useEditorStore()
  const handle = useViewportHandle()
  const { canEdit } = useEditorSession()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isTaken(event)) return
      const state = store.getState()
      const keys: Keys = { store, handle, canEdit, ids: selectedIds(state) }
      const key = event.key.toLowerCase()
      let done = false
      if (event.ctrlKey || event.metaKey) done = !event.altKey && withCommand(key, event.shiftKey, keys)
      else if (event.altKey) {
        const step = key === 'arrowup' ? -1 : key === 'arrowdown' ? 1 : 0
        const [id, ...others] = keys.ids
        if (id && others.length === 0 && step !== 0) store.actions.commit('Reorder', (doc) => reorderNode(doc, id, state.document.order.indexOf(id) + step))
        done = step !== 0
      } else done = plain(key, keys)
      if (done) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [store, handle, canEdit])
}
