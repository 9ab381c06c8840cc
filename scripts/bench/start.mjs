import { cpSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { execute } from '../lib/execute.mjs'
import { metric } from '../lib/metric.mjs'
import { startMaquette, withDataFolder } from '../lib/started.mjs'

const root = path.resolve(import.meta.dirname, '../..')
const WARM_RUNS = 5
/** What a clone does not have. */
const NOT_CLONED = new Set(['.git', '.maquette', '.next', 'dist', 'node_modules', 'test-results'])

/**
 * Seconds from the command to the printed address, which is printed when the first page can be had: on a fresh copy of
 * the sources (install, build, new database) and again with everything in place.
 */
export async function run() {
  return withDataFolder((home) =>
    withDataFolder(async (dataFolder) => {
      const clone = path.join(home, 'clone')
      await copySources(clone)
      const fresh = await measureStart(clone, dataFolder)
      const warm = []
      for (let i = 0; i < WARM_RUNS; i++) warm.push(await measureStart(clone, dataFolder))
      return { fresh_start: metric('s', [fresh]), warm_start: metric('s', warm) }
    }),
  )
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
 * @param {string} dataFolder
 * @returns {Promise<number>} Seconds.
 */
async function measureStart(clone, dataFolder) {
  const { tookMs, stop } = await startMaquette(clone, { dataFolder })
  await stop()
  return tookMs / 1000
}
