'use client'
import { CircleAlert, CircleSlash, RotateCcw, Trash2, X } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { Progress } from '@/components/ui/progress'
import { COMPARED_MAX } from '@/lib/domain/comparison'
import type { GenerationView } from '@/lib/domain/generation-view'
import { stepWords } from '@/lib/domain/queue-words'
import { fileUrl } from '../api'
import { costWords } from '../cost-words'
import { useGenerate } from '../generate-provider'
import { isOpen, show } from '../panel-state'
import { PreviewImage } from '../preview-image'
import { useCancel, useTryAgain } from '../use-run-actions'

/** Pixels on the longer side of a stored thumbnail. */
const THUMBNAIL = 480

type GridCellProps = {
  run: GenerationView | null
  place: number
  /** Pixels. */
  width: number
  ratio: number
  /** In the tab order. */
  active: boolean
  onFocus: () => void
  /** Outputs chosen for a comparison, in order; null while a press opens the image. */
  chosen: readonly string[] | null
  onChoose: (outputId: string) => void
}

/** One place of the grid: the image, how far it is or why there is none, and below it what differs from the others. */
export function GridCell({ run, place, width, ratio, active, onFocus, chosen, onChoose }: GridCellProps) {
  const { store } = useGenerate()
  const label = run?.exploration?.label || `Image ${place + 1}`
  const output = run?.outputs[0]
  const at = chosen && output ? chosen.indexOf(output.id) : -1
  const cannot = chosen !== null && (!output || (at < 0 && chosen.length >= COMPARED_MAX))
  const box = 'relative block w-full overflow-hidden rounded-md bg-skeleton text-left'
  return (
    <li className="min-w-0">
      <div className="group relative">
        {run ? (
          <button
            type="button"
            data-place={place}
            tabIndex={active ? 0 : -1}
            aria-label={`${label}: ${STATUS_WORDS[run.status]}`}
            onFocus={onFocus}
            aria-pressed={chosen === null ? undefined : at >= 0}
            aria-disabled={cannot || undefined}
            onClick={() => {
              if (cannot) return
              if (chosen === null) show(store, { generationId: run.id, index: 0 })
              else if (output) onChoose(output.id)
            }}
            style={{ aspectRatio: ratio }}
            className={cx(box, at >= 0 && 'outline-2 outline-text outline-offset-2', cannot && 'cursor-not-allowed opacity-45')}
          >
            <Picture run={run} width={width} ratio={ratio} />
            {chosen !== null && output ? <Choice at={at} /> : null}
          </button>
        ) : (
          <div data-place={place} tabIndex={active ? 0 : -1} role="img" aria-label="Deleted" onFocus={onFocus} style={{ aspectRatio: ratio }} className={box}>
            <span className="absolute inset-0 grid place-items-center text-sm text-text-3">
              <Icon icon={Trash2} size="sm" />
            </span>
          </div>
        )}
        {run && chosen === null ? <CellActions run={run} label={label} /> : null}
      </div>
      <p className="mt-1.5 truncate text-center text-sm text-text-2" title={run ? run.prompt || label : undefined}>
        {run ? label : 'Deleted'}
      </p>
    </li>
  )
}

/** Which of the chosen it is, in the order of the comparison, or an empty place for the number. */
function Choice({ at }: { at: number }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'absolute top-2 right-2 grid size-6 place-items-center rounded-full border font-semibold text-xs',
        at < 0 ? 'border-white/80 bg-black/30' : 'border-transparent bg-text text-bg',
      )}
    >
      {at < 0 ? null : at + 1}
    </span>
  )
}

const STATUS_WORDS: Record<GenerationView['status'], string> = {
  queued: 'waiting',
  running: 'being made',
  succeeded: 'ready',
  failed: 'failed',
  canceled: 'canceled',
}

function Picture({ run, width, ratio }: { run: GenerationView; width: number; ratio: number }) {
  const [output] = run.outputs
  if (output) {
    const thumbWidth = Math.round(ratio >= 1 ? THUMBNAIL : THUMBNAIL * ratio)
    return (
      <img
        src={fileUrl(output.thumbnailAssetId)}
        srcSet={`${fileUrl(output.thumbnailAssetId)} ${thumbWidth}w, ${fileUrl(output.assetId)} ${output.width}w`}
        sizes={`${width}px`}
        alt=""
        className="absolute inset-0 size-full object-cover"
      />
    )
  }
  if (isOpen(run)) {
    const { progress } = run
    return (
      <>
        {run.snapshotAssetId ? (
          <img src={fileUrl(run.snapshotAssetId)} alt="" className="absolute inset-0 size-full scale-105 object-cover opacity-60 blur-[6px]" />
        ) : null}
        <PreviewImage generationId={run.id} preview={progress?.preview ?? 0} alt="" />
        <span className="absolute inset-x-2 bottom-2 rounded-[5px] bg-over px-2 py-1.5 text-white text-xs">
          <span className="mb-1 block truncate">{stepWords(run)}</span>
          <Progress label="Rendering" value={run.status === 'queued' ? null : (progress?.fraction ?? null)} />
        </span>
      </>
    )
  }
  const canceled = run.status === 'canceled'
  const words = canceled ? 'Canceled' : `${run.error?.message ?? 'It stopped without an answer.'}${costWords(run)}`
  return (
    <span className="absolute inset-0 flex flex-col items-center justify-center gap-2 px-3 pt-3 pb-12 text-center text-sm" title={words}>
      <Icon icon={canceled ? CircleSlash : CircleAlert} className={canceled ? 'text-text-3' : 'text-bad'} />
      <span className="line-clamp-3 text-text-2">{words}</span>
    </span>
  )
}

/** Cancel for what is under way, another try for what did not come. */
function CellActions({ run, label }: { run: GenerationView; label: string }) {
  const { mayGenerate } = useGenerate()
  const { cancel, canceling } = useCancel(run.id)
  const { tryAgain, trying } = useTryAgain(run.id, { stay: true })
  if (!mayGenerate || run.outputs.length > 0) return null
  if (isOpen(run)) {
    return (
      <IconButton
        label={`Cancel ${label}`}
        size="xs"
        variant="secondary"
        disabled={canceling}
        icon={<Icon icon={X} size="sm" />}
        className="absolute top-2 right-2"
        onClick={() => void cancel()}
      />
    )
  }
  return (
    <span className="absolute inset-x-0 bottom-3 flex justify-center">
      <Button size="xs" pending={trying} icon={<Icon icon={RotateCcw} size="sm" />} aria-label={`Try again: ${label}`} onClick={() => void tryAgain()}>
        Try again
      </Button>
    </span>
  )
}
