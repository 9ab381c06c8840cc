/**
 * What the scene knows exactly about a picture of it, in the layout that Studio's passes have. Row 0 at the top.
 * Nothing here imports an engine, so that any renderer that knows these three can be measured.
 */
export type ExactPasses = {
  width: number
  height: number
  /** Metres along the view axis; 0 where nothing is hit. */
  depth: Float32Array
  /** View space (x right, y up, z towards the viewer), 3 a pixel; 0 where nothing is hit. */
  normal: Float32Array
  /** 0 where nothing is hit, else the object's number from 1 on. */
  ids: Uint16Array
}

/** The passes at another size, by the pixel whose middle lies nearest: ids and depths have no average that means anything. */
export function samplePasses(passes: ExactPasses, width: number, height: number): ExactPasses {
  if (width === passes.width && height === passes.height) return passes
  const depth = new Float32Array(width * height)
  const normal = new Float32Array(width * height * 3)
  const ids = new Uint16Array(width * height)
  for (let y = 0; y < height; y++) {
    const row = Math.min(passes.height - 1, Math.floor(((y + 0.5) * passes.height) / height)) * passes.width
    for (let x = 0; x < width; x++) {
      const from = row + Math.min(passes.width - 1, Math.floor(((x + 0.5) * passes.width) / width))
      const to = y * width + x
      depth[to] = passes.depth[from] ?? 0
      ids[to] = passes.ids[from] ?? 0
      for (let c = 0; c < 3; c++) normal[to * 3 + c] = passes.normal[from * 3 + c] ?? 0
    }
  }
  return { width, height, depth, normal, ids }
}
