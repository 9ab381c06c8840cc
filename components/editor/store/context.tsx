'use client'
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { EditorActions, EditorState, EditorStore } from './editor-store'

const StoreContext = createContext<EditorStore | null>(null)
export const EditorStoreProvider = StoreContext.Provider

export function useEditorStore(): EditorStore {
  const store = useContext(StoreContext)
  if (!store) throw new Error('useEditorStore needs an EditorStoreProvider above it.')
  return store
}

/** Re-renders only when what the selector returns changes, by identity. */
export function useEditor<T>(selector: (state: EditorState) => T): T {
  return useStore(useEditorStore(), selector)
}

/** Never changes, so using it re-renders nothing. */
export function useEditorActions(): EditorActions {
  return useEditorStore().actions
}
