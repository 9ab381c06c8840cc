import type { Document, Texture } from '@gltf-transform/core'
import { fitWithin } from '@gltf-transform/functions'
import sharp from 'sharp'
import { AppError } from '@/lib/domain/errors'
import { sniffImage } from '../image-sniff'
import { decodeKtx2, isKtx2, ktx2Size } from './ktx2'
import { TEXTURE_PIXELS_MAX, TEXTURE_PIXELS_SUM_MAX, TEXTURE_SIDE_MAX } from './limits'
import { missingTexture } from './resources'

type Sized = { texture: Texture; bytes: Uint8Array; name: string; width: number; height: number; isPhoto: boolean }
const DECODE_SECONDS_MAX = 30

/**
 * Decodes every texture and writes it anew: JPEG where it was one, else PNG, at most 4096 pixels on the longer side and
 * smaller where the model has very many. Colour profiles are ignored, as glTF asks (section 3.9.2), and metadata is gone.
 * @returns notes on what was reduced.
 * @throws AppError naming the texture that is missing or broken.
 */
export async function normalizeTextures(document: Document): Promise<string[]> {
  const textures: Sized[] = []
  for (const [i, texture] of document.getRoot().listTextures().entries()) textures.push(await openTexture(texture, i))
  const side = sideFor(textures)
  for (const each of textures) await writeTexture(each, side)
  return textures.some(({ width, height }) => Math.max(width, height) > side) ? [`Textures were reduced to ${side} pixels.`] : []
}

/** The side that all textures have to fit, so that together they stay within what a browser can hold. */
function sideFor(textures: readonly Sized[]): number {
  let side = TEXTURE_SIDE_MAX
  const pixelsAt = (limit: number): number =>
    textures.reduce((sum, { width, height }) => {
      const [w, h] = fitWithin([width, height], [limit, limit])
      return sum + w * h
    }, 0)
  while (side > 256 && pixelsAt(side) > TEXTURE_PIXELS_SUM_MAX) side /= 2
  return side
}

async function openTexture(texture: Texture, index: number): Promise<Sized> {
  const name = texture.getName() || `number ${index + 1}`
  const source = texture.getImage()
  if (!source || source.byteLength === 0) throw missingTexture(name)
  const bytes = isKtx2(source) ? await transcode(source, name) : source
  const format = sniffImage(bytes)
  if (!format) throw unreadable(name)
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width * height > TEXTURE_PIXELS_MAX) throw tooLarge(name)
    return { texture, bytes, name, width, height, isPhoto: format === 'jpeg' }
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(name, error)
  }
}

async function transcode(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const { width, height } = ktx2Size(bytes)
  if (width * height > TEXTURE_PIXELS_MAX) throw tooLarge(name)
  try {
    return await decodeKtx2(bytes)
  } catch (error) {
    throw unreadable(name, error)
  }
}

async function writeTexture({ texture, bytes, name, isPhoto }: Sized, side: number): Promise<void> {
  const picture = sharp(bytes, { limitInputPixels: TEXTURE_PIXELS_MAX, ignoreIcc: true, failOn: 'error' })
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .timeout({ seconds: DECODE_SECONDS_MAX })
  try {
    const encoder = isPhoto ? picture.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }) : picture.png({ compressionLevel: 6 })
    texture.setImage(new Uint8Array(await encoder.toBuffer())).setMimeType(isPhoto ? 'image/jpeg' : 'image/png')
    texture.setURI('')
  } catch (error) {
    throw unreadable(name, error)
  }
}

const shorten = (name: string): string => name.slice(0, 60)
const unreadable = (name: string, cause?: unknown): AppError =>
  new AppError('invalid', `The texture “${shorten(name)}” cannot be read. Save it as PNG or JPEG, export the model again and import the new file.`, { cause })
const tooLarge = (name: string): AppError =>
  new AppError('too_large', `The texture “${shorten(name)}” is too large. Make it 4096 pixels or smaller, export the model again and import the new file.`)
