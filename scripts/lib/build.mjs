import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execute } from './execute.mjs'
import { waitForLock } from './lock.mjs'
import { Problem } from './problem.mjs'
import { say, step } from './say.mjs'

/** Everything that a build is made of. Folders are read whole, less the tests in them. */
const INPUTS = [
  'app',
  'components',
  'db',
  'inngest',
  'lib',
  'public',
  'scripts',
  'next.config.ts',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
]
/** What shows that each part of a build came to its end. */
const PRODUCTS = ['dist/worker.mjs', '.next/BUILD_ID']
const BUILD_ATTEMPTS_MAX = 15
const IGNORED = /\.test\.tsx?$|^scripts\/(bench|test|check|dev)/

/**
 * Builds the web, the worker and the engine, unless what was built last is made of the same sources.
 * @param {string} root
 * @param {{ always?: boolean }} [options] `always` builds in any case.
 */
export async function ensureBuilt(root, { always = false } = {}) {
  if (!always && isBuilt(root)) return
  const lock = await waitForLock(path.join(root, 'dist/build.lock'), () => say('  Waiting for another start that is building ...'))
  try {
    if (!always && isBuilt(root)) return
    await step({ doing: 'Building, about half a minute', done: 'Built' }, () => build(root))
  } finally {
    lock.release()
  }
}

/** @param {string} root */
const stampFile = (root) => path.join(root, 'dist/build-stamp')

/** @param {string} root */
function isBuilt(root) {
  const stamp = stampFile(root)
  return existsSync(stamp) && missingProduct(root) === undefined && readFileSync(stamp, 'utf8') === fingerprint(root)
}

/** @param {string} root */
const missingProduct = (root) => PRODUCTS.find((product) => !existsSync(path.join(root, product)))

/**
 * One hash over the names and bytes of all sources. Times are left out: a fresh clone or a switched branch changes
 * them without changing the sources.
 * @param {string} root
 * @returns {string}
 */
function fingerprint(root) {
  const hash = createHash('sha256').update(`node ${process.versions.modules}`)
  for (const input of INPUTS) {
    for (const file of filesUnder(root, input)) {
      if (!IGNORED.test(file)) hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)))
    }
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string} relative
 * @returns {string[]} Paths from the root with forward slashes, in a stable order.
 */
function filesUnder(root, relative) {
  const full = path.join(root, relative)
  if (!existsSync(full)) return []
  if (path.extname(relative)) return [relative]
  return readdirSync(full, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.wasm'))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .sort()
}

/**
 * Builds everything for production.
 * @param {string} root
 */
async function build(root) {
  const stamp = stampFile(root)
  rmSync(stamp, { force: true })
  const built = fingerprint(root)
  await buildEngine(root)
  await run(root, 'The worker could not be bundled.', ['scripts/lib/bundle-worker.mjs'])
  await run(root, 'The web could not be built.', ['node_modules/next/dist/bin/next', 'build'])
  const missing = missingProduct(root)
  if (missing) throw new Problem(`The build ended without ${missing}.`, 'Start again. If it happens again, remove the folders .next and dist.')
  // Written last: a build that was interrupted or that raced with an edit is not taken for a good one.
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, built)
}

/**
 * Builds the WebAssembly of the built-in engine, which the development server and the tests need as well.
 * @param {string} root
 */
export async function buildEngine(root) {
  await run(root, 'The engine could not be built.', ['scripts/build-engine.mjs'])
}

/**
 * @param {string} root
 * @param {string} failure
 * @param {string[]} args
 */
async function run(root, failure, args) {
  const env = { ...process.env, NODE_ENV: /** @type {const} */ ('production'), NEXT_TELEMETRY_DISABLED: '1' }
  for (let attempt = 1; ; attempt++) {
    const { status, output } = await execute(process.execPath, args, { cwd: root, env })
    if (status === 0) return
    // The build of a start that was killed a moment ago is just ending.
    if (output.includes('Another next build process') && attempt < BUILD_ATTEMPTS_MAX) await sleep(1_000)
    else throw new Problem(failure, `It said:\n\n${output.replace(/^/gm, '  ')}\n\n${adviceFor(output)}`)
  }
}

/** @param {string} output */
function adviceFor(output) {
  if (output.includes('ENOSPC') || output.includes('No space left')) return 'The disk is full: free some space and start again.'
  if (output.includes('EACCES')) return 'Files of this folder belong to another user: start as that user, or make them yours (chown -R).'
  return 'Mend what it says and start again.'
}
