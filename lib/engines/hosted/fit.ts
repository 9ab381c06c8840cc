import sharp from 'sharp'
import { EngineError } from '../contract'

const PIXELS_MAX = 40_000_000

type Size = { width: number; height: number }

/**
 * Cuts from the middle and scales to exactly the pixels that were asked for, whatever size a provider made.
 * @returns a PNG and the size that came.
 * @throws EngineError `maybe_charged` for bytes that are no picture.
 */
export async function fit(bytes: Uint8Array, to: Size): Promise<{ bytes: Uint8Array; from: Size }> {
  try {
    const image = sharp(bytes, { limitInputPixels: PIXELS_MAX }).autoOrient()
    const { width, height } = await image.metadata()
    const fitted = await image
      .resize(to.width, to.height, { fit: 'cover', position: 'centre', kernel: 'lanczos3' })
      .removeAlpha()
      .toColourspace('srgb')
      .png({ compressionLevel: 6 })
      .toBuffer()
    return { bytes: fitted, from: { width, height } }
  } catch (error) {
    throw new EngineError('maybe_charged', 'The provider answered with something that is not an image. It may have charged for it.', { cause: error })
  }
}
