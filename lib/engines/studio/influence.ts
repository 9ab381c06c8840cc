import { exposureScale, toneMap } from '@/lib/scene/tone-map'
import { EngineError, type EngineRequest } from '../contract'
import { compileScene } from './compile/compile-scene'
import { applyLook } from './look'
import type { StudioScene } from './studio-scene'
import { Tracer } from './trace/tracer'

/** A shadow is soft and found again by its neighbours, so few pixels with many samples tell more than the other way round. */
const SIDE = 160
const SAMPLES = 32
/** Light, and what mirrors it: further scattering adds less than anybody sees. */
const BOUNCES = 3

/** Levels of 255 by which an object changes a picture, a pixel. Row 0 at the top. */
export type ObjectInfluence = { width: number; height: number; levels: Float32Array }

/**
 * Where an object changes the picture beyond its own outline: its shadows from all lights and the sky, mirrors and polished floors
 * that show it, the colour it throws on its neighbours. The scene is traced small, with the object and without it, with
 * the same samples: a path that never meets the object is the same in both, so what differs is the object's doing. It is
 * looked at both as it was before the change and as it is after, so that a shadow that goes and one that comes both count.
 *
 * Comparing a render with and without an object to find its shadow and its reflection is how synthetic objects are put into
 * photographs: P. Debevec, "Rendering Synthetic Objects into Real Scenes", SIGGRAPH 1998.
 * @throws EngineError `unsupported` without a canvas; the signal's reason.
 */
export async function traceInfluence(request: EngineRequest, nodeId: string, signal: AbortSignal): Promise<ObjectInfluence> {
  const { canvas } = request
  if (!canvas) throw new EngineError('unsupported', 'Only a picture of the scene tells where an object throws its shadow.')
  const shrink = Math.min(1, SIDE / Math.max(request.width, request.height))
  const size = { width: Math.max(1, Math.round(request.width * shrink)), height: Math.max(1, Math.round(request.height * shrink)) }
  const compiled = await compileScene(canvas, request.width / request.height)
  const after = (await applyLook(compiled, request)).scene
  const before = (await applyLook(compiled, { ...request, prompt: '' })).scene
  const without = await traceFlat(remove(after, nodeId), size, request.seed, signal)
  const levels = new Float32Array(size.width * size.height)
  for (const scene of request.prompt.trim() === '' ? [after] : [before, after]) {
    const shown = await traceFlat(scene, size, request.seed, signal)
    levels.forEach((level, i) => {
      for (let c = 0; c < 3; c++) levels[i] = Math.max(levels[i] ?? level, Math.abs((shown[i * 3 + c] ?? 0) - (without[i * 3 + c] ?? 0)))
    })
  }
  return { ...size, levels }
}

const remove = (scene: StudioScene, nodeId: string): StudioScene => ({ ...scene, meshes: scene.meshes.filter((mesh) => mesh.nodeId !== nodeId) })

/** Display values, 0 to 255, without the grade: averaged over neighbours in linear light first, where noise cancels. */
async function traceFlat(scene: StudioScene, size: { width: number; height: number }, seed: number, signal: AbortSignal): Promise<Float32Array> {
  const tracer = await Tracer.open(scene, { ...size, seed, bounces: BOUNCES, signal })
  try {
    await tracer.addSamples(SAMPLES)
    const radiance = average(tracer.film().color, size)
    const scale = exposureScale(scene.exposure)
    const display = new Float32Array(radiance.length)
    for (let o = 0; o < radiance.length; o += 3) {
      const color = toneMap((radiance[o] ?? 0) * scale, (radiance[o + 1] ?? 0) * scale, (radiance[o + 2] ?? 0) * scale)
      for (let c = 0; c < 3; c++) display[o + c] = (color[c] ?? 0) * 255
    }
    return display
  } finally {
    await tracer.close()
  }
}

/** Each pixel with its eight neighbours. */
function average(color: Float32Array, { width, height }: { width: number; height: number }): Float32Array {
  const even = new Float32Array(color.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const from = (Math.min(height - 1, Math.max(0, y + dy)) * width + Math.min(width - 1, Math.max(0, x + dx))) * 3
          for (let c = 0; c < 3; c++) even[(y * width + x) * 3 + c] = (even[(y * width + x) * 3 + c] ?? 0) + (color[from + c] ?? 0) / 9
        }
      }
    }
  }
  return even
}
