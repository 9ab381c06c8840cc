import { fileUrl } from '@/components/generate/api'
import { PreviewImage } from '@/components/generate/preview-image'
import { Progress } from '@/components/ui/progress'
import type { GenerationView } from '@/lib/domain/generation-view'
import { stepWords } from '@/lib/domain/queue-words'

/** A generation at work, filling its place: the picture of the canvas, what is rendered so far over it, and how far it is. */
export function Working({ run }: { run: Pick<GenerationView, 'id' | 'status' | 'progress' | 'queuePlace' | 'snapshotAssetId'> }) {
  const { progress } = run
  const step = stepWords(run)
  return (
    <>
      {run.snapshotAssetId ? <img src={fileUrl(run.snapshotAssetId)} alt="" className="absolute inset-0 size-full object-cover opacity-60" /> : null}
      <PreviewImage generationId={run.id} preview={progress?.preview ?? 0} alt="" />
      <span className="absolute inset-x-0 bottom-0 flex flex-col gap-1.5 bg-over px-3 py-2.5 text-sm text-white">
        <span className="truncate">{step}</span>
        <Progress label={step} value={run.status === 'queued' ? null : (progress?.fraction ?? null)} />
      </span>
    </>
  )
}
