import sharp from 'sharp'
import type { Picture } from './picture-words'

const AREA_MIN = 1024 * 1024
const JPEG_QUALITY = 92

/**
 * Makes references no larger than the picture that is asked for, or a megapixel where that is smaller: FLUX.2 charges for
 * every megapixel that it is sent, and Replicate takes ten megabytes in all. The type is kept; what fits stays as it is.
 */
export async function shrinkPictures(pictures: readonly Picture[], wanted: { width: number; height: number }): Promise<Picture[]> {
  const areaMax = Math.max(AREA_MIN, wanted.width * wanted.height)
  return Promise.all(pictures.map((picture) => shrink(picture, areaMax)))
}

async function shrink(picture: Picture, areaMax: number): Promise<Picture> {
  const image = sharp(picture.bytes)
  const { width, height } = await image.metadata()
  const scale = Math.sqrt(areaMax / (width * height))
  if (scale >= 1) return picture
  const smaller = image.resize(Math.floor(width * scale), Math.floor(height * scale), { fit: 'fill' })
  const bytes = await (picture.mime === 'image/jpeg' ? smaller.jpeg({ quality: JPEG_QUALITY }) : smaller.png()).toBuffer()
  return { bytes: new Uint8Array(bytes), mime: picture.mime === 'image/jpeg' ? 'image/jpeg' : 'image/png' }
}
