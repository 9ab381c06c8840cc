import { Worker } from 'node:worker_threads'
import { threadPath } from './build-output'
import type { Bvh4 } from './bvh4'
import type { FlatScene } from './flatten'
import type { BvhData, TraceData, TraceJob } from './thread'

/** Builds the BVH on a thread of its own, so that the process goes on answering. @throws the signal's reason at once when aborted. */
export async function buildBvhOnThread(flat: FlatScene, signal: AbortSignal): Promise<Bvh4> {
  if (flat.indices.length === 0) return { nodes: new ArrayBuffer(0), blocks: new ArrayBuffer(0) }
  signal.throwIfAborted()
  const data: BvhData = { kind: 'bvh', positions: flat.positions, indices: flat.indices.slice(), seeThrough: flat.seeThrough.slice() }
  const worker = new Worker(threadPath(), { workerData: data })
  try {
    return await new Promise<Bvh4>((resolve, reject) => {
      const stop = () => reject(signal.reason)
      signal.addEventListener('abort', stop, { once: true })
      worker.once('message', (bvh: Bvh4) => {
        signal.removeEventListener('abort', stop)
        resolve(bvh)
      })
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('The thread that builds the BVH ended early.')))
    })
  } finally {
    await worker.terminate()
  }
}

/** Threads that render tiles of one scene together. Which thread renders which tile has no effect on the picture. */
export class TracePool {
  readonly #workers: Worker[]
  readonly #control: Int32Array
  readonly #signal: AbortSignal
  readonly #stop = () => Atomics.store(this.#control, 1, 1)

  constructor(data: Omit<TraceData, 'kind' | 'scratch' | 'control'>, scratch: readonly number[], signal: AbortSignal) {
    this.#control = new Int32Array(new SharedArrayBuffer(16))
    this.#signal = signal
    this.#workers = scratch.map((at) => {
      const workerData: TraceData = { ...data, kind: 'trace', scratch: at, control: this.#control }
      return new Worker(threadPath(), { workerData })
    })
    signal.addEventListener('abort', this.#stop, { once: true })
  }

  /** Tiles of the present job that are done. */
  get tilesDone(): number {
    return Atomics.load(this.#control, 2)
  }

  /**
   * Runs one job on all threads.
   * @returns rays traced so far, over all jobs.
   * @throws the signal's reason, within a tile's time of an abort.
   */
  async run(job: TraceJob): Promise<number> {
    this.#signal.throwIfAborted()
    Atomics.store(this.#control, 0, 0)
    Atomics.store(this.#control, 2, 0)
    const rays = await Promise.all(this.#workers.map((worker) => this.#ask(worker, job)))
    this.#signal.throwIfAborted()
    return rays.reduce((sum, r) => sum + r, 0)
  }

  #ask(worker: Worker, job: TraceJob): Promise<number> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        worker.off('message', onMessage)
        worker.off('error', onError)
        worker.off('exit', onExit)
        act()
      }
      const onMessage = (rays: number) => settle(() => resolve(rays))
      const onError = (error: unknown) => settle(() => reject(error))
      const onExit = (code: number) => settle(() => reject(new Error(`A tracing thread ended with code ${code}.`)))
      worker.on('message', onMessage)
      worker.on('error', onError)
      worker.on('exit', onExit)
      worker.postMessage(job)
    })
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#stop)
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }
}
