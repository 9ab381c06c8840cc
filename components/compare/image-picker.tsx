'use client'
import { useEffect, useState } from 'react'
import { fetchHistory, fileUrl } from '@/components/generate/api'
import { ThumbImage } from '@/components/history/thumb-image'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { type ComparePicture, snapshotRef } from '@/lib/domain/comparison'
import type { GenerationView } from '@/lib/domain/generation-view'

export type ImagePickerProps = {
  teamId: string
  /** What is in the comparison already. */
  pictures: readonly ComparePicture[]
  /** Generations of the pictures, whose snapshots can be added. */
  generationIds: readonly string[]
  onChoose: (ref: string) => void
  onClose: () => void
}

/** The team's images, newest first, to add one to the comparison. */
export function ImagePicker({ teamId, pictures, generationIds, onChoose, onClose }: ImagePickerProps) {
  const [items, setItems] = useState<GenerationView[] | null>(null)
  const [cursor, setCursor] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  useEffect(() => {
    let gone = false
    void fetchHistory({ teamId, limit: 40 }).then((page) => {
      if (gone) return
      if (!page.ok) return setProblem(page.error.message)
      setItems(page.value.items)
      setCursor(page.value.nextCursor)
    })
    return () => {
      gone = true
    }
  }, [teamId])

  async function more(): Promise<void> {
    const page = await fetchHistory({ teamId, limit: 40, cursor })
    if (!page.ok) return setProblem(page.error.message)
    setItems((present) => [...(present ?? []), ...page.value.items])
    setCursor(page.value.nextCursor)
  }

  const taken = new Set(pictures.map((picture) => picture.ref))
  const canvases = (items ?? []).filter((item) => item.snapshotAssetId && generationIds.includes(item.id) && !taken.has(snapshotRef(item.id)))
  const outputs = (items ?? []).flatMap((item) => item.outputs.map((output) => ({ output, prompt: item.prompt.trim() })))
  const choices = outputs.filter(({ output }) => !taken.has(output.id))
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Add an image" width="lg">
      {problem ? <Notice tone="bad">{problem}</Notice> : null}
      {items === null && !problem ? (
        <div className="grid grid-cols-4 gap-2 pt-2">
          {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key) => (
            <Skeleton key={key} className="aspect-square" />
          ))}
        </div>
      ) : null}
      {items && choices.length + canvases.length === 0 ? <p className="py-6 text-text-2">There are no other images in this team yet.</p> : null}
      <ul className="grid grid-cols-2 gap-2 pt-2 sm:grid-cols-4">
        {canvases.map((item) => (
          <li key={item.id}>
            <button type="button" className="relative block w-full overflow-hidden rounded-sm hover:opacity-85" onClick={() => onChoose(snapshotRef(item.id))}>
              <img src={fileUrl(item.snapshotAssetId ?? '')} alt="" className="aspect-square w-full bg-skeleton object-cover" />
              <span className="absolute bottom-1.5 left-1.5 rounded-sm bg-over px-1.5 py-0.5 text-sm text-white">Canvas</span>
            </button>
          </li>
        ))}
        {choices.map(({ output, prompt }) => (
          <li key={output.id}>
            <button type="button" className="block w-full overflow-hidden rounded-sm hover:opacity-85" onClick={() => onChoose(output.id)}>
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
