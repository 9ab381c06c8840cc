'use client'
import { Button } from '@/components/ui/button'
import { Progress } from '@/components/ui/progress'
import type { GenerationView } from '@/lib/domain/generation-view'
import { stepWords } from '@/lib/domain/queue-words'
import { fileUrl } from './api'
import { remainingWords } from './estimate'
import { BackButton } from './explore/back-button'
import { useGenerate } from './generate-provider'
import { PictureColumn } from './picture-column'
import { PreviewImage } from './preview-image'
import { useCancel } from './use-run-actions'

/** A generation at work: its newest preview in the place of the picture, how far it is, and Cancel. */
export function RunningView({ run }: { run: GenerationView }) {
  const { mayGenerate } = useGenerate()
  const { cancel, canceling } = useCancel(run.id)
  const { progress } = run
  const fraction = progress?.fraction ?? null
  const step = stepWords(run)
  return (
    <PictureColumn
      width={run.width}
      height={run.height}
      picture={<Preview run={run} />}
      actions={
        <>
          <div className="min-w-0 flex-1 pr-2">
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
          <BackButton run={run} quiet />
          {mayGenerate ? (
            <Button pending={canceling} onClick={() => void cancel()}>
              Cancel
            </Button>
          ) : null}
        </>
      }
    />
  )
}

/**
 * The newest preview over the picture of the canvas, so that the place is never empty. Each preview has an address of its
 * own, and the one before stays until the next has come.
 */
function Preview({ run }: { run: GenerationView }) {
  const before = run.outputs.at(-1)?.assetId ?? run.snapshotAssetId
  return (
    <>
      {before ? <img src={fileUrl(before)} alt="" className="absolute inset-0 size-full scale-105 object-cover opacity-85 blur-[6px]" /> : null}
      <PreviewImage generationId={run.id} preview={run.progress?.preview ?? 0} alt="What is rendered so far" />
    </>
  )
}
