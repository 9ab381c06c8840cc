'use client'
import { createContext, type ReactNode, useContext } from 'react'
import type { AspectRatio, ImageSize } from '@/lib/domain/aspect-ratio'
import type { Camera, SceneDocument } from '@/lib/scene/schema'

/** What the editor offers to the Image and History panels, which know nothing of three. */
export type EditorBridge = {
  sceneId: string
  teamId: string
  /** Names of the visible objects, for the reading of the prompt. Stable until one changes. */
  useObjects: () => readonly { id: string; name: string }[]
  /** Whether there is anything to see. */
  useHasContent: () => boolean
  /** Why no picture of the canvas can be taken now, in a sentence, or null. */
  useCanvasProblem: () => string | null
  /** The present camera and document, read at the moment of the call. */
  readDocument: () => { document: SceneDocument; camera: Camera; revision: number }
  /** Looks from another place. Saved with the scene; undo does not turn the head. */
  setCamera: (camera: Camera) => void
  /** A PNG of exactly what the frame shows, without gizmos or grid. */
  captureSnapshot: (pixels: { width: number; height: number }) => Promise<Blob>
  /** Resolves when everything up to now is saved. @throws Error when saving fails. */
  flush: () => Promise<{ revision: number }>
  /** The frame on the canvas follows this ratio; with a size its caption also tells the pixels. */
  setFrameRatio: (ratio: AspectRatio, size?: ImageSize) => void
  /** The live picture of slot 1: fills its parent, drawn by the same WebGL context as the canvas. */
  liveSlot: ReactNode
}

const BridgeContext = createContext<EditorBridge | null>(null)
export const EditorBridgeProvider = BridgeContext.Provider

export function useEditorBridge(): EditorBridge {
  const bridge = useContext(BridgeContext)
  if (!bridge) throw new Error('useEditorBridge needs an EditorBridgeProvider above it.')
  return bridge
}
