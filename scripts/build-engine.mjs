// Builds what Studio runs: WebAssembly kernels from AssemblyScript, and the bundles of its threads. `node scripts/build-engine.mjs`
// or `buildEngine()`. Sources that have not changed since the last build are not built again.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const ROOT = path.resolve(import.meta.dirname, '..')
const ENGINE = 'lib/engines/studio'
const OUTPUT = 'dist/studio'

/** Every kernel: its entry and the file that it becomes. */
const KERNELS = [
  { entry: `${ENGINE}/kernel/index.ts`, output: 'tracer.wasm' },
  { entry: `${ENGINE}/kernel/convolution.ts`, output: 'convolution.wasm' },
]

/** Every thread that starts from a file of its own. */
const THREADS = [
  { entry: `${ENGINE}/trace/thread.ts`, output: 'thread.mjs' },
  { entry: `${ENGINE}/denoise/thread.ts`, output: 'denoise-thread.js' },
]

/** 65536 pages are 4 GiB, the most that WebAssembly addresses. The memories themselves are made by the host, as large as needed. */
const KERNEL_FLAGS = [
  '-O3',
  '--noAssert',
  '--enable',
  'simd,threads,bulk-memory',
  '--importMemory',
  '--sharedMemory',
  '--initialMemory',
  '16',
  '--maximumMemory',
  '65536',
  '--runtime',
  'stub',
]

/** The versions of the compilers count as sources: another one may give other bits. */
const DEPENDENCIES = ['assemblyscript', 'esbuild', 'three', 'three-mesh-bvh']

/**
 * Brings `dist/studio` up to date.
 * @returns {Promise<{ built: boolean }>} whether anything had to be built
 * @throws {Error} with the compiler's message
 */
export async function buildEngine() {
  const directory = path.join(ROOT, OUTPUT)
  const stamp = path.join(directory, 'sources.sha256')
  const hash = await hashSources()
  if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) return { built: false }
  await rm(stamp, { force: true })
  await mkdir(directory, { recursive: true })
  for (const kernel of KERNELS) await compileKernel(kernel.entry, path.join(directory, kernel.output))
  await bundleThreads(directory)
  // Written last, so that a build that was cut off is not taken for a finished one.
  await writeFile(stamp, hash)
  return { built: true }
}

async function hashSources() {
  const hash = createHash('sha256')
  for (const file of await listSources()) {
    hash.update(`${file}\n`)
    hash.update(await readFile(path.join(ROOT, file)))
  }
  for (const name of DEPENDENCIES) {
    const { version } = JSON.parse(await readFile(path.join(ROOT, 'node_modules', name, 'package.json'), 'utf8'))
    hash.update(`${name}@${version}\n`)
  }
  return hash.digest('hex')
}

async function listSources() {
  const folders = new Set([...KERNELS, ...THREADS].map(({ entry }) => path.posix.dirname(entry)))
  const sources = await Promise.all([...folders].map(async (folder) => (await readdir(path.join(ROOT, folder))).map((file) => `${folder}/${file}`)))
  return ['scripts/build-engine.mjs', ...sources.flat().filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))].sort()
}

/**
 * @param {string} entry
 * @param {string} output
 */
async function compileKernel(entry, output) {
  const { default: asc } = await import('assemblyscript/asc')
  // Compiled beside its place and moved there: a reader finds the old file or the new one, never half of it.
  const partial = `${output}.partial`
  const { error, stderr } = await asc.main([entry, '--outFile', path.relative(ROOT, partial), '--baseDir', ROOT, ...KERNEL_FLAGS], {})
  if (error) throw new Error(`${entry} could not be compiled.\n${stderr.toString()}`, { cause: error })
  await rename(partial, output)
}

/** @param {string} directory */
async function bundleThreads(directory) {
  const { build } = await import('esbuild')
  for (const thread of THREADS) {
    await build({
      absWorkingDir: ROOT,
      entryPoints: [thread.entry],
      outfile: path.join(directory, thread.output),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      minifySyntax: true,
      logLevel: 'silent',
    })
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const start = performance.now()
  const { built } = await buildEngine()
  console.log(built ? `Studio's engine built in ${((performance.now() - start) / 1000).toFixed(1)} s.` : "Studio's engine is up to date.")
}
