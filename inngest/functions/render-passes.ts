import { system } from '@/lib/data/actor'
import { storeAsset } from '@/lib/data/assets/mutations'
import { addPasses, listPassKinds } from '@/lib/data/generations/passes'
import { getForWorker, type WorkerGeneration } from '@/lib/data/generations/worker-queries'
import { PASS_KINDS } from '@/lib/domain/passes'
import type { PassFile } from '@/lib/engines/studio/pass-files'
import { reportError } from '@/lib/platform/log'
import { loadModels } from './load-inputs'
import { watchGeneration } from './watch-generation'

/** A picture waits for its passes, so they get as long as a person would not mind: usually they take a second. */
const PASSES_TIME_MS_MAX = 30_000

export type MakePasses = (job: WorkerGeneration, signal: AbortSignal) => Promise<PassFile[]>

/** From the frozen scene and camera alone, at the size of the output, so that no browser can forge them. */
export const makePasses: MakePasses = async ({ scene, teamId, width, height }, signal) => {
  if (!scene) return []
  const [{ renderPasses }, { encodePasses }] = await Promise.all([import('@/lib/engines/studio'), import('@/lib/engines/studio/pass-files')])
  const canvas = { scene: scene.document, camera: scene.camera, models: await loadModels(teamId, scene.models) }
  return encodePasses(await renderPasses(canvas, { width, height, signal }), scene.document)
}

/**
 * Computes and keeps the passes of a generation. It never fails: a picture without passes is worth more than none, so
 * what goes wrong is written down and the picture is made. Running it twice leaves one file of a kind.
 * @returns whether the passes are there now.
 */
export async function renderPassesOnce(id: string, make: MakePasses): Promise<boolean> {
  try {
    const job = await getForWorker(system, id)
    if (job?.status !== 'running' || !job.scene) return false
    if ((await listPassKinds(system, id)).length === PASS_KINDS.length) return true
    const watch = watchGeneration(id, PASSES_TIME_MS_MAX)
    try {
      const files = await make(job, watch.signal)
      watch.signal.throwIfAborted()
      const { teamId, width, height } = job
      const stored = files.map(async ({ kind, ...file }) => ({
        kind,
        assetId: (await storeAsset(system, { teamId, kind: 'pass', width, height, ...file })).id,
      }))
      await addPasses(system, id, await Promise.all(stored))
      return true
    } catch (error) {
      if (watch.reason() !== 'ended') reportError(error, { generationId: id })
      return false
    } finally {
      watch.stop()
    }
  } catch (error) {
    reportError(error, { generationId: id })
    return false
  }
}
