'use client'
import { Image as ImageIcon, Loader } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { FailureView } from './failure-view'
import { useGenerate, usePanel } from './generate-provider'
import { isOpen, show } from './panel-state'
import { ResultView } from './result-view'
import { RunningView } from './running-view'

/**
 * Lies over the 3D view and shows a generation in its place: while it works, when it failed, and its images. Without one
 * to show it takes no space and no pointer, but for a note that an image is being made or is ready.
 */
export function StageOverlay() {
  const { shown, run } = usePanel((state) => ({ shown: state.shown, run: state.shown ? state.runs[state.shown.generationId] : undefined }))
  if (!shown || !run) return <StageNote />
  return (
    <section aria-label="Picture" className="absolute inset-0 z-20 flex min-h-0 flex-col bg-bg px-5 py-4 xl:px-11">
      {isOpen(run) ? <RunningView run={run} /> : run.outputs.length > 0 ? <ResultView key={run.id} run={run} index={shown.index} /> : <FailureView run={run} />}
    </section>
  )
}

/** A word at the top of the 3D view about what goes on behind it. */
function StageNote() {
  const { store } = useGenerate()
  const { open, percent, unseen, unseenFailed } = usePanel((state) => {
    const open = state.order.find((id) => state.runs[id] && isOpen(state.runs[id]))
    const unseen = state.unseen.at(-1)
    const fraction = open ? state.runs[open]?.progress?.fraction : null
    return {
      open,
      percent: typeof fraction === 'number' ? Math.floor(fraction * 100) : null,
      unseen,
      unseenFailed: unseen ? state.runs[unseen]?.status === 'failed' : false,
    }
  })
  const id = unseen ?? open
  if (!id) return null
  const words = unseen ? (unseenFailed ? 'An image failed' : 'Your image is ready') : percent === null ? 'Making an image' : `Making an image, ${percent}%`
  return (
    <div data-stage-note className="pointer-events-none absolute inset-x-0 top-3 z-20 flex justify-center">
      <div role="status" className="pointer-events-auto flex animate-appear items-center gap-2 rounded-lg border border-line-2 bg-panel py-1 pr-1 pl-3 text-md">
        <Icon icon={unseen ? ImageIcon : Loader} size="sm" className={unseen ? 'text-good' : 'animate-spin text-text-2'} />
        <span className="tabular-nums">{words}</span>
        <Button size="xs" onClick={() => show(store, { generationId: id, index: 0 })}>
          Show
        </Button>
      </div>
    </div>
  )
}
