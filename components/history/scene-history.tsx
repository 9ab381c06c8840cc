'use client'
import { X } from 'lucide-react'
import type { Route } from 'next'
import { useState } from 'react'
import { useEditorBridge } from '@/components/editor/bridge'
import { fetchHistory, fileUrl } from '@/components/generate/api'
import { remainingWords } from '@/components/generate/estimate'
import { useGenerate, usePanel } from '@/components/generate/generate-provider'
import { isOpen, putRun, show } from '@/components/generate/panel-state'
import { PreviewImage } from '@/components/generate/preview-image'
import { useCancel } from '@/components/generate/use-run-actions'
import { Button, IconButton } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { Progress } from '@/components/ui/progress'
import { useToast } from '@/components/ui/toast'
import { engineName } from '@/lib/domain/engine-name'
import type { GenerationView } from '@/lib/domain/generation-view'
import { stepWords } from '@/lib/domain/queue-words'
import { clockWords, groupByDay } from './day-groups'
import { ThumbImage } from './thumb-image'

/** The History tab: this scene's generations, the running ones on top. */
export function SceneHistory() {
  const { store } = useGenerate()
  const { teamId, sceneId } = useEditorBridge()
  const toast = useToast()
  const [loading, setLoading] = useState(false)
  const { runs, order, nextCursor } = usePanel((state) => ({ runs: state.runs, order: state.order, nextCursor: state.nextCursor }))
  const all = order.flatMap((id) => runs[id] ?? [])
  const working = all.filter(isOpen)
  const ended = all.filter((run) => !isOpen(run))

  async function more(): Promise<void> {
    setLoading(true)
    const page = await fetchHistory({ teamId, sceneId, cursor: nextCursor })
    setLoading(false)
    if (!page.ok) return toast({ message: page.error.message, tone: 'error' })
    for (const run of page.value.items) putRun(store, run)
    store.setState({ nextCursor: page.value.nextCursor })
  }

  if (all.length === 0) {
    return (
      <EmptyState
        picture={<img src="/landing/golden.webp" alt="" width={640} height={360} />}
        title="No images in this scene yet"
        className="px-4"
        action={<LinkButton href={'/history' as Route}>All scenes</LinkButton>}
      >
        Press Generate to make the first. It lands here by itself.
      </EmptyState>
    )
  }
  return (
    <div>
      {working.map((run) => (
        <Job key={run.id} run={run} />
      ))}
      <div className="px-4 pb-6">
        {groupByDay(ended, Date.now()).map((group) => (
          <section key={group.key} aria-label={group.label}>
            <h3 className="flex justify-between pt-4 pb-2 font-medium text-sm text-text-2">
              {group.label}
              <span className="font-normal text-text-3">{group.items.length}</span>
            </h3>
            <ul className="grid grid-cols-2 gap-2">
              {group.items.map((run) => (
                <Ended key={run.id} run={run} />
              ))}
            </ul>
          </section>
        ))}
        <div className="flex flex-col items-stretch gap-2 pt-4">
          {nextCursor ? (
            <Button pending={loading} onClick={() => void more()}>
              Load more
            </Button>
          ) : null}
          <LinkButton variant="quiet" href={'/history' as Route}>
            All scenes
          </LinkButton>
        </div>
      </div>
    </div>
  )
}

function Job({ run }: { run: GenerationView }) {
  const { store, mayGenerate } = useGenerate()
  const { cancel, canceling } = useCancel(run.id)
  const { progress } = run
  const step = stepWords(run)
  return (
    <article aria-label={`Making: ${run.prompt || 'without a prompt'}`} className="flex gap-3 border-line border-b px-4 py-3">
      <button
        type="button"
        aria-label="Show"
        onClick={() => show(store, { generationId: run.id, index: 0 })}
        className="relative h-[66px] w-22 shrink-0 overflow-hidden rounded-sm bg-skeleton"
      >
        {run.snapshotAssetId ? <img src={fileUrl(run.snapshotAssetId)} alt="" className="absolute inset-0 size-full object-cover opacity-60" /> : null}
        <PreviewImage generationId={run.id} preview={progress?.preview ?? 0} alt="" />
      </button>
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-1">
          <p className="min-w-0 flex-1 truncate font-medium">{run.prompt || 'Without a prompt'}</p>
          {mayGenerate ? (
            <IconButton label="Cancel this image" size="xs" disabled={canceling} icon={<Icon icon={X} size="sm" />} onClick={() => void cancel()} />
          ) : null}
        </div>
        <Progress label={step} value={run.status === 'queued' ? null : (progress?.fraction ?? null)} className="mt-1.5 mb-1.5" />
        <p className="flex justify-between gap-2 text-sm text-text-2">
          <span className="truncate">{step}</span>
          {progress?.remainingMs ? <span className="shrink-0 tabular-nums">{remainingWords(progress.remainingMs)}</span> : null}
        </p>
      </div>
    </article>
  )
}

function Ended({ run }: { run: GenerationView }) {
  const { store, engines } = useGenerate()
  const current = usePanel((state) => state.shown?.generationId === run.id)
  const [output] = run.outputs
  const engine = engines.find((option) => option.capabilities.id === run.engine)?.capabilities.label ?? engineName(run.engine, {})
  const name = run.prompt || 'Without a prompt'
  return (
    <li className="min-w-0">
      <button
        type="button"
        aria-current={current}
        title={name}
        onClick={() => show(store, { generationId: run.id, index: 0 })}
        className={cx(
          'relative block aspect-4/3 w-full overflow-hidden rounded-sm bg-skeleton text-left',
          current && 'outline-2 outline-text outline-offset-2',
        )}
      >
        {output ? (
          <ThumbImage output={output} alt={name} className="size-full object-cover" />
        ) : (
          <span className="grid size-full place-items-center p-2 text-center text-sm text-text-2">{run.status === 'canceled' ? 'Canceled' : 'Failed'}</span>
        )}
        {run.outputs.length > 1 ? (
          <span className="absolute top-1.5 right-1.5 rounded-[5px] bg-over px-1.5 text-white text-xs">{run.outputs.length}</span>
        ) : null}
      </button>
      <p className="mt-1 flex justify-between gap-2 text-text-3 text-xs">
        <span className="truncate">{run.exploration?.label || engine}</span>
        <time dateTime={new Date(run.createdAtMs).toISOString()} className="font-mono">
          {clockWords(run.createdAtMs)}
        </time>
      </p>
    </li>
  )
}
