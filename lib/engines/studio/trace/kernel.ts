/** What kernel/index.ts exports. Addresses are bytes into the memory that the instance was given. */
export type Kernel = {
  init: (params: number, scratch: number) => void
  renderTile: (x0: number, y0: number, x1: number, y1: number, first: number, count: number) => void
  renderPasses: (at: number, y0: number, y1: number) => void
  buildTables: (at: number) => void
  raysTraced: () => number
}

/** Binds the compiled kernel to a memory. */
export async function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Kernel> {
  const abort = (): never => {
    throw new Error('The tracing kernel aborted.')
  }
  const instance = await WebAssembly.instantiate(module, { env: { memory, abort } })
  return instance.exports as unknown as Kernel
}
