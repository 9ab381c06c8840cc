'use client'
import { useEffect } from 'react'
import { newId } from '@/lib/domain/ids'
import { duplicateNode, removeNode, reorderNode, setVisible } from '@/lib/scene/commands/commands'
import { sizeFor } from '@/lib/scene/commands/new-node'
import { useEditorStore } from './store/context'
import type { EditorStore } from './store/editor-store'
import { useViewportHandle, type ViewportHandle } from './viewport/viewport-handle'

/** Whether a key belongs to something else: a field that is typed in, an open menu or dialog. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return true
  const target = event.target instanceof HTMLElement ? event.target : null
  if (!target) return false
  if (target.isContentEditable || target.closest('input:not([type="range"]):not([type="checkbox"]), textarea, select')) return true
  return target.closest('[role="menu"], [role="dialog"], [role="listbox"]') !== null
}

function duplicate(store: EditorStore, handle: ViewportHandle, id: string): void {
  const copyId = newId('node')
  const aside = sizeFor(handle.commands?.focus().distance ?? 2) / 4
  store.actions.commit('Duplicate', (doc) => duplicateNode(doc, id, copyId, aside))
  store.actions.select({ kind: 'node', id: copyId })
}

function withCommand(key: string, shift: boolean, store: EditorStore, handle: ViewportHandle, id: string | null): boolean {
  if (key === 'z') {
    if (shift) store.actions.redo()
    else store.actions.undo()
  } else if (key === 'y') store.actions.redo()
  else if (key === 'd' && id) duplicate(store, handle, id)
  else return false
  return true
}

function plain(key: string, store: EditorStore, handle: ViewportHandle, id: string | null): boolean {
  const { actions } = store
  const { document, grid } = store.getState()
  switch (key) {
    case 'q':
      actions.set({ tool: 'select' })
      return true
    case 'w':
      actions.set({ tool: 'move' })
      return true
    case 'e':
      actions.set({ tool: 'rotate' })
      return true
    case 'r':
      actions.set({ tool: 'scale' })
      return true
    case 'f':
      handle.commands?.frame()
      return true
    case 'g':
      actions.set({ grid: !grid })
      return true
    case '?':
      actions.set({ helpOpen: true })
      return true
    case 'escape':
      actions.select(null)
      return true
  }
  if (!id) return false
  switch (key) {
    case 'delete':
    case 'backspace':
      actions.commit('Delete', (doc) => removeNode(doc, id))
      return true
    case 'h':
      actions.commit(document.nodes[id]?.visible ? 'Hide' : 'Show', (doc) => setVisible(doc, id, !doc.nodes[id]?.visible))
      return true
    case 'f2':
      actions.set({ interaction: { kind: 'rename', target: 'node', id } })
      return true
  }
  return false
}

/** The keyboard of the editor. Says nothing while somebody types. */
export function useShortcuts(): void {
  const store = useEditorStore()
  const handle = useViewportHandle()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isTaken(event)) return
      const { selection, document } = store.getState()
      const id = selection?.kind === 'node' ? selection.id : null
      const key = event.key.toLowerCase()
      let done = false
      if (event.ctrlKey || event.metaKey) done = !event.altKey && withCommand(key, event.shiftKey, store, handle, id)
      else if (event.altKey) {
        const step = key === 'arrowup' ? -1 : key === 'arrowdown' ? 1 : 0
        if (id && step !== 0) store.actions.commit('Reorder', (doc) => reorderNode(doc, id, document.order.indexOf(id) + step))
        done = step !== 0
      } else done = plain(key, store, handle, id)
      if (done) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [store, handle])
}
