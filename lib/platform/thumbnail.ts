import sharp from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'

export const THUMBNAIL_SIDE = 480
/** The most that the ThumbHash algorithm takes. */
const THUMBHASH_SIDE = 100

/** A picture of at most 480 pixels on the longer side, WebP. The source is trusted: our own output or something that went through the intake. */
export async function makeThumbnail(bytes: Uint8Array): Promise<{ bytes: Uint8Array; mime: 'image/webp'; width: number; height: number }> {
  const { data, info } = await sharp(bytes)
    .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82 })
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, mime: 'image/webp', width: info.width, height: info.height }
}

const SQUARE_SIDE = 160

/** The middle of a picture as a square of 160 pixels, WebP, for what stands beside a name. The source went through the intake. */
export async function makeSquare(bytes: Uint8Array): Promise<{ bytes: Uint8Array; mime: 'image/webp'; width: number; height: number }> {
  const { data, info } = await sharp(bytes)
    .resize({ width: SQUARE_SIDE, height: SQUARE_SIDE, fit: 'cover' })
    .webp({ quality: 86 })
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, mime: 'image/webp', width: info.width, height: info.height }
}

/** Some 25 bytes, as base64, from which a browser draws a blurred placeholder: https://evanw.github.io/thumbhash */
export async function makeThumbHash(bytes: Uint8Array): Promise<string> {
  const { data, info } = await sharp(bytes)
    .resize({ width: THUMBHASH_SIDE, height: THUMBHASH_SIDE, fit: 'inside' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64')
}
