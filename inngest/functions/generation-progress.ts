import { system } from '@/lib/data/actor'
import { reportProgress } from '@/lib/data/generations/mutations'
import type { Progress } from '@/lib/domain/generation'
import { previewKey } from '@/lib/domain/preview-key'
import type { EngineProgress } from '@/lib/engines/contract'
import { blobStore } from '@/lib/platform/blob'

const INTERVAL_MS = 300

export type ProgressJob = { id: string; teamId: string; preview: number }

/**
 * Carries an engine's progress into the generation's row: the newest wins, at most one write per 300 ms, and never two
 * writes at once. A preview is a file in the blob store; the row names it by its number.
 */
export function createProgressReporter(job: ProgressJob, place: { index: number; images: number }) {
  let preview = job.preview
  let latest: EngineProgress | null = null
  let writing: Promise<void> | null = null
  let closed = false

  async function write(): Promise<void> {
    while (latest && !closed) {
      const next = latest
      latest = null
      if (next.preview) {
        await blobStore().put(previewKey(job.teamId, job.id, preview + 1), next.preview.bytes, { mime: next.preview.mime })
        preview += 1
      }
      await reportProgress(system, job.id, overall(next, preview, place))
      if (next.preview) await forget(preview - 1)
      await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS))
    }
  }

  const forget = async (n: number): Promise<void> => {
    if (n > 0) await blobStore().delete(previewKey(job.teamId, job.id, n))
  }

  return {
    report(progress: EngineProgress): void {
      if (closed) return
      // A progress that comes while another waits replaces it, but a preview that was not written yet is kept.
      latest = { ...progress, preview: progress.preview ?? latest?.preview }
      writing ??= write().finally(() => {
        writing = null
      })
      // Progress is a courtesy: a failed write must not fail the image.
      writing.catch(() => {})
    },
    /** Stops reporting, waits for a write under way and removes the preview file when `forgetPreview` says so. */
    async close(options: { forgetPreview: boolean }): Promise<void> {
      closed = true
      await writing?.catch(() => {})
      if (options.forgetPreview) await forget(preview).catch(() => {})
    },
  }
}

/** One image's progress as a part of all images of the generation. */
export function overall(progress: EngineProgress, preview: number, place: { index: number; images: number }): Progress {
  const { index, images } = place
  return {
    fraction: progress.fraction === null ? null : Math.min(1, (index + Math.max(0, progress.fraction)) / images),
    step: images > 1 ? `Image ${index + 1} of ${images}. ${progress.step}` : progress.step,
    remainingMs:
      progress.remainingMs === null ? null : Math.round(progress.remainingMs * (1 + (images - index - 1) / Math.max(0.05, 1 - (progress.fraction ?? 0)))),
    preview,
  }
}
