import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { buildBvh4 } from './bvh4'
import { instantiateKernel } from './kernel'

/**
 * A thread of the tracer: it either builds one BVH and ends, or renders tiles until it is terminated. Bundled by
 * scripts/build-engine.mjs.
 */
export type BvhData = { kind: 'bvh'; positions: Float32Array; indices: Uint32Array; seeThrough: Uint8Array }
export type TraceData = {
  kind: 'trace'
  module: WebAssembly.Module
  memory: WebAssembly.Memory
  params: number
  scratch: number
  width: number
  height: number
  /** [next tile, stop, finished tiles], shared by all threads. */
  control: Int32Array
}
export type TraceJob = { kind: 'samples'; first: number; count: number } | { kind: 'passes'; at: number }

/** Small enough for cancelling and for sharing the work evenly, large enough for the caches. */
export const TILE_SIZE = 32

if (parentPort) serve(parentPort, workerData as BvhData | TraceData)

async function serve(port: MessagePort, data: BvhData | TraceData): Promise<void> {
  if (data.kind === 'bvh') {
    const bvh = buildBvh4(data.positions, data.indices, data.seeThrough)
    port.postMessage(bvh, [bvh.nodes, bvh.blocks])
    return
  }
  const kernel = await instantiateKernel(data.module, data.memory)
  kernel.init(data.params, data.scratch)
  const { width, height, control } = data
  const columns = Math.ceil(width / TILE_SIZE)
  const rows = Math.ceil(height / TILE_SIZE)
  port.on('message', (job: TraceJob) => {
    const tiles = job.kind === 'samples' ? columns * rows : rows
    while (Atomics.load(control, 1) === 0) {
      const tile = Atomics.add(control, 0, 1)
      if (tile >= tiles) break
      if (job.kind === 'passes') {
        kernel.renderPasses(job.at, tile * TILE_SIZE, Math.min(height, (tile + 1) * TILE_SIZE))
      } else {
        const x = (tile % columns) * TILE_SIZE
        const y = Math.floor(tile / columns) * TILE_SIZE
        kernel.renderTile(x, y, Math.min(width, x + TILE_SIZE), Math.min(height, y + TILE_SIZE), job.first, job.count)
      }
      Atomics.add(control, 2, 1)
    }
    port.postMessage(kernel.raysTraced())
  })
}
