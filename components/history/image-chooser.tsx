'use client'
import { type ReactNode, useEffect, useState } from 'react'
import { fetchHistory } from '@/components/generate/api'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import type { GenerationView, OutputView } from '@/lib/domain/generation-view'
import { ThumbImage } from './thumb-image'

const PAGE = 40

/** Something to choose: its picture fills a square. */
export type Choice = { key: string; picture: ReactNode; choose: () => void }

export type ImageChooserProps = {
  teamId: string
  title: string
  /** Said when there is nothing to choose. */
  empty: string
  /** What can be chosen of the generations that are loaded, newest first. */
  choicesOf: (items: readonly GenerationView[]) => readonly Choice[]
  onClose: () => void
}

/** The team's images in a dialog, to choose one. */
export function ImageChooser({ teamId, title, empty, choicesOf, onClose }: ImageChooserProps) {
  const [items, setItems] = useState<readonly GenerationView[] | null>(null)
  const [cursor, setCursor] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  useEffect(() => {
    let gone = false
    void fetchHistory({ teamId, limit: PAGE }).then((page) => {
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
    const page = await fetchHistory({ teamId, limit: PAGE, cursor })
    if (!page.ok) return setProblem(page.error.message)
    setItems((present) => [...(present ?? []), ...page.value.items])
    setCursor(page.value.nextCursor)
  }

  const choices = items ? choicesOf(items) : []
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} width="lg">
      {problem ? <Notice tone="bad">{problem}</Notice> : null}
      {items === null && !problem ? (
        <div className="grid grid-cols-4 gap-2 pt-2">
          {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key) => (
            <Skeleton key={key} className="aspect-square" />
          ))}
        </div>
      ) : null}
      {items && choices.length === 0 ? <p className="py-6 text-text-2">{empty}</p> : null}
      <ul className="grid grid-cols-2 gap-2 pt-2 sm:grid-cols-4">
        {choices.map(({ key, picture, choose }) => (
          <li key={key}>
            <button type="button" className="relative block w-full overflow-hidden rounded-sm hover:opacity-85" onClick={choose}>
              {picture}
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

/** A finished image to choose, named by its prompt. */
export const outputChoice = (item: GenerationView, output: OutputView, choose: () => void): Choice => ({
  key: output.id,
  picture: <ThumbImage output={output} alt={item.prompt.trim() || 'Image without a prompt'} className="aspect-square w-full object-cover" />,
  choose,
})
