'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { useToast } from '@/components/ui/toast'
import { useEditorSession } from '../session'
import { useEditor, useEditorStore } from '../store/context'
import { loadScene } from './server-scene'

/** Asks what to do when the scene was saved elsewhere after it was opened here. Until it is answered nothing is written. */
export function ConflictDialog() {
  const { autosave, actions, sceneId } = useEditorSession()
  const store = useEditorStore()
  const conflict = useEditor((state) => state.save.status === 'conflict')
  const [working, setWorking] = useState<'theirs' | 'both' | null>(null)
  const toast = useToast()

  async function loadTheirs(): Promise<boolean> {
    const theirs = await loadScene(sceneId)
    if (!theirs) {
      toast({ tone: 'error', message: 'Their version could not be loaded. Check your connection and try again.' })
      return false
    }
    store.actions.replace(theirs.document)
    autosave.adopt(theirs.document, theirs.revision)
    store.actions.set({ elsewhere: null })
    return true
  }

  async function keepBoth(): Promise<void> {
    const { document, sceneName } = store.getState()
    const copy = await actions.saveCopy(sceneId, `${sceneName.slice(0, 110)} (mine)`, document)
    if (!copy.ok) toast({ tone: 'error', message: copy.error.message })
    else if (await loadTheirs()) toast({ message: `Your version is a scene of its own now: “${sceneName} (mine)”.` })
  }

  const answer = (which: 'theirs' | 'both') => async () => {
    setWorking(which)
    try {
      await (which === 'both' ? keepBoth() : loadTheirs())
    } finally {
      setWorking(null)
    }
  }

  return (
    <Dialog
      open={conflict}
      onOpenChange={() => {}}
      title="Keep both, or load theirs?"
      description="Somebody saved this scene after you opened it. Keep both puts your version into a scene of its own and shows theirs here. Load theirs gives up what you changed since."
      footer={
        <>
          <Button onClick={answer('theirs')} pending={working === 'theirs'} disabled={working === 'both'}>
            Load theirs
          </Button>
          <Button variant="primary" onClick={answer('both')} pending={working === 'both'} disabled={working === 'theirs'}>
            Keep both
          </Button>
        </>
      }
    />
  )
}
