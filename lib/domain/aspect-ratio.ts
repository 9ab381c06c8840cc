import { z } from 'zod'

export const ASPECT_RATIOS = ['1:1', '4:5', '5:4', '3:4', '4:3', '2:3', '3:2', '9:16', '16:9', '21:9'] as const
export const aspectRatioSchema = z.enum(ASPECT_RATIOS)
export type AspectRatio = z.infer<typeof aspectRatioSchema>

/** Sizes are named by the side of the square that has about the same area, in pixels. */
export const IMAGE_SIZES = [512, 768, 1024, 1536, 2048] as const
export const imageSizeSchema = z.union([z.literal(512), z.literal(768), z.literal(1024), z.literal(1536), z.literal(2048)])
export type ImageSize = z.infer<typeof imageSizeSchema>

/** The two whole numbers of a ratio: `'16:9'` gives `[16, 9]`. */
export function ratioParts(ratio: AspectRatio): [number, number] {
  const [w, h] = ratio.split(':')
  return [Number(w), Number(h)]
}

/** Width divided by height. */
export function ratioValue(ratio: AspectRatio): number {
  const [w, h] = ratioParts(ratio)
  return w / h
}

/**
 * Pixel dimensions for a ratio at a size: both even, the ratio met exactly, the area as near to size² as those two
 * rules allow. `('4:3', 1024)` gives 1184 × 888.
 */
export function outputPixels(ratio: AspectRatio, size: ImageSize): { width: number; height: number } {
  const [w, h] = ratioParts(ratio)
  const unit = Math.max(2, 2 * Math.round(size / Math.sqrt(w * h) / 2))
  return { width: w * unit, height: h * unit }
}
