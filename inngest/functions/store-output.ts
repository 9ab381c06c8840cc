import sharp from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'
import { system } from '@/lib/data/actor'
import { storeAsset } from '@/lib/data/assets/mutations'
import type { NewOutput } from '@/lib/data/generations/mutations'
import type { EngineResult } from '@/lib/engines/contract'

const THUMBNAIL_SIDE = 480

/**
 * Checks and re-encodes what an engine gave, so that no foreign byte is ever served, and stores it with its thumbnail.
 */
export async function storeOutput(
  job: { teamId: string; width: number; height: number },
  result: Pick<EngineResult, 'bytes'>,
): Promise<Pick<NewOutput, 'assetId' | 'thumbnailAssetId' | 'thumbhash' | 'width' | 'height'>> {
  const { data, info } = await sharp(result.bytes, { limitInputPixels: 40_000_000 })
    .removeAlpha()
    .toColourspace('srgb')
    .png({ compressionLevel: 7 })
    .toBuffer({ resolveWithObject: true })
  if (info.width !== job.width || info.height !== job.height)
    throw new Error(`The engine gave ${info.width} × ${info.height} instead of ${job.width} × ${job.height}`)
  const thumbnail = await sharp(data).resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside' }).webp({ quality: 82 }).toBuffer({ resolveWithObject: true })
  const tiny = await sharp(data).resize(100, 100, { fit: 'inside' }).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const thumbhash = Buffer.from(rgbaToThumbHash(tiny.info.width, tiny.info.height, tiny.data)).toString('base64')
  const image = await storeAsset(system, { teamId: job.teamId, kind: 'output', bytes: data, mime: 'image/png', width: info.width, height: info.height })
  const small = await storeAsset(system, {
    teamId: job.teamId,
    kind: 'thumbnail',
    bytes: thumbnail.data,
    mime: 'image/webp',
    width: thumbnail.info.width,
    height: thumbnail.info.height,
  })
  return { assetId: image.id, thumbnailAssetId: small.id, thumbhash, width: info.width, height: info.height }
}
