import sharp from 'sharp'
import { system } from '@/lib/data/actor'
import { storeAsset } from '@/lib/data/assets/mutations'
import { keepFidelity, listUnmeasured, type Unmeasured } from '@/lib/data/generations/fidelity'
import { getForWorker } from '@/lib/data/generations/worker-queries'
import type { FidelityDetails } from '@/lib/domain/fidelity'
import type { KeptPasses } from '@/lib/engines/studio/pass-files'
import type { GreyPicture } from '@/lib/fidelity/control-pictures'
import { samplePasses } from '@/lib/fidelity/exact-passes'
import { type ColourPicture, type Fidelity, scoreFidelity, workingSize } from '@/lib/fidelity/score-fidelity'
import { reportError } from '@/lib/platform/log'
import { DEPTH_ESTIMATOR, depthEstimates } from './estimate-depth'
import { loadFile } from './load-inputs'

/**
 * Measures how faithfully the images of a generation show its frozen scene, by the passes that were kept with it, and keeps what it finds.
 * It never fails: a picture without a figure is worth as much, so what goes wrong is written down. Where depth cannot be estimated,
 * the figure is made without it. Running it twice measures only what was not measured yet.
 * @returns how many images were measured now.
 */
export async function scoreOutputsOnce(id: string): Promise<number> {
  try {
    const job = await getForWorker(system, id)
    const work = job && (await listUnmeasured(system, id))
    if (!work) return 0
    const { teamId } = job
    const kept = await readPasses(teamId, work.passes)
    const size = workingSize(kept.width, kept.height)
    const passes = samplePasses(kept, size.width, size.height)
    const estimateDepth = depthEstimates(id)
    for (const { id: outputId, file } of work.outputs) {
      const bytes = await loadFile(teamId, file)
      const estimate = await estimateDepth(bytes, size)
      const fidelity = scoreFidelity(await readPicture(bytes, size), passes, estimate)
      const heat = await storeAsset(system, { teamId, kind: 'pass', ...size, bytes: await encodeGrey(fidelity.heat), mime: 'image/png' })
      await keepFidelity(system, outputId, { score: fidelity.score, details: detailsOf(fidelity, kept.objects, estimate !== null), heatAssetId: heat.id })
    }
    return work.outputs.length
  } catch (error) {
    reportError(error, { generationId: id })
    return 0
  }
}

async function readPasses(teamId: string, files: Unmeasured['passes']): Promise<KeptPasses> {
  const { decodePasses } = await import('@/lib/engines/studio/pass-files')
  const [depth, normals, ids, objects] = await Promise.all([
    loadFile(teamId, files.depth),
    loadFile(teamId, files.normals),
    loadFile(teamId, files.ids),
    loadFile(teamId, files.objects),
  ])
  return decodePasses({ depth, normals, ids, objects })
}

async function readPicture(bytes: Uint8Array, { width, height }: { width: number; height: number }): Promise<ColourPicture> {
  const image = sharp(bytes).removeAlpha().toColourspace('srgb').resize(width, height, { fit: 'fill' })
  return { width, height, rgb: new Uint8Array(await image.raw().toBuffer()) }
}

async function encodeGrey({ width, height, pixels }: GreyPicture): Promise<Uint8Array> {
  const image = sharp(pixels, { raw: { width, height, channels: 1 } }).toColourspace('b-w')
  return new Uint8Array(await image.png({ compressionLevel: 9 }).toBuffer())
}

function detailsOf({ objects, move }: Fidelity, names: KeptPasses['objects'], hasDepth: boolean): FidelityDetails {
  const judged = objects.flatMap(({ id, depth, ...object }) => {
    const known = names.find((each) => each.id === id)
    return known ? [{ node: known.node, name: known.name, ...object, ...(hasDepth && { depth }) }] : []
  })
  const sorted = judged.sort((a, b) => a.score - b.score || (a.node < b.node ? -1 : 1))
  return { version: 1, ...(hasDepth && { estimator: DEPTH_ESTIMATOR }), move, objects: sorted }
}
