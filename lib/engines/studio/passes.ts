import { PASS_WORDS } from './kernel/layout'
import type { ScenePasses, StudioScene } from './studio-scene'
import { openScene } from './trace/tracer'

export type PassesOptions = { width: number; height: number; signal?: AbortSignal; threads?: number }

/**
 * What the scene knows exactly and a photograph can only guess: depth, normals and object ids, by one ray through the middle of
 * each pixel. The lens counts as a pinhole and half-transparent surfaces as solid, so the result has no noise and is the same
 * whenever it is computed again.
 * @throws EngineError `unsupported` for scenes that are too large; the signal's reason.
 */
export async function tracePasses(scene: StudioScene, { width, height, signal = new AbortController().signal, threads }: PassesOptions): Promise<ScenePasses> {
  const { pool, memory, nodes } = await openScene(scene, { width, height, seed: 0, bounces: 0, threads, signal }, 'passes')
  try {
    await pool.run({ kind: 'passes', at: memory.passes })
    const floats = new Float32Array(memory.memory.buffer, memory.passes, width * height * PASS_WORDS)
    const ints = new Int32Array(memory.memory.buffer, memory.passes, width * height * PASS_WORDS)
    const depth = new Float32Array(width * height)
    const normal = new Float32Array(width * height * 3)
    const ids = new Uint16Array(width * height)
    let near = Infinity
    let far = 0
    for (let i = 0; i < width * height; i++) {
      const at = i * PASS_WORDS
      const id = ints[at + 4] ?? 0
      if (id === 0) continue
      const d = floats[at] ?? 0
      depth[i] = d
      near = Math.min(near, d)
      far = Math.max(far, d)
      ids[i] = id
      for (let c = 0; c < 3; c++) normal[i * 3 + c] = floats[at + 1 + c] ?? 0
    }
    // An empty picture still needs a range that has a length.
    if (far === 0) [near, far] = [0, 1]
    return { width, height, depth, near, far, normal, ids, nodes }
  } finally {
    await pool.close()
  }
}
