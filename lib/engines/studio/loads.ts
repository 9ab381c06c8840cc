import { access } from 'node:fs/promises'
import { loadTracer, threadPath } from './trace/build-output'

/** Compiles the kernel, once for the process, and looks for the thread that runs it. @throws when the engine has not been built. */
export async function assertStudioLoads(): Promise<void> {
  await Promise.all([loadTracer(), access(threadPath())])
}
