import type { ExactPasses } from '../exact-passes'

export type DrawnPoint = { id: number; depth: number; normal: [number, number, number] }

/** Passes that a test draws by a rule: what the middle of each pixel sees, null for nothing. */
export function drawPasses(width: number, height: number, at: (x: number, y: number) => DrawnPoint | null): ExactPasses {
  const passes: ExactPasses = {
    width,
    height,
    depth: new Float32Array(width * height),
    normal: new Float32Array(width * height * 3),
    ids: new Uint16Array(width * height),
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x
      const point = at(x, y)
      if (!point) continue
      passes.depth[i] = point.depth
      passes.ids[i] = point.id
      passes.normal.set(point.normal, i * 3)
    }
  }
  return passes
}

/** Towards the viewer. */
export const FACING: [number, number, number] = [0, 0, 1]
