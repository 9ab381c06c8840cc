'use client'
import { type ReactNode, useState } from 'react'
import { TEAM_SUSPENDED_BRIEFLY } from '@/lib/domain/suspension'
import type { SceneDocument } from '@/lib/scene/schema'
import { EditorBridgeRoot } from './editor-bridge'
import { HelpDialog } from './help-dialog'
import { NarrowNotice } from './narrow-notice'
import { Outliner } from './outliner/outliner'
import { RightPanel } from './panels/right-panel'
import { ConflictDialog } from './save/conflict-dialog'
import { createAutosave, useAutosave } from './save/use-autosave'
import { useElsewhere } from './save/use-elsewhere'
import { useThumbnail } from './save/use-thumbnail'
import { type EditorServerActions, type EditorSession, EditorSessionProvider } from './session'
import { useShortcuts } from './shortcuts'
import { CanvasLayer, Stage } from './stage/stage'
import { EditorStoreProvider } from './store/context'
import { createEditorStore, type EditorStore } from './store/editor-store'
import { TopBar } from './top-bar'
import { createViewportHandle, ViewportHandleProvider } from './viewport/viewport-handle'
import { VIEW_ONLY } from './words'

export type EditorProps = {
  scene: { id: string; teamId: string; name: string; revision: number; document: SceneDocument; canEdit: boolean; hasThumbnail: boolean }
  userId: string
  teamName: string
  isSuspended: boolean
  actions: EditorServerActions
  themeButton: ReactNode
  imagePanel: ReactNode
  historyPanel: ReactNode
  /** Progress and result over the canvas. */
  overlay: ReactNode
}

/** The editor of one scene: outliner left, canvas in the middle, panels right. */
export function Editor({ scene, userId, teamName, isSuspended, actions, themeButton, imagePanel, historyPanel, overlay }: EditorProps) {
  const [handle] = useState(createViewportHandle)
  const [store] = useState(() => createEditorStore({ document: scene.document, sceneName: scene.name, tab: 'image' }, scene.canEdit))
  const [session] = useState<EditorSession>(() => ({
    sceneId: scene.id,
    teamId: scene.teamId,
    teamName,
    userId,
    canEdit: scene.canEdit,
    viewOnly: scene.canEdit ? undefined : isSuspended ? TEAM_SUSPENDED_BRIEFLY : VIEW_ONLY,
    autosave: createAutosave(scene.id, scene.revision, store),
    actions,
  }))
  return (
    <EditorStoreProvider value={store}>
      <EditorSessionProvider value={session}>
        <ViewportHandleProvider value={handle}>
          <EditorBridgeRoot>
            <NarrowNotice />
            <div data-room="editor" className="relative isolate hidden h-dvh overflow-hidden bg-bg text-md text-text lg:block">
              <CanvasLayer />
              <div className="relative z-10 grid h-full grid-cols-[232px_minmax(0,1fr)_336px] grid-rows-[48px_minmax(0,1fr)]">
                <TopBar themeButton={themeButton} />
                <Outliner />
                <Stage overlay={overlay} />
                <RightPanel image={imagePanel} history={historyPanel} />
              </div>
            </div>
            <Background session={session} store={store} hasThumbnail={scene.hasThumbnail} />
          </EditorBridgeRoot>
        </ViewportHandleProvider>
      </EditorSessionProvider>
    </EditorStoreProvider>
  )
}

/** What runs beside the page: saving, shortcuts, dialogs. */
function Background({ session, store, hasThumbnail }: { session: EditorSession; store: EditorStore; hasThumbnail: boolean }) {
  useAutosave(session.sceneId, session.autosave, store, session.canEdit)
  useThumbnail(hasThumbnail)
  useElsewhere(session, store)
  useShortcuts()
  return (
    <>
      <ConflictDialog />
      <HelpDialog />
    </>
  )
}
