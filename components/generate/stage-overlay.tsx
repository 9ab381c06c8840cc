'use client'
import { Image as ImageIcon, Loader } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import type { GenerationView } from '@/lib/domain/generation-view'
import { GridView } from './explore/grid-view'
import { gridWords } from './explore/grid-words'
import { FailureView } from './failure-view'
import { useGenerate, usePanel } from './generate-provider'
import { cellsOf, isOpen, show, showGrid } from './panel-state'
import { ResultView } from './result-view'
import { RunningView } from './running-view'

const STAGE = 'absolute inset-0 z-20 flex min-h-0 flex-col bg-bg px-5 py-4 xl:px-11'

/**
 * Lies over the 3D view and shows a generation in its place: while it works, when it failed, and its images. Without one
 * to show it takes no space and no pointer, but for a note that an image is being made or is ready.
 */
export function StageOverlay() {
  const { shown, grid, run } = usePanel((state) => ({
    shown: state.shown,
    grid: state.grid,
    run: state.shown ? state.runs[state.shown.generationId] : undefined,
  }))
  if (grid) {
    return (
      <section aria-label="Grid" className={STAGE}>
        <GridView key={grid.id} {...grid} />
      </section>
    )
  }
  if (!shown || !run) return <StageNote />
  return (
    <section aria-label="Picture" className={STAGE}>
      {isOpen(run) ? <RunningView run={run} /> : run.outputs.length > 0 ? <ResultView key={run.id} run={run} index={shown.index} /> : <FailureView run={run} />}
    </section>
  )
}

/** A word at the top of the 3D view about what goes on behind it. */
function StageNote() {
  const { store } = useGenerate()
  const note = usePanel((state) => {
    const open = state.order.find((id) => state.runs[id] && isOpen(state.runs[id]))
    const unseen = state.unseen.at(-1)
    const run = state.runs[unseen ?? open ?? '']
    return run ? { id: run.id, gridId: run.exploration?.id ?? null, done: unseen !== undefined, words: noteWords(state.runs, run, unseen !== undefined) } : null
  })
  if (!note) return null
  const { id, gridId, done, words } = note
  return (
    <div data-stage-note className="pointer-events-none absolute inset-x-0 top-3 z-20 flex justify-center">
      <div role="status" className="pointer-events-auto flex animate-appear items-center gap-2 rounded-lg border border-line-2 bg-panel py-1 pr-1 pl-3 text-md">
        <Icon icon={done ? ImageIcon : Loader} size="sm" className={done ? 'text-good' : 'animate-spin text-text-2'} />
        <span className="tabular-nums">{words}</span>
        <Button size="xs" onClick={() => (gridId ? showGrid(store, gridId) : show(store, { generationId: id, index: 0 }))}>
          Show
        </Button>
      </div>
    </div>
  )
}

function noteWords(runs: Record<string, GenerationView>, run: GenerationView, done: boolean): string {
  if (run.exploration) {
    const { title, status, fraction } = gridWords(cellsOf(runs, run.exploration.id))
    return done ? `${title}: ${status.charAt(0).toLowerCase()}${status.slice(1)}` : `Making ${title}${percentWords(fraction)}`
  }
  if (done) return run.status === 'failed' ? 'An image failed' : 'Your image is ready'
  return `Making an image${percentWords(run.progress?.fraction ?? null)}`
}

const percentWords = (fraction: number | null): string => (fraction === null ? '' : `, ${Math.floor(fraction * 100)}%`)
