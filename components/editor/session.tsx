'use client'
import { createContext, useContext } from 'react'
import type { Result } from '@/lib/domain/errors'
import type { SceneDocument } from '@/lib/scene/schema'
import type { Autosave } from './save/autosave'

/** Server actions that the route hands in. */
export type EditorServerActions = {
  rename: (sceneId: string, name: string) => Promise<Result<{ name: string }>>
  /** Stores a document as a scene of its own, beside the one it came from. */
  saveCopy: (sceneId: string, name: string, document: SceneDocument) => Promise<Result<{ id: string }>>
}

/** What stays the same while a scene is open. */
export type EditorSession = {
  sceneId: string
  teamId: string
  teamName: string
  /** Who works in this window. */
  userId: string
  /** False for viewers of the team, who may look, turn the camera and download, but change nothing. The server says the same. */
  canEdit: boolean
  /** Why not, for those who may not. */
  viewOnly: string | undefined
  autosave: Autosave
  actions: EditorServerActions
}

const SessionContext = createContext<EditorSession | null>(null)
export const EditorSessionProvider = SessionContext.Provider

export function useEditorSession(): EditorSession {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useEditorSession needs an EditorSessionProvider above it.')
  return session
}
