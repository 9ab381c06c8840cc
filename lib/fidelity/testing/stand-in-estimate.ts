import { blur } from '../blur'
import type { GreyPicture } from '../control-pictures'
import type { ExactPasses } from '../exact-passes'
import type { ColourPicture } from '../score-fidelity'
import { randomFrom } from './random'

/** What is wrong with an estimate, as estimators are known to err. */
export type Errors = {
  /** The exponent by which it bends 1/depth, from 0 at the farthest to 1 at the nearest. */
  curve?: number
  /** σ in pixels of what it smears. */
  softness?: number
  /** σ of its grain, and height of slow waves over the whole picture, as shares of its range. */
  grain?: number
  waves?: number
  seed?: number
}

/**
 * Stands in for what an estimator sees in a picture of these passes, in 8 bits. No model comes with Maquette, so the measure is tried
 * on exact depth that was made as wrong as estimates are.
 */
export function standInEstimate(passes: ExactPasses, { curve = 0.8, softness = 1.5, grain = 0.008, waves = 0.04, seed = 1 }: Errors = {}): GreyPicture {
  const { width, height } = passes
  const exact = Float32Array.from(passes.ids, (id, i) => (id === 0 ? 0 : 1 / (passes.depth[i] ?? Infinity)))
  const least = exact.reduce((a, b) => Math.min(a, b))
  const range = exact.reduce((a, b) => Math.max(a, b)) - least
  const soft = blur(
    exact.map((value) => ((value - least) / range) ** curve),
    width,
    height,
    softness,
  )
  const random = randomFrom(seed)
  const pixels = Uint8Array.from(soft, (value, i) => {
    const wave = Math.sin((5 * (i % width)) / width + seed) * Math.cos((4 * Math.floor(i / width)) / height + seed)
    // Three even numbers make nearly a bell, of σ one half.
    const bell = random() + random() + random() - 1.5
    return Math.round(255 * Math.min(1, Math.max(0, value + waves * wave + 2 * grain * bell)))
  })
  return { width, height, pixels }
}

/** A grey picture, distorted as colour pictures are. */
export function distortGrey({ width, height, pixels }: GreyPicture, distort: (picture: ColourPicture) => ColourPicture): GreyPicture {
  const { rgb } = distort({ width, height, rgb: Uint8Array.from({ length: pixels.length * 3 }, (_, k) => pixels[Math.floor(k / 3)] ?? 0) })
  return { width, height, pixels: pixels.map((_, i) => rgb[i * 3] ?? 0) }
}
