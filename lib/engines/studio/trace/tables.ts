import { TABLES_WORDS } from '../kernel/layout'
import { loadTracer } from './build-output'
import { instantiateKernel } from './kernel'

const PAGE_BYTES = 65536

let tables: Promise<Float32Array> | null = null

/** The kernel's tables of directional albedos. They depend on nothing, so a process integrates them once. */
export function loadTables(): Promise<Float32Array> {
  tables ??= integrate().catch((cause: unknown) => {
    tables = null
    throw cause
  })
  return tables
}

async function integrate(): Promise<Float32Array> {
  // The module's own constants lie in the first pages.
  const start = 16 * PAGE_BYTES
  const pages = 16 + Math.ceil((TABLES_WORDS * 4) / PAGE_BYTES)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  const kernel = await instantiateKernel(await loadTracer(), memory)
  kernel.buildTables(start)
  return Float32Array.from(new Float32Array(memory.buffer, start, TABLES_WORDS))
}
