'use client'
import { ArrowLeft } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Progress } from '@/components/ui/progress'
import type { GenerationView } from '@/lib/domain/generation-view'
import { fileUrl, previewUrl } from './api'
import { remainingWords } from './estimate'
import { useGenerate } from './generate-provider'
import { show } from './panel-state'
import { PictureBox } from './picture-box'
import { useCancel } from './use-run-actions'

/** A generation at work: its newest preview in the place of the picture, how far it is, and Cancel. */
export function RunningView({ run }: { run: GenerationView }) {
  const { store } = useGenerate()
  const { cancel, canceling } = useCancel(run.id)
  const { progress } = run
  const fraction = progress?.fraction ?? null
  const step = run.status === 'queued' ? 'Waiting for its turn' : (progress?.step ?? 'Preparing')
  return (
    <>
      <PictureBox width={run.width} height={run.height}>
        <Preview run={run} />
        {run.outputs.length === 0 && !progress?.preview ? <p className="absolute inset-0 grid place-items-center text-md text-text-2">{step}</p> : null}
      </PictureBox>
      <div className="mx-auto mt-4 flex w-full max-w-2xl shrink-0 items-center gap-4">
        <div className="min-w-0 flex-1">
          <div className="mb-1.5 flex justify-between gap-3 text-md">
            <span role="status" className="truncate">
              {step}
            </span>
            <span className="shrink-0 text-text-2 tabular-nums">
              {fraction === null ? null : `${Math.floor(fraction * 100)}%`}
              {progress?.remainingMs ? ` · ${remainingWords(progress.remainingMs)}` : null}
            </span>
          </div>
          <Progress label="Rendering" value={run.status === 'queued' ? null : fraction} />
        </div>
        <Button variant="quiet" icon={<Icon icon={ArrowLeft} />} onClick={() => show(store, null)}>
          Back to 3D
        </Button>
        <Button pending={canceling} onClick={() => void cancel()}>
          Cancel
        </Button>
      </div>
    </>
  )
}

/** The newest preview, or the snapshot's place. Each preview has an address of its own, and the last one stays until the next has come. */
function Preview({ run }: { run: GenerationView }) {
  const preview = run.progress?.preview ?? 0
  const finished = run.outputs.at(-1)
  const src = preview > 0 ? previewUrl(run.id, preview) : finished ? fileUrl(finished.assetId) : null
  if (!src) return null
  return <img src={src} alt="What is rendered so far" data-testid="preview" className="absolute inset-0 size-full object-cover" />
}
