import { spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { execute } from '../lib/execute.mjs'
import { metric } from '../lib/metric.mjs'
import { freePort } from '../lib/postgres.mjs'
import { Problem } from '../lib/problem.mjs'

const root = path.resolve(import.meta.dirname, '../..')
const WARM_RUNS = 5
/** What a clone does not have. */
const NOT_CLONED = new Set(['.git', '.maquette', '.next', 'dist', 'node_modules', 'test-results'])

/**
 * Seconds from the command to the printed address, which is printed when the first page can be had: on a fresh copy of
 * the sources (install, build, new database) and again with everything in place.
 */
export async function run() {
  const home = mkdtempSync(path.join(tmpdir(), 'maquette-bench-start-'))
  // Root runs Postgres as another user, which must be able to pass through.
  chmodSync(home, 0o711)
  const clone = path.join(home, 'clone')
  try {
    await copySources(clone)
    const fresh = await measureStart(clone)
    const warm = []
    for (let i = 0; i < WARM_RUNS; i++) warm.push(await measureStart(clone))
    return { fresh_start: metric('s', [fresh]), warm_start: metric('s', warm) }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/**
 * A clone where there is a repository, so that only what is committed counts; else a copy without what is built.
 * @param {string} clone
 */
async function copySources(clone) {
  const { status } = await execute('git', ['clone', '--quiet', '--no-hardlinks', root, clone], { cwd: root })
  if (status === 0) return
  for (const entry of readdirSync(root)) {
    if (!NOT_CLONED.has(entry)) cpSync(path.join(root, entry), path.join(clone, entry), { recursive: true })
  }
}

/**
 * @param {string} clone
 * @returns {Promise<number>}
 */
async function measureStart(clone) {
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: clone,
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', MAQUETTE_DATA: path.join(path.dirname(clone), 'data'), DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stderr.on('data', (text) => {
    output += text
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  /** @type {number | undefined} */
  const took = await new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`
      if (line.startsWith('Maquette is ready')) resolve(performance.now() - began)
    })
    ended.then(() => resolve(undefined))
  })
  child.kill('SIGTERM')
  await ended
  if (took === undefined) throw new Problem('Maquette did not start.', output)
  return took / 1000
}
