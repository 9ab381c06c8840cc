'use client'
import { useEffect } from 'react'
import { useEditorSession } from '../session'
import { useEditorStore } from '../store/context'
import { useViewportHandle } from '../viewport/viewport-handle'

const PIXELS = { width: 640, height: 480 }
/** Pictures of the scene for the grid are not worth more traffic than this. */
const PAUSE_MS = 20_000
const FIRST_DELAY_MS = 2500

/** After a save, now and then, sends a small picture of the scene for the grid of scenes; at once when it has none. */
export function useThumbnail(hasThumbnail: boolean): void {
  const { sceneId, canEdit } = useEditorSession()
  const store = useEditorStore()
  const handle = useViewportHandle()
  useEffect(() => {
    if (!canEdit) return
    let timer: number | undefined
    let sentAt = 0
    const send = async () => {
      timer = undefined
      const { commands } = handle
      if (!commands || document.visibilityState === 'hidden' || store.getState().interaction.kind === 'drag') {
        plan(PAUSE_MS)
        return
      }
      sentAt = Date.now()
      const picture = await commands.capture(PIXELS).catch(() => null)
      // A picture that does not arrive is no loss: the next save brings another.
      if (picture) await fetch(`/api/scenes/${encodeURIComponent(sceneId)}/thumbnail`, { method: 'PUT', body: picture }).catch(() => null)
    }
    const plan = (afterMs: number) => {
      timer ??= window.setTimeout(send, afterMs)
    }
    if (!hasThumbnail) plan(FIRST_DELAY_MS)
    const unsubscribe = store.subscribe((state, previous) => {
      if (state.save.status === 'saved' && previous.save.status !== 'saved') plan(Math.max(FIRST_DELAY_MS, sentAt + PAUSE_MS - Date.now()))
    })
    return () => {
      unsubscribe()
      window.clearTimeout(timer)
    }
  }, [sceneId, canEdit, store, handle, hasThumbnail])
}
