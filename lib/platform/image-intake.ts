import sharp, { type Metadata } from 'sharp'
import { AppError } from '@/lib/domain/errors'
import { type ImageFormat, nameOtherFormat, sniffImage } from './image-sniff'
import { readLimited } from './read-limited'

export const IMAGE_BYTES_MAX = 20 * 1024 * 1024
export const IMAGE_PIXELS_MAX = 40_000_000
/** What is kept of an upload, longest side in pixels: no engine takes in more. */
export const IMAGE_SIDE_MAX = 2048
const DECODE_SECONDS_MAX = 20

export type IntakeImage = { bytes: Uint8Array; mime: 'image/png' | 'image/jpeg'; width: number; height: number }

export const imageTooLarge = (): AppError =>
  new AppError('too_large', 'This picture is larger than 20 MB. Save it smaller, for example as JPEG, and add it again.')
const broken = (cause?: unknown): AppError => new AppError('invalid', 'This picture is damaged or incomplete. Save it again and add the new file.', { cause })

/**
 * Takes in a picture that somebody uploaded: PNG, JPEG, WebP or AVIF by its bytes, at most 20 MB and 40 megapixels. The
 * pixels are decoded and written anew, upright, in sRGB, the first frame alone, so that whatever else the file carried (camera
 * data, places, a second format hidden inside) is gone.
 * @returns PNG where there is transparency or the upload was a PNG, else JPEG; at most 2048 pixels on the longer side.
 * @throws AppError with a sentence for each refusal.
 */
export async function readImageUpload(source: ReadableStream<Uint8Array> | Uint8Array): Promise<IntakeImage> {
  const bytes = await readLimited(source, IMAGE_BYTES_MAX, imageTooLarge)
  const format = requireFormat(bytes)
  const metadata = await checkHeader(bytes, format)
  const keepsPng = format === 'png' || metadata.hasAlpha === true
  const upright = open(bytes)
    .autoOrient()
    .resize({ width: IMAGE_SIDE_MAX, height: IMAGE_SIDE_MAX, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .timeout({ seconds: DECODE_SECONDS_MAX })
  try {
    const encoder = keepsPng ? upright.png({ compressionLevel: 6 }) : upright.jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    const { data, info } = await encoder.toBuffer({ resolveWithObject: true })
    return { bytes: data, mime: keepsPng ? 'image/png' : 'image/jpeg', width: info.width, height: info.height }
  } catch (error) {
    throw broken(error)
  }
}

function requireFormat(bytes: Uint8Array): ImageFormat {
  if (bytes.length === 0) throw new AppError('invalid', 'This file is empty. Choose another one.')
  const format = sniffImage(bytes)
  if (format) return format
  const other = nameOtherFormat(bytes)
  const what = other ? `This is a ${other} file, which cannot be used here.` : 'This file is not a picture that can be used here.'
  throw new AppError('unsupported', `${what} Save it as PNG, JPEG, WebP or AVIF and add it again.`)
}

const open = (bytes: Uint8Array) => sharp(bytes, { limitInputPixels: IMAGE_PIXELS_MAX, failOn: 'error', animated: false })

/** Reads the header alone: a small file that declares a huge picture is refused before memory is taken for it. */
async function checkHeader(bytes: Uint8Array, format: ImageFormat): Promise<Metadata> {
  let metadata: Metadata
  try {
    // The limit is checked below, where the sentence can name it.
    metadata = await sharp(bytes, { limitInputPixels: false, failOn: 'error' }).metadata()
  } catch (error) {
    throw broken(error)
  }
  if (metadata.format !== (format === 'avif' ? 'heif' : format)) throw broken()
  const pixels = metadata.width * metadata.height
  if (pixels > IMAGE_PIXELS_MAX) {
    const megapixels = Math.ceil(pixels / 1_000_000)
    throw new AppError('too_large', `This picture has ${megapixels} megapixels; at most 40 can be used. Make it smaller and add it again.`)
  }
  return metadata
}
