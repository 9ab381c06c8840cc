import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { judgeSettings, SETTINGS } from '../../lib/platform/settings.mjs'
import { errorCode, Problem } from './problem.mjs'
import { complain } from './say.mjs'

/**
 * @typedef {object} Settings
 * @property {string} host
 * @property {number} port
 * @property {string} address What a person types into the browser.
 * @property {string} dataFolder Absolute.
 * @property {string | undefined} databaseUrl Given by the caller; otherwise Maquette runs its own Postgres.
 * @property {string | undefined} databaseOwnerUrl Of the role that owns its tables, where web and worker use another.
 */

/**
 * Reads what the caller set, from the environment and from a file `.env` beside it, and judges all of it before anything is started.
 * @param {string} root
 * @returns {Settings}
 * @throws Problem that names every setting that cannot be used.
 */
export function readSettings(root) {
  const file = path.join(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
  const { mistakes, warnings } = judgeSettings(process.env)
  if (mistakes.length > 0) throw mistakesProblem(mistakes)
  for (const warning of warnings) complain(`  ${warning}`)
  const host = process.env.HOST || SETTINGS.HOST.default
  const port = Number(process.env.PORT || SETTINGS.PORT.default)
  const everyInterface = host === '0.0.0.0' || host === '::'
  const shown = everyInterface ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return {
    host,
    port,
    address: `http://${shown}:${port}`,
    dataFolder: path.resolve(root, process.env.MAQUETTE_DATA || SETTINGS.MAQUETTE_DATA.default),
    databaseUrl: process.env.DATABASE_URL || undefined,
    databaseOwnerUrl: process.env.DATABASE_OWNER_URL || undefined,
  }
}

/**
 * All of them at once: who mends one and starts again should not learn of the next.
 * @param {string[]} mistakes
 */
function mistakesProblem(mistakes) {
  const [only] = mistakes
  const where = 'Settings come from the environment and from the file .env. docs/configuration.md explains each.'
  if (mistakes.length === 1) return new Problem(`${only}`, where)
  return new Problem(`${mistakes.length} settings cannot be used:`, `${mistakes.map((mistake) => `  ${mistake}`).join('\n')}\n\n${where}`)
}

/**
 * Makes the data folder, closed to other users as far as Postgres allows: started by root it runs as another user, which
 * must be able to pass through (but not to list).
 * @param {string} folder
 */
export function makeDataFolder(folder) {
  try {
    if (existsSync(folder)) {
      if (statSync(folder).isDirectory()) return
      throw new Problem(`The data folder ${folder} is a file.`, 'Set MAQUETTE_DATA to a folder, or to a path where one can be made.')
    }
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700)
  } catch (error) {
    if (errorCode(error) === 'ENOSPC' || error instanceof Problem) throw error
    throw new Problem(`The data folder ${folder} cannot be made (${errorCode(error) || error}).`, 'Set MAQUETTE_DATA to a folder that you may write to.')
  }
}
