'use client'
import { type ReactNode, useMemo } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { type EditorBridge, EditorBridgeProvider } from './bridge'
import { useEditorSession } from './session'
import { useEditorStore } from './store/context'
import type { EditorState, EditorStore } from './store/editor-store'
import { LiveSlot } from './viewport/live-slot'
import { useViewportHandle, type ViewportHandle } from './viewport/viewport-handle'

type NamedObject = { id: string; name: string }

/** The same array as long as no visible object was added, removed, renamed or hidden, so panels re-render only then. */
function objectsSelector(): (state: EditorState) => readonly NamedObject[] {
  let last: readonly NamedObject[] = []
  return ({ document }) => {
    const next = document.order.flatMap((id): NamedObject[] => {
      const node = document.nodes[id]
      return node?.visible && node.type !== 'light' ? [{ id, name: node.name }] : []
    })
    const same = next.length === last.length && next.every((item, i) => item.id === last[i]?.id && item.name === last[i]?.name)
    if (!same) last = next
    return last
  }
}

const hasContent = ({ document }: EditorState): boolean => Object.values(document.nodes).some((node) => node.visible && node.type !== 'light')

const canvasProblem = ({ view }: EditorState): string | null =>
  view === 'running'
    ? null
    : view === 'lost'
      ? 'The 3D view has stopped. Reload it to make an image.'
      : 'This browser shows no 3D, so there is no canvas to work from.'

function createBridge(
  session: { sceneId: string; teamId: string; autosave: { revision: number; flush: () => Promise<{ revision: number }> } },
  store: EditorStore,
  handle: ViewportHandle,
): EditorBridge {
  const selectObjects = objectsSelector()
  return {
    sceneId: session.sceneId,
    teamId: session.teamId,
    useObjects: () => useStore(store, selectObjects),
    useCanvasProblem: () => useStore(store, canvasProblem),
    useHasContent: () => useStore(store, useShallow(hasContent)),
    readDocument: () => {
      const { document } = store.getState()
      return { document, camera: document.camera, revision: session.autosave.revision }
    },
    setCamera: (camera) => store.actions.navigate((document) => ({ ...document, camera, activeShotId: null })),
    captureSnapshot: async (pixels) => (await handle.ready).capture(pixels),
    flush: () => session.autosave.flush(),
    setFrameRatio: (ratio, size) => store.actions.set(size ? { ratio, size } : { ratio }),
    liveSlot: <LiveSlot />,
  }
}

/** Gives the Image and History panels what they may know of the editor. The bridge itself never changes. */
export function EditorBridgeRoot({ children }: { children: ReactNode }) {
  const session = useEditorSession()
  const store = useEditorStore()
  const handle = useViewportHandle()
  const bridge = useMemo(() => createBridge(session, store, handle), [session, store, handle])
  return <EditorBridgeProvider value={bridge}>{children}</EditorBridgeProvider>
}
