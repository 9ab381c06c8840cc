import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Film } from '../studio-scene'
import { INPUT_CHANNELS, type Network, planNetwork, SIDE_MULTIPLE, WIDTH_MIN } from './network'
import type { ThreadData } from './thread'
import { autoExposure, decode, encode } from './transfer'
import { loadWeights, type Model } from './weights'

export type DenoiseOptions = {
  signal: AbortSignal
  threads: number
  /** `small` takes about 60 % of the time and half the memory; `standard` keeps finer detail. */
  model?: Model
}

/** Rows of context on each side of a strip: half of the network's field of view, as Open Image Denoise overlaps its tiles. */
const OVERLAP_ROWS = 96
/** Larger pictures are cut into strips, which holds the standard model under about 700 MB. */
const STRIP_PIXELS_MAX = 1_150_000

const OUTPUT_DIRECTORY = 'dist/studio'

/**
 * Removes the noise of a film, guided by its albedo and normals. Any size; the result depends on the film and the model alone,
 * never on the number of threads. Memory and threads are gone when it settles.
 * @returns linear radiance, 3 floats a pixel, row 0 at the top.
 * @throws the signal's reason within about 0.2 s of an abort.
 */
export async function denoise(film: Film, { signal, threads, model = 'standard' }: DenoiseOptions): Promise<Float32Array> {
  signal.throwIfAborted()
  const [weights, module] = await Promise.all([loadWeights(model), loadKernel()])
  signal.throwIfAborted()
  const width = roundUp(Math.max(film.width, WIDTH_MIN), SIDE_MULTIPLE)
  const strips = cutIntoStrips(film.height, Math.floor(STRIP_PIXELS_MAX / width))
  const height = roundUp(Math.max(...strips.map((s) => s.to - s.from)), SIDE_MULTIPLE)
  const network = planNetwork(weights, width, height)
  const pages = Math.ceil(network.bytes / 65536)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  network.install(memory.buffer)
  const crew = new Crew(module, memory, network, Math.max(1, Math.floor(threads)), signal)
  try {
    const exposure = autoExposure(film.color, film.width, film.height)
    const result = new Float32Array(film.width * film.height * 3)
    for (const strip of strips) {
      writeInput(film, strip.from, exposure, new Float32Array(memory.buffer, network.input), width, height)
      await crew.run()
      readOutput(new Float32Array(memory.buffer, network.output), width, film, strip, exposure, result)
    }
    return result
  } finally {
    await crew.dismiss()
  }
}

const roundUp = (n: number, multiple: number): number => Math.ceil(n / multiple) * multiple

type Strip = { /** Rows that the network sees. */ from: number; to: number /** Rows that are kept. */; keepFrom: number; keepTo: number }

function cutIntoStrips(height: number, rowsMax: number): Strip[] {
  if (height <= rowsMax) return [{ from: 0, to: height, keepFrom: 0, keepTo: height }]
  const kept = Math.max(SIDE_MULTIPLE, rowsMax - 2 * OVERLAP_ROWS)
  const count = Math.ceil(height / kept)
  return Array.from({ length: count }, (_, i) => {
    const keepFrom = Math.round((i * height) / count)
    const keepTo = Math.round(((i + 1) * height) / count)
    return { from: Math.max(0, keepFrom - OVERLAP_ROWS), to: Math.min(height, keepTo + OVERLAP_ROWS), keepFrom, keepTo }
  })
}

/** Fills the input tensor; pixels beyond the picture repeat its edge. */
function writeInput(film: Film, top: number, exposure: number, input: Float32Array, width: number, height: number): void {
  const row = (width + 2) * 8
  const plane = row * (height + 2)
  input.fill(0, 0, Math.ceil(INPUT_CHANNELS / 8) * plane)
  for (let y = 0; y < height; y++) {
    const fromRow = Math.min(film.height - 1, top + y) * film.width
    for (let x = 0; x < width; x++) {
      const o = (fromRow + Math.min(film.width - 1, x)) * 3
      const at = (y + 1) * row + (x + 1) * 8
      for (let c = 0; c < 3; c++) {
        input[at + c] = encode((film.color[o + c] ?? 0) * exposure)
        input[at + 3 + c] = Math.min(1, Math.max(0, film.albedo[o + c] ?? 0))
        const normal = (film.normal[o + c] ?? 0) * 0.5 + 0.5
        if (c < 2) input[at + 6 + c] = normal
        else input[at + plane] = normal
      }
    }
  }
}

function readOutput(output: Float32Array, width: number, film: Film, strip: Strip, exposure: number, result: Float32Array): void {
  const row = (width + 2) * 8
  for (let y = strip.keepFrom; y < strip.keepTo; y++) {
    for (let x = 0; x < film.width; x++) {
      const at = (y - strip.from + 1) * row + (x + 1) * 8
      const o = (y * film.width + x) * 3
      for (let c = 0; c < 3; c++) result[o + c] = decode(output[at + c] ?? 0) / exposure
    }
  }
}

let kernel: Promise<WebAssembly.Module> | null = null

function loadKernel(): Promise<WebAssembly.Module> {
  kernel ??= readFile(path.join(process.cwd(), OUTPUT_DIRECTORY, 'convolution.wasm'))
    .then((bytes) => WebAssembly.compile(bytes))
    .catch((cause: unknown) => {
      kernel = null
      throw cause
    })
  return kernel
}

/** The threads of one call. A failing thread fails the run; an abort ends them in the middle of a layer. */
class Crew {
  readonly #workers: Worker[]
  readonly #control: Int32Array
  readonly #signal: AbortSignal

  constructor(module: WebAssembly.Module, memory: WebAssembly.Memory, network: Network, threads: number, signal: AbortSignal) {
    this.#control = new Int32Array(new SharedArrayBuffer(4 * (2 + network.operations.length)))
    this.#signal = signal
    const data: ThreadData = { module, memory, operations: network.operations, threads, control: this.#control }
    const entry = path.join(process.cwd(), OUTPUT_DIRECTORY, 'denoise-thread.js')
    this.#workers = Array.from({ length: threads }, () => new Worker(entry, { workerData: data }))
  }

  run(): Promise<void> {
    this.#control.fill(0)
    return new Promise((resolve, reject) => {
      const stop = () => reject(this.#signal.reason)
      if (this.#signal.aborted) return stop()
      this.#signal.addEventListener('abort', stop, { once: true })
      let left = this.#workers.length
      for (const worker of this.#workers) {
        for (const event of ['error', 'exit', 'message']) worker.removeAllListeners(event)
        worker.on('error', reject)
        worker.on('exit', (code) => reject(new Error(`A denoising thread ended with code ${code}.`)))
        worker.on('message', () => {
          if (--left > 0) return
          this.#signal.removeEventListener('abort', stop)
          resolve()
        })
        worker.postMessage('run')
      }
    })
  }

  async dismiss(): Promise<void> {
    for (const worker of this.#workers) worker.removeAllListeners('exit')
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }
}
