import sharp from 'sharp'
import { system } from '@/lib/data/actor'
import { keepReplayResult, listReplayPairs, type ReplayPair } from '@/lib/data/generations/replay'
import type { ReplayResult } from '@/lib/domain/replay'
import { measureDrift } from '@/lib/fidelity/drift'
import { reportError } from '@/lib/platform/log'
import { loadFile } from './load-inputs'

/**
 * Compares the images of a replay with those that they repeat. It never fails: an image that could not be compared is
 * worth as much as any other. Running it twice changes nothing.
 * @returns how many were compared.
 */
export async function compareReplayOnce(id: string): Promise<number> {
  try {
    const { teamId, pairs } = await listReplayPairs(system, id)
    for (const pair of pairs) await keepReplayResult(system, pair.outputId, await compare(teamId, pair))
    return pairs.length
  } catch (error) {
    reportError(error, { generationId: id })
    return 0
  }
}

async function compare(teamId: string, { now, before }: ReplayPair): Promise<ReplayResult> {
  if (!before) return { verdict: 'missing' }
  // Files are named by their content, so the same name is the same bytes.
  if (now.sha256 === before.sha256) return { verdict: 'identical' }
  const one = await pixels(await loadFile(teamId, before))
  const two = await pixels(await loadFile(teamId, now), one)
  const drift = measureDrift(one.data, two.data, one)
  return drift ? { verdict: 'drifted', ...drift } : { verdict: 'identical' }
}

type Pixels = { data: Uint8Array; width: number; height: number }

/** Three bytes a pixel, sRGB, at the size of another picture where there is one. */
async function pixels(bytes: Uint8Array, like?: { width: number; height: number }): Promise<Pixels> {
  const image = sharp(bytes).removeAlpha().toColourspace('srgb')
  const sized = like ? image.resize(like.width, like.height, { fit: 'fill' }) : image
  const { data, info } = await sized.raw().toBuffer({ resolveWithObject: true })
  return { data: new Uint8Array(data), width: info.width, height: info.height }
}
