import sharp from 'sharp'
import { develop, type Grade } from './look'
import type { Film } from './studio-scene'

const PREVIEW_SIDE = 512
const PREVIEW_QUALITY = 76

type Size = { width: number; height: number }

/** How radiance becomes a picture: exposure in stops, and the grade of the look. */
export type Print = { exposure: number; grade: Grade; seed: number }

/** Develops linear radiance to a PNG. */
export async function encodePicture(radiance: Float32Array, { width, height }: Size, print: Print): Promise<Uint8Array> {
  const pixels = develop(radiance, { width, height, ...print })
  return new Uint8Array(
    await sharp(pixels, { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 7 })
      .toBuffer(),
  )
}

/** A small JPEG of a film that is still being traced. Averaging pixels of the film hides some of its noise. */
export async function encodePreview(film: Film, print: Print): Promise<Uint8Array> {
  const small = reduce(film, Math.max(1, Math.floor(Math.max(film.width, film.height) / PREVIEW_SIDE)))
  const pixels = develop(small.radiance, { width: small.width, height: small.height, ...print })
  const image = sharp(pixels, { raw: { width: small.width, height: small.height, channels: 3 } })
  const jpeg = image.resize({ width: PREVIEW_SIDE, height: PREVIEW_SIDE, fit: 'inside', withoutEnlargement: true }).jpeg({ quality: PREVIEW_QUALITY })
  return new Uint8Array(await jpeg.toBuffer())
}

/** Averages blocks of `step` × `step` pixels; a remainder at the right and bottom edge is dropped. */
function reduce(film: Film, step: number): Size & { radiance: Float32Array } {
  if (step === 1) return { width: film.width, height: film.height, radiance: film.color }
  const width = Math.floor(film.width / step)
  const height = Math.floor(film.height / step)
  const radiance = new Float32Array(width * height * 3)
  for (let y = 0; y < height * step; y++) {
    for (let x = 0; x < width * step; x++) {
      const to = (Math.floor(y / step) * width + Math.floor(x / step)) * 3
      const from = (y * film.width + x) * 3
      for (let c = 0; c < 3; c++) radiance[to + c] = (radiance[to + c] ?? 0) + (film.color[from + c] ?? 0) / (step * step)
    }
  }
  return { width, height, radiance }
}
