import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { ensureBuilt } from './build.mjs'
import { freePort } from './postgres.mjs'
import { Problem } from './problem.mjs'

/**
 * A Maquette of its own, for benches.
 * @typedef {object} Started
 * @property {string} url The printed address.
 * @property {number} tookMs From the command to the printed address.
 * @property {() => Promise<void>} stop
 */

/**
 * Runs the start command of a folder on a free port, and waits for the address that it prints.
 * @param {string} root
 * @param {{ dataFolder: string, databaseUrl?: string }} options Without a database it runs its own in the data folder.
 * @returns {Promise<Started>}
 */
export async function startMaquette(root, { dataFolder, databaseUrl = '' }) {
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    // As if npm had started it, so that it ends when we are killed.
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', MAQUETTE_DATA: dataFolder, DATABASE_URL: databaseUrl, npm_lifecycle_event: 'bench' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stderr.on('data', (text) => {
    output += text
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  /** @type {number | undefined} */
  const tookMs = await new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`
      if (line.startsWith('Maquette is ready')) resolve(performance.now() - began)
    })
    ended.then(() => resolve(undefined))
  })
  if (tookMs === undefined) throw new Problem('Maquette did not start.', output)
  return {
    url: `http://127.0.0.1:${port}`,
    tookMs,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/**
 * Gives a folder that is removed afterwards, with the database in it.
 * @template T
 * @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withDataFolder(work) {
  const folder = mkdtempSync(path.join(tmpdir(), 'maquette-bench-'))
  // Root runs Postgres as another user, which must be able to pass through.
  chmodSync(folder, 0o711)
  try {
    return await work(folder)
  } finally {
    removeData(folder)
  }
}

/**
 * Starts the production build on a new data folder, and ends and removes it afterwards.
 * @template T
 * @param {string} root
 * @param {(started: Started) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withMaquette(root, work) {
  await ensureBuilt(root)
  return withDataFolder(async (dataFolder) => {
    const started = await startMaquette(root, { dataFolder })
    try {
      return await work(started)
    } finally {
      await started.stop()
    }
  })
}

/**
 * Removes a data folder, and its database where that had to lie elsewhere.
 * @param {string} dataFolder
 */
export function removeData(dataFolder) {
  const note = path.join(dataFolder, 'postgres-folder')
  if (existsSync(note)) rmSync(readFileSync(note, 'utf8').trim(), { recursive: true, force: true })
  rmSync(dataFolder, { recursive: true, force: true })
}
