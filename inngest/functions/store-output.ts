import sharp from 'sharp'
import { system } from '@/lib/data/actor'
import { storeAsset } from '@/lib/data/assets/mutations'
import type { NewOutput } from '@/lib/data/generations/mutations'
import type { EngineResult } from '@/lib/engines/contract'
import { makeThumbHash, makeThumbnail } from '@/lib/platform/thumbnail'

const PIXELS_MAX = 40_000_000

/**
 * Checks and re-encodes what an engine gave, so that no foreign byte is ever served, and stores it with its thumbnail.
 * @throws Error when it is not a picture of exactly the size that was asked for: that is a defect of the engine.
 */
export async function storeOutput(
  job: { teamId: string; width: number; height: number },
  result: Pick<EngineResult, 'bytes'>,
): Promise<Pick<NewOutput, 'assetId' | 'thumbnailAssetId' | 'thumbhash' | 'width' | 'height'>> {
  const { teamId } = job
  const { data: bytes, info } = await sharp(result.bytes, { limitInputPixels: PIXELS_MAX })
    .removeAlpha()
    .toColourspace('srgb')
    .png({ compressionLevel: 7 })
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  if (width !== job.width || height !== job.height) throw new Error(`The engine gave ${width} × ${height} instead of ${job.width} × ${job.height}`)
  const small = await makeThumbnail(bytes)
  const image = await storeAsset(system, { teamId, kind: 'output', bytes, mime: 'image/png', width, height })
  const thumbnail = await storeAsset(system, { teamId, kind: 'thumbnail', ...small })
  return { assetId: image.id, thumbnailAssetId: thumbnail.id, thumbhash: await makeThumbHash(bytes), width, height }
}
