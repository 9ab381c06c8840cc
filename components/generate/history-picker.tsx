'use client'
import { useEffect, useState } from 'react'
import { useEditorBridge } from '@/components/editor/bridge'
import { ThumbImage } from '@/components/history/thumb-image'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import type { GenerationView } from '@/lib/domain/generation-view'
import { fetchHistory } from './api'
import { useGenerate } from './generate-provider'
import { defaultRole, setSlot, type UploadSlot } from './panel-state'

/** The team's images, to use one of them as a reference. */
export function HistoryPicker({ slot, onClose }: { slot: UploadSlot; onClose: () => void }) {
  const { store } = useGenerate()
  const { teamId } = useEditorBridge()
  const [items, setItems] = useState<GenerationView[]>([])
  const [cursor, setCursor] = useState<string | null>(null)
  const [state, setState] = useState<'loading' | 'ready' | string>('loading')

  useEffect(() => {
    let gone = false
    void fetchHistory({ teamId, limit: 40 }).then((page) => {
      if (gone) return
      if (!page.ok) return setState(page.error.message)
      setItems(page.value.items)
      setCursor(page.value.nextCursor)
      setState('ready')
    })
    return () => {
      gone = true
    }
  }, [teamId])

  async function more(): Promise<void> {
    const page = await fetchHistory({ teamId, limit: 40, cursor })
    if (!page.ok) return setState(page.error.message)
    setItems((present) => [...present, ...page.value.items])
    setCursor(page.value.nextCursor)
  }

  const outputs = items.flatMap((item) => item.outputs.map((output) => ({ output, prompt: item.prompt })))
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Choose from History" width="lg">
      {state === 'loading' ? (
        <div className="grid grid-cols-4 gap-2 pt-2">
          {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key) => (
            <Skeleton key={key} className="aspect-square" />
          ))}
        </div>
      ) : null}
      {state !== 'loading' && state !== 'ready' ? <Notice tone="bad">{state}</Notice> : null}
      {state === 'ready' && outputs.length === 0 ? <p className="py-6 text-text-2">No images in this team yet. Press Generate to make the first.</p> : null}
      <ul className="grid grid-cols-2 gap-2 pt-2 sm:grid-cols-4">
        {outputs.map(({ output, prompt }) => (
          <li key={output.id}>
            <button
              type="button"
              className="block w-full overflow-hidden rounded-sm hover:opacity-85"
              onClick={() => {
                const state = store.getState()
                const { role, strength } = state.slots[slot] ?? { role: defaultRole(state), strength: 0.6 }
                setSlot(store, slot, { assetId: output.assetId, role, strength })
                onClose()
              }}
            >
              <ThumbImage output={output} alt={prompt || 'Image without a prompt'} className="aspect-square w-full object-cover" />
            </button>
          </li>
        ))}
      </ul>
      {cursor ? (
        <div className="pt-3 text-center">
          <Button onClick={() => void more()}>Load more</Button>
        </div>
      ) : null}
    </Dialog>
  )
}
