import type { ExactPasses } from './exact-passes'
import { findSceneEdges } from './scene-edges'

/** A picture of one byte a pixel, row 0 at the top. */
export type GreyPicture = { width: number; height: number; pixels: Uint8Array }

/**
 * Depth for models that take it: the nearest point white, the farthest point and everything beyond black. Grey is even in
 * 1/depth, as in the pictures of depth estimators that such models were trained with (Ranftl et al., MiDaS, 2020).
 */
export function depthPicture({ width, height, depth, ids }: ExactPasses): GreyPicture {
  let near = Infinity
  let far = 0
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] === 0) continue
    near = Math.min(near, depth[i] ?? 0)
    far = Math.max(far, depth[i] ?? 0)
  }
  const range = 1 / near - 1 / far
  const pixels = new Uint8Array(width * height)
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] === 0) continue
    // A single distance has no range: what is there is near.
    pixels[i] = range > 0 ? Math.round((255 * (1 / (depth[i] ?? near) - 1 / far)) / range) : 255
  }
  return { width, height, pixels }
}

/** Creases that count less than this would clutter a drawing. */
const CREASE_WEIGHT_MIN = 0.1
/** Lines are one pixel wide up to this length of the longer side, two at twice it, and so on. */
const LINE_SIDE = 640

/** A line drawing of the scene for models that take one: silhouettes and creases white on black. */
export function linesPicture(passes: ExactPasses): GreyPicture {
  const { width, height } = passes
  const { weight } = findSceneEdges(passes)
  const thickness = Math.max(1, Math.round(Math.max(width, height) / LINE_SIDE))
  const before = Math.floor((thickness - 1) / 2)
  const pixels = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((weight[y * width + x] ?? 0) < CREASE_WEIGHT_MIN) continue
      for (let v = Math.max(0, y - before); v < Math.min(height, y - before + thickness); v++) {
        for (let u = Math.max(0, x - before); u < Math.min(width, x - before + thickness); u++) pixels[v * width + u] = 255
      }
    }
  }
  return { width, height, pixels }
}
