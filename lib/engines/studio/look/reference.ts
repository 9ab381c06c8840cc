import sharp from 'sharp'
import { chroma, fromOklab, type Lab, toOklab } from '@/lib/scene/oklab'
import { srgbToLinear } from '@/lib/scene/tone-map'
import type { EngineReference } from '../../contract'
import type { EnvironmentMap, Rgb } from '../studio-scene'
import { luminance } from './color'
import { statistics } from './grade'

/** A reference picture as the looks read it: small, linear, with its palette. */
export type ReferencePicture = {
  width: number
  height: number
  /** Linear, 3 a pixel. */
  pixels: Float32Array
  /** Colours with their share of the picture, the largest share first. */
  palette: readonly { lab: Lab; color: Rgb; share: number }[]
  mean: Lab
  spread: Lab
}

const SIDE_MAX = 256
const COLORS = 6
const LINEAR = Float32Array.from({ length: 256 }, (_, i) => srgbToLinear(i / 255))

/** @throws when the bytes are no picture that can be decoded; intake has checked them before. */
export async function readReference(reference: EngineReference): Promise<ReferencePicture> {
  const { data, info } = await sharp(reference.bytes)
    .rotate()
    .resize(SIDE_MAX, SIDE_MAX, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#808080' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const pixels = new Float32Array(info.width * info.height * 3)
  for (let i = 0; i < info.width * info.height; i++) {
    for (let c = 0; c < 3; c++) pixels[i * 3 + c] = LINEAR[data[i * info.channels + Math.min(c, info.channels - 1)] ?? 0] ?? 0
  }
  const labs = new Float32Array(pixels.length)
  for (let o = 0; o < pixels.length; o += 3) labs.set(toOklab([pixels[o] ?? 0, pixels[o + 1] ?? 0, pixels[o + 2] ?? 0]), o)
  return { width: info.width, height: info.height, pixels, palette: paletteOf(labs), ...statistics(labs) }
}

/** Colour counts more than lightness when colours are told apart. */
const distance = (a: Lab, labs: Float32Array, o: number): number =>
  (a[0] - (labs[o] ?? 0)) ** 2 + 4 * ((a[1] - (labs[o + 1] ?? 0)) ** 2 + (a[2] - (labs[o + 2] ?? 0)) ** 2)

/** k-means in Oklab from well-spread seeds; no randomness, so a reference always has the same palette. */
function paletteOf(labs: Float32Array): ReferencePicture['palette'] {
  const step = 3 * Math.max(1, Math.floor(labs.length / 3 / 6000))
  const at = (o: number): Lab => [labs[o] ?? 0, labs[o + 1] ?? 0, labs[o + 2] ?? 0]
  let centers: Lab[] = [statistics(labs).mean]
  while (centers.length < COLORS) {
    let far = 0
    let place = 0
    for (let o = 0; o < labs.length; o += step) {
      const d = Math.min(...centers.map((c) => distance(c, labs, o)))
      if (d > far) {
        far = d
        place = o
      }
    }
    centers.push(at(place))
  }
  let counts: number[] = []
  for (let round = 0; round < 10; round++) {
    const sums = centers.map((): [number, number, number, number] => [0, 0, 0, 0])
    for (let o = 0; o < labs.length; o += step) {
      let best = 0
      let least = Number.POSITIVE_INFINITY
      centers.forEach((c, i) => {
        const d = distance(c, labs, o)
        if (d < least) {
          least = d
          best = i
        }
      })
      const sum = sums[best]
      if (!sum) continue
      for (const c of [0, 1, 2] as const) sum[c] += labs[o + c] ?? 0
      sum[3]++
    }
    counts = sums.map((s) => s[3])
    centers = centers.map((c, i) => {
      const [l, a, b, n] = sums[i] ?? [0, 0, 0, 0]
      return n > 0 ? [l / n, a / n, b / n] : c
    })
  }
  const total = counts.reduce((a, b) => a + b, 0) || 1
  return centers
    .map((lab, i) => {
      const [r, g, b] = fromOklab(lab)
      return { lab, color: [Math.max(0, r), Math.max(0, g), Math.max(0, b)] as Rgb, share: (counts[i] ?? 0) / total }
    })
    .filter((entry) => entry.share > 0.004)
    .sort((a, b) => b.share - a.share)
}

/** How colourful a palette entry is for its share: what people call the picture's colours. */
export const accent = (entry: ReferencePicture['palette'][number]): number => chroma(entry.lab) * Math.sqrt(entry.share)

/**
 * Light from a picture: wrapped around the scene (a panorama as it is, any other picture mirrored), highlights expanded, since a
 * picture clips what a sky has, and less colourful than the picture, since light is.
 * @param saturation 0 to 1, how much of the picture's colour the light keeps.
 */
export function environmentFrom(picture: ReferencePicture, saturation: number): EnvironmentMap {
  const [width, height] = [256, 128]
  const data = new Float32Array(width * height * 3)
  const panorama = Math.abs(picture.width / picture.height - 2) < 0.06
  for (let y = 0; y < height; y++) {
    const v = panorama ? (y + 0.5) / height : Math.min(0.999, Math.max(0, ((y + 0.5) / height - 0.14) / 0.72))
    for (let x = 0; x < width; x++) {
      const turn = ((x + 0.5) / width) * (panorama ? 1 : 2)
      const u = turn > 1 ? 2 - turn : turn
      const o = (Math.min(picture.height - 1, Math.floor(v * picture.height)) * picture.width + Math.min(picture.width - 1, Math.floor(u * picture.width))) * 3
      const color: Rgb = [picture.pixels[o] ?? 0, picture.pixels[o + 1] ?? 0, picture.pixels[o + 2] ?? 0]
      const grey = luminance(color)
      const expand = 1 + 7 * Math.max(0, Math.max(...color) - 0.72) ** 1.5
      for (let c = 0; c < 3; c++) data[(y * width + x) * 3 + c] = (grey + ((color[c] ?? 0) - grey) * saturation) * expand
    }
  }
  return soften({ width, height, data })
}

/** A light blur around the horizon's circle, so that small bright spots do not turn into noise. */
function soften(map: EnvironmentMap): EnvironmentMap {
  const { width, height, data } = map
  const blurred = new Float32Array(data.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0
        for (let dy = -1; dy <= 1; dy++)
          for (let dx = -2; dx <= 2; dx++) sum += data[(Math.min(height - 1, Math.max(0, y + dy)) * width + ((x + dx + width) % width)) * 3 + c] ?? 0
        blurred[(y * width + x) * 3 + c] = sum / 15
      }
    }
  }
  return { width, height, data: blurred }
}

/** Irradiance of a level card under a map, the measure by which one map replaces another without a change of exposure. */
export function skyLight(map: EnvironmentMap): number {
  let sum = 0
  for (let y = 0; y < map.height; y++) {
    const theta = ((y + 0.5) / map.height) * Math.PI
    const weight = (0.35 + 0.65 * Math.max(0, Math.cos(theta))) * Math.sin(theta)
    for (let x = 0; x < map.width; x++) {
      const o = (y * map.width + x) * 3
      sum += weight * luminance([map.data[o] ?? 0, map.data[o + 1] ?? 0, map.data[o + 2] ?? 0])
    }
  }
  return (sum * 2 * Math.PI * Math.PI) / (map.width * map.height)
}
