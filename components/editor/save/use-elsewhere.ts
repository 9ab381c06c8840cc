'use client'
import { useEffect } from 'react'
import { onLiveEvent } from '@/components/generate/live-events'
import { useToast } from '@/components/ui/toast'
import type { LiveScene } from '@/lib/domain/live-event'
import { type EditorSession, useEditorSession } from '../session'
import { useEditorStore } from '../store/context'
import type { EditorStore } from '../store/editor-store'
import { loadScene } from './server-scene'

/** Looks at what was saved and remembers it when this window does not have it. */
async function takeNotice({ sceneId, autosave }: EditorSession, store: EditorStore, event: LiveScene): Promise<void> {
  if (event.revision <= autosave.revision) return
  const theirs = await loadScene(sceneId)
  if (!theirs) return
  // The answer may be newer than the event; then the next event names who made it.
  const savedBy = theirs.revision === event.revision ? event.savedBy : null
  if (await autosave.learn(theirs)) store.actions.set({ elsewhere: { revision: theirs.revision, savedBy } })
}

/** Hears of every save of this scene, and tells the store of those that were not made here. */
export function useElsewhere(session: EditorSession, store: EditorStore): void {
  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.type === 'scene' && event.id === session.sceneId) void takeNotice(session, store, event)
      }),
    [session, store],
  )
}

/** Puts the newest version in the place of the present one; the camera stays where it is. */
export function useCatchUp(): () => Promise<void> {
  const { sceneId, autosave } = useEditorSession()
  const store = useEditorStore()
  const toast = useToast()
  return async () => {
    const theirs = await loadScene(sceneId)
    if (!theirs) {
      toast({ tone: 'error', message: 'The new version could not be loaded. Check your connection and try again.' })
      return
    }
    const { camera, activeShotId } = store.getState().document
    const shotIsThere = theirs.document.shots.some((shot) => shot.id === activeShotId)
    const document = { ...theirs.document, camera, activeShotId: shotIsThere ? activeShotId : null }
    autosave.adopt(document, theirs.revision)
    store.actions.replace(document)
    store.actions.set({ elsewhere: null })
  }
}
