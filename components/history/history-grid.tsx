'use client'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { type GenerationActions, newRequestKey } from '@/components/generate/actions'
import { fetchGeneration, fetchHistory } from '@/components/generate/api'
import { onLiveEvent } from '@/components/generate/live-events'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { useToast } from '@/components/ui/toast'
import type { GenerationPage, GenerationView } from '@/lib/domain/generation-view'
import { groupByDay } from './day-groups'
import { FailedRow, OpenRow } from './history-rows'
import { JustifiedRows } from './justified-rows'

const subscribe = () => () => {}

export type HistoryGridProps = {
  teamId: string
  /** The newest page, from the server. */
  first: GenerationPage
  /** The moment of the server's render, so that both sides name the days alike. */
  nowMs: number
  engineLabels: Record<string, string>
  tryAgain: GenerationActions['tryAgain']
}

/** The team's history by day. What changes while it is open changes here too. */
export function HistoryGrid({ teamId, first, nowMs, engineLabels, tryAgain }: HistoryGridProps) {
  const [items, setItems] = useState(first.items)
  const [cursor, setCursor] = useState(first.nextCursor)
  const [loading, setLoading] = useState(false)
  const toast = useToast()
  const router = useRouter()
  // The server does not know the time zone; the browser's own replaces UTC once it has taken over.
  const timeZone = useSyncExternalStore(
    subscribe,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => 'UTC',
  )

  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.type !== 'generation' || event.teamId !== teamId) return
        void fetchGeneration(event.id).then((found) => found.ok && setItems((present) => put(present, found.value)))
      }),
    [teamId],
  )

  async function more(): Promise<void> {
    setLoading(true)
    const page = await fetchHistory({ teamId, cursor })
    setLoading(false)
    if (!page.ok) return toast({ message: page.error.message, tone: 'error' })
    setItems((present) => page.value.items.reduce(put, present))
    setCursor(page.value.nextCursor)
  }

  async function again(run: GenerationView): Promise<void> {
    const result = await tryAgain(run.id, newRequestKey()).catch(() => null)
    if (!result?.ok) return toast({ message: result ? result.error.message : 'Maquette cannot be reached. Check the connection and try again.', tone: 'error' })
    if (run.sceneId) router.push(`/scenes/${run.sceneId}?show=${result.value.generationId}` as Route)
  }

  return (
    <>
      {groupByDay(items, nowMs, timeZone).map((group, day) => {
        const open = group.items.filter((run) => run.finishedAtMs === null)
        const failed = group.items.filter((run) => run.status === 'failed')
        const images = group.items.flatMap((run) => run.outputs.map((output) => ({ run, output })))
        if (open.length + failed.length + images.length === 0) return null
        return (
          <section key={group.key} aria-label={group.label}>
            <header className={cx('flex items-baseline gap-2 pb-3', day > 0 && 'pt-8')}>
              <h2 className="font-semibold">{group.label}</h2>
              <span className="text-sm text-text-3">
                {group.label === group.date ? '' : `${group.date}, `}
                {images.length === 1 ? '1 image' : `${images.length} images`}
              </span>
            </header>
            {open.map((run) => (
              <OpenRow key={run.id} run={run} />
            ))}
            {failed.map((run) => (
              <FailedRow key={run.id} run={run} timeZone={timeZone} onTryAgain={() => void again(run)} />
            ))}
            <JustifiedRows images={images} engineLabels={engineLabels} timeZone={timeZone} eager={day === 0} />
          </section>
        )
      })}
      {cursor ? (
        <div className="pt-6 text-center">
          <Button pending={loading} onClick={() => void more()}>
            Load more
          </Button>
        </div>
      ) : null}
    </>
  )
}

/** Adds a generation in its place, newest first, or replaces it. */
function put(present: GenerationView[], run: GenerationView): GenerationView[] {
  const known = present.findIndex((other) => other.id === run.id)
  if (known >= 0) return present.with(known, run)
  const at = present.findIndex((other) => other.createdAtMs < run.createdAtMs)
  return at < 0 ? [...present, run] : present.toSpliced(at, 0, run)
}
