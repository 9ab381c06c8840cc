import sharp from 'sharp'
import { system } from '@/lib/data/actor'
import { storeAsset } from '@/lib/data/assets/mutations'
import { engineSettings } from '@/lib/data/engines/settings'
import { keepSnapshot } from '@/lib/data/generations/snapshots'
import { getForWorker } from '@/lib/data/generations/worker-queries'
import { type ImageSize, outputPixels } from '@/lib/domain/aspect-ratio'
import type { EngineRun } from '@/lib/engines/contract'
import type { LoadEngine } from '@/lib/engines/registry'
import { STUDIO } from '@/lib/engines/studio/capabilities'
import { loadModels } from './load-inputs'
import { watchGeneration } from './watch-generation'

const TIME_MS_MAX = 10 * 60_000
/** Enough for a model that looks at it and for the eye that compares. */
const SIZE_MAX: ImageSize = 768

/**
 * Takes the picture of the canvas in place of a browser, for what a program asked for: the frozen scene as it is, drawn by
 * Studio in draft quality without any words. The same scene and camera give the same picture.
 * @returns whether it is there now; false when the generation ended meanwhile.
 */
export async function renderSnapshotOnce(id: string, load: LoadEngine): Promise<boolean> {
  const job = await getForWorker(system, id)
  if (job?.status !== 'running' || !job.scene) return false
  if (job.snapshot) return true
  const { scene, teamId } = job
  const watch = watchGeneration(id, TIME_MS_MAX)
  try {
    const studio = await load(STUDIO.id, await engineSettings(system, teamId))
    const { width, height } = outputPixels(job.settings.ratio, job.settings.size > SIZE_MAX ? SIZE_MAX : job.settings.size)
    const models = await loadModels(teamId, scene.models)
    const settings = { ...job.settings, engine: STUDIO.id, quality: 'draft' as const, images: 1 as const, seed: 0 }
    const run: EngineRun = { signal: watch.signal, onProgress: () => {}, job: { ref: null, keep: async () => {} }, record: async () => {} }
    const { bytes } = await studio.generate(
      {
        prompt: '',
        negativePrompt: '',
        width,
        height,
        quality: 'draft',
        seed: 0,
        settings,
        canvas: {
          snapshot: new Uint8Array(),
          snapshotMime: 'image/png',
          scene: scene.document,
          camera: scene.camera,
          models,
          control: () => Promise.reject(new Error('A snapshot asks for no control picture.')),
        },
        references: [],
        edit: null,
      },
      run,
    )
    // As the browser sends it.
    const webp = await sharp(bytes).webp({ quality: 92 }).toBuffer()
    const asset = await storeAsset(system, { teamId, kind: 'snapshot', bytes: webp, mime: 'image/webp', width, height })
    return await keepSnapshot(system, id, asset.id)
  } catch (error) {
    if (watch.reason() === 'ended') return false
    throw error
  } finally {
    watch.stop()
  }
}
