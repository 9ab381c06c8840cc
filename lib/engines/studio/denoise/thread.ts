import { parentPort, workerData } from 'node:worker_threads'
import type { Operation } from './network'

/**
 * One of the denoiser's threads. All threads walk the same list of layers; inside a layer each takes bands of rows from a shared
 * counter, so a busy core slows nobody down. Bundled by scripts/build-engine.mjs to dist/studio/denoise-thread.js.
 */
export type ThreadData = {
  module: WebAssembly.Module
  memory: WebAssembly.Memory
  operations: Operation[]
  threads: number
  /** [arrived threads, finished layers, then for each layer the next row to take]. The owner zeroes it before each run. */
  control: Int32Array
}

type Kernel = {
  convolve: (
    blocks: number,
    blockCount: number,
    width: number,
    weights: number,
    bias: number,
    out: number,
    plane: number,
    outBlocks: number,
    y0: number,
    y1: number,
  ) => void
  pool: (input: number, inputPlane: number, width: number, out: number, plane: number, blocks: number, y0: number, y1: number) => void
  upsample: (input: number, inputPlane: number, width: number, out: number, plane: number, blocks: number, y0: number, y1: number) => void
  clearBorder: (out: number, plane: number, width: number, height: number, blocks: number, y0: number, y1: number) => void
}

const BAND_ROWS = 4

if (parentPort) serve(parentPort, workerData as ThreadData)

function serve(port: NonNullable<typeof parentPort>, { module, memory, operations, threads, control }: ThreadData): void {
  const abort = (): never => {
    throw new Error('The convolution kernel aborted.')
  }
  const kernel = new WebAssembly.Instance(module, { env: { memory, abort } }).exports as unknown as Kernel
  port.on('message', () => {
    operations.forEach((operation, layer) => {
      for (;;) {
        const y0 = Atomics.add(control, 2 + layer, BAND_ROWS)
        if (y0 >= operation.height) break
        runRows(kernel, operation, y0, Math.min(operation.height, y0 + BAND_ROWS))
      }
      waitForAll(control, threads, layer + 1)
    })
    port.postMessage('done')
  })
}

function runRows(kernel: Kernel, o: Operation, y0: number, y1: number): void {
  kernel.clearBorder(o.output, o.outputPlane, o.width, o.height, o.outputBlocks, y0, y1)
  if (o.kind === 'convolve') kernel.convolve(o.input, o.inputBlocks, o.width, o.weights, o.bias, o.output, o.outputPlane, o.outputBlocks, y0, y1)
  else kernel[o.kind](o.input, o.inputPlane, o.width, o.output, o.outputPlane, o.outputBlocks, y0, y1)
}

/** A layer reads rows that other threads wrote, so none may begin before all have finished the one before. */
function waitForAll(control: Int32Array, threads: number, finished: number): void {
  if (Atomics.add(control, 0, 1) === finished * threads - 1) {
    Atomics.store(control, 1, finished)
    Atomics.notify(control, 1)
    return
  }
  while (Atomics.load(control, 1) < finished) Atomics.wait(control, 1, finished - 1)
}
