import { availableParallelism } from 'node:os'
import { FILM_WORDS } from '../kernel/layout'
import type { Film, StudioScene } from '../studio-scene'
import { loadTracer } from './build-output'
import { flattenScene } from './flatten'
import { buildBvhOnThread, TracePool } from './pool'
import { buildSceneMemory, type SceneMemory, type SceneMemoryOptions } from './scene-memory'
import { loadTables } from './tables'

export type TracerOptions = {
  /** Pixels. */
  width: number
  height: number
  /** A 32-bit integer; the same scene and seed give the same film, bit for bit. */
  seed: number
  /** Scattering events after which a path ends. */
  bounces: number
  /** One for each core when absent. */
  threads?: number
  signal: AbortSignal
}

/** A scene laid out in memory with the threads that trace it. Close it when done. */
export type Opened = { pool: TracePool; memory: SceneMemory; nodes: string[] }

/** Lays out the scene and starts the threads. @throws EngineError `unsupported` for scenes that are too large; the signal's reason. */
export async function openScene(scene: StudioScene, options: TracerOptions, output: SceneMemoryOptions['output']): Promise<Opened> {
  const { width, height, seed, bounces, signal } = options
  const threads = Math.max(1, options.threads ?? availableParallelism())
  const flat = flattenScene(scene)
  const [bvh, tables, module] = await Promise.all([buildBvhOnThread(flat, signal), loadTables(), loadTracer()])
  signal.throwIfAborted()
  const memory = buildSceneMemory(scene, flat, bvh, tables, { width, height, seed, bounces, threads, output })
  const pool = new TracePool({ module, memory: memory.memory, params: memory.params, width, height }, memory.scratch, signal)
  return { pool, memory, nodes: flat.nodes }
}

/** Renders a scene progressively. */
export class Tracer {
  #samples = 0
  #rays = 0

  private constructor(
    readonly opened: Opened,
    readonly options: TracerOptions,
  ) {}

  static async open(scene: StudioScene, options: TracerOptions): Promise<Tracer> {
    return new Tracer(await openScene(scene, options, 'film'), options)
  }

  /** Samples per pixel so far. */
  get samples(): number {
    return this.#samples
  }

  /** Rays so far, shadow rays included. */
  get rays(): number {
    return this.#rays
  }

  /** Adds samples to every pixel. @throws the signal's reason within about 0.1 s of an abort. */
  async addSamples(count: number): Promise<void> {
    this.#rays = await this.opened.pool.run({ kind: 'samples', first: this.#samples, count })
    this.#samples += count
  }

  /** A copy of the picture so far. Call it between passes. */
  film(): Film {
    const { width, height } = this.options
    const { memory, film: at } = this.opened.memory
    const sums = new Float32Array(memory.buffer, at, width * height * FILM_WORDS)
    const pixels = width * height
    const film: Film = {
      width,
      height,
      samples: this.#samples,
      color: new Float32Array(pixels * 3),
      albedo: new Float32Array(pixels * 3),
      normal: new Float32Array(pixels * 3),
    }
    for (let i = 0; i < pixels; i++) {
      const from = i * FILM_WORDS
      const k = 1 / Math.max(1, sums[from + 3] ?? 1)
      for (let c = 0; c < 3; c++) {
        film.color[i * 3 + c] = (sums[from + c] ?? 0) * k
        film.albedo[i * 3 + c] = (sums[from + 4 + c] ?? 0) * k
        film.normal[i * 3 + c] = (sums[from + 8 + c] ?? 0) * k
      }
    }
    return film
  }

  close(): Promise<void> {
    return this.opened.pool.close()
  }
}
