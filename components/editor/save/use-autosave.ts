'use client'
import { useEffect } from 'react'
import { applyPatches } from '@/lib/scene/patches/patch'
import type { EditorStore } from '../store/editor-store'
import { Autosave, isViewAlone } from './autosave'
import { readDraft, writeDraft } from './drafts'
import { loadScene, sendPatches } from './server-scene'

/** The autosave of one open scene, wired to the server, this browser's storage and the store. */
export function createAutosave(sceneId: string, revision: number, store: EditorStore): Autosave {
  return new Autosave(
    { document: store.getState().document, revision },
    {
      save: (request) => sendPatches(sceneId, request),
      load: () => loadScene(sceneId),
      keepDraft: (draft) => writeDraft(sceneId, draft),
      onChange: (save) => store.actions.set({ save }),
      setTimer: (run, afterMs) => {
        const timer = window.setTimeout(run, afterMs)
        return () => window.clearTimeout(timer)
      },
    },
  )
}

/** Follows the document, the network and the life of the page. Takes up what an earlier visit could not save. */
export function useAutosave(sceneId: string, autosave: Autosave, store: EditorStore, canEdit: boolean): void {
  useEffect(() => {
    if (!canEdit) return
    const draft = readDraft(sceneId)
    if (draft && draft.baseRevision !== autosave.revision && isViewAlone(draft.patches)) writeDraft(sceneId, null)
    else if (draft) {
      try {
        const mine = applyPatches(store.getState().document, draft.patches)
        store.actions.replace(mine)
        autosave.update(mine)
        if (draft.baseRevision !== autosave.revision) autosave.declareConflict()
      } catch {
        // Patches against a scene that has since changed its shape fit no longer; what the server has stands.
        writeDraft(sceneId, null)
      }
    }
    const unsubscribe = store.subscribe((state, previous) => {
      // A drag is saved when it ends: its steps on the way are nobody's document.
      if (state.interaction.kind === 'drag') return
      if (state.document !== previous.document || previous.interaction.kind === 'drag') autosave.update(state.document)
    })
    const onOnline = () => autosave.retryNow()
    const onHide = () => {
      if (document.visibilityState === 'hidden') autosave.leave()
    }
    const onLeave = () => autosave.leave()
    const onBeforeUnload = (event: BeforeUnloadEvent) => {
      // Pending work goes out with the last request; only what the server will not take is worth a question.
      if (autosave.isDirty && autosave.status !== 'pending' && autosave.status !== 'saving') event.preventDefault()
    }
    window.addEventListener('online', onOnline)
    window.addEventListener('pagehide', onLeave)
    window.addEventListener('beforeunload', onBeforeUnload)
    document.addEventListener('visibilitychange', onHide)
    return () => {
      unsubscribe()
      window.removeEventListener('online', onOnline)
      window.removeEventListener('pagehide', onLeave)
      window.removeEventListener('beforeunload', onBeforeUnload)
      document.removeEventListener('visibilitychange', onHide)
      autosave.leave()
    }
  }, [sceneId, autosave, store, canEdit])
}
