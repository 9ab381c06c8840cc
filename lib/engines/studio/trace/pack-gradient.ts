import { mixShown } from '@/lib/scene/backdrop-gradient'
import { GRADIENT_STEPS } from '../kernel/layout'
import type { Rgb, StudioScene } from '../studio-scene'

/** Radiance of a gradient at even steps from its bottom to its top, and how the height of a direction finds them. */
export type PackedGradient = { colors: Float32Array; from: number; stepsPerHeight: number }

/** The gradient as a table: mixing as the eye does takes cube roots and the tone curve, too much for every ray. */
export function packGradient({ background, exposure }: Pick<StudioScene, 'background' | 'exposure'>): PackedGradient {
  const colors = new Float32Array((GRADIENT_STEPS + 1) * 3)
  if (background.kind !== 'gradient') return { colors, from: -1, stepsPerHeight: 0 }
  const { bottom, top, from = -1, to = 1 } = background
  for (let i = 0; i <= GRADIENT_STEPS; i++) colors.set(mixShown(bottom, top, i / GRADIENT_STEPS, exposure) satisfies Rgb, i * 3)
  return { colors, from, stepsPerHeight: GRADIENT_STEPS / Math.max(1e-3, to - from) }
}
