import sharp from 'sharp'
import type { EngineCanvas } from '@/lib/engines/contract'
import { depthPicture, linesPicture } from '@/lib/fidelity/control-pictures'

/**
 * The pictures of the exact scene that some models take. Its passes are computed when the first one is asked for, once
 * for both, so that engines that ask for none cost nothing.
 */
export function controlPictures(
  canvas: Pick<EngineCanvas, 'scene' | 'camera' | 'models'>,
  options: { width: number; height: number; signal: AbortSignal },
): EngineCanvas['control'] {
  const compute = async () => (await import('@/lib/engines/studio')).renderPasses(canvas, options)
  let passes: ReturnType<typeof compute> | undefined
  return async (kind) => {
    passes ??= compute()
    const { width, height, pixels } = (kind === 'depth' ? depthPicture : linesPicture)(await passes)
    const png = await sharp(pixels, { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .png({ compressionLevel: 6 })
      .toBuffer()
    return new Uint8Array(png)
  }
}
