import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** What scripts/build-engine.mjs makes, found from the folder that the process was started in. */
const OUTPUT_DIRECTORY = 'dist/studio'

export const threadPath = (): string => path.join(process.cwd(), OUTPUT_DIRECTORY, 'thread.mjs')

let tracer: Promise<WebAssembly.Module> | null = null

/** The compiled kernel, one for the process. @throws when the engine has not been built. */
export function loadTracer(): Promise<WebAssembly.Module> {
  tracer ??= readFile(path.join(process.cwd(), OUTPUT_DIRECTORY, 'tracer.wasm'))
    .then((bytes) => WebAssembly.compile(bytes))
    .catch((cause: unknown) => {
      tracer = null
      throw new Error('The engine has not been built: run "node scripts/build-engine.mjs".', { cause })
    })
  return tracer
}
