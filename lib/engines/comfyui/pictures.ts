import sharp from 'sharp'

type Size = { width: number; height: number }

/** The pixels of the longer side that a reference is sent with. Models look at less. */
const REFERENCE_SIDE_PX_MAX = 2048
const PIXELS_MAX = 40_000_000

/** A size that the model can make, and where in it the picture that was asked for lies. */
export type Frame = Size & { left: number; top: number; inner: Size }

/** The smallest size of whole multiples that holds `inner`, with the surplus shared by both sides. */
export function frameFor(inner: Size, multiple: number): Frame {
  const up = (px: number): number => Math.ceil(px / multiple) * multiple
  const [width, height] = [up(inner.width), up(inner.height)]
  return {
    width,
    height,
    left: Math.floor((width - inner.width) / 2),
    top: Math.floor((height - inner.height) / 2),
    inner: { width: inner.width, height: inner.height },
  }
}

/**
 * A picture of the scene as PNG of the frame's size: its own pixels in their place, the border continued into the surplus,
 * so that what the model makes over it is cut back to the very same pixels.
 */
export async function intoFrame(bytes: Uint8Array, frame: Frame): Promise<Uint8Array<ArrayBuffer>> {
  const { inner, left, top, width, height } = frame
  const picture = await sharp(bytes, { limitInputPixels: PIXELS_MAX })
    .autoOrient()
    .resize(inner.width, inner.height, { fit: 'fill' })
    .removeAlpha()
    .extend({ left, top, right: width - inner.width - left, bottom: height - inner.height - top, extendWith: 'copy' })
    .png({ compressionLevel: 6 })
    .toBuffer()
  return new Uint8Array(picture)
}

/** A reference as PNG, upright, without anything that its file carries beside the picture. */
export async function referencePicture(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const picture = await sharp(bytes, { limitInputPixels: PIXELS_MAX })
    .autoOrient()
    .resize(REFERENCE_SIDE_PX_MAX, REFERENCE_SIDE_PX_MAX, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .png({ compressionLevel: 6 })
    .toBuffer()
  return new Uint8Array(picture)
}

/**
 * What came back, as PNG of exactly the pixels that were asked for: cut out of its frame, or scaled and cut from the middle
 * where the workflow made another size.
 * @throws Error for what is no image.
 */
export async function outOfFrame(bytes: Uint8Array, frame: Frame): Promise<{ bytes: Uint8Array; from: Size }> {
  const image = sharp(bytes, { limitInputPixels: PIXELS_MAX }).autoOrient()
  const { width, height } = await image.metadata()
  const fits = width === frame.width && height === frame.height
  const cut = fits
    ? image.extract({ left: frame.left, top: frame.top, ...frame.inner })
    : image.resize(frame.inner.width, frame.inner.height, { fit: 'cover', position: 'centre', kernel: 'lanczos3' })
  const picture = await cut.removeAlpha().toColourspace('srgb').png({ compressionLevel: 6 }).toBuffer()
  return { bytes: new Uint8Array(picture), from: { width, height } }
}
